"""Nothing is lost and nothing is kept too long: jobs are taken up again, what is over is destroyed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from ingest.errors import StorageBusy
from ingest.models import JobRow
from ingest.runner import Runner
from ingest.tools import Tools
from ingest.types import JobState
from vanthu.db import now

EVERY_S = 60.0
KEEP_FAILED = timedelta(days=7)
"""How long the upload of a failed job stays in the spool, so that it can be tried again; and the sealed name
of one that was not taken."""
JUST_BEGUN = timedelta(seconds=30)
"""A job is left alone for so long: it may be on its way into the queue."""
UNFINISHED_UPLOAD_S = 6 * 3600.0
"""An upload that no job knows is destroyed after this long: its sender is gone."""

log = logging.getLogger(__name__)


class Housekeeping:
    """Once at the start, then every minute in a thread of its own, until `stop`."""

    def __init__(self, tools: Tools, runner: Runner, begin: Callable[[JobRow], None]) -> None:
        self._tools = tools
        self._runner = runner
        self._begin = begin
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep_on, name="jobs-housekeeping", daemon=True)

    def start(self) -> None:
        self._tidy(starting=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _keep_on(self) -> None:
        while not self._stopping.wait(EVERY_S):
            try:
                self._tidy(starting=False)
            except Exception as fault:
                log.error("housekeeping: %s", type(fault).__name__)

    def _tidy(self, *, starting: bool) -> None:
        jobs = self._tools.jobs
        rows = {row.id: row for row in jobs.running() if starting or row.updated_at < now() - JUST_BEGUN}
        attempts = {job_id: row.attempt for job_id, row in rows.items() if row.attempt}
        broken = set() if starting else self._runner.broken(attempts)
        for job_id in broken:
            jobs.fail(job_id, StorageBusy())
        for job_id in rows.keys() - self._runner.active(attempts) - broken:
            if attempts.get(job_id):
                self._runner.cancel(job_id, attempts[job_id])
            self._begin(rows[job_id])
        self._runner.collect()
        self._tools.quarantine.tidy(now() if starting else now() - JUST_BEGUN)
        self._sweep(starting)

    def _sweep(self, starting: bool) -> None:
        tools = self._tools
        kept: set[str] = set()
        for row in tools.jobs.with_upload():
            if row.state == JobState.REFUSED.value:
                if starting or row.updated_at < now() - JUST_BEGUN:
                    tools.refusals.finish(row)
                continue
            over = JobState(row.state).finished and row.updated_at < now() - KEEP_FAILED
            if row.upload and not over:
                kept.add(row.upload)
            elif over:
                tools.jobs.set(row.id, upload=None)
        tools.spool.sweep(kept, 0.0 if starting else UNFINISHED_UPLOAD_S)
