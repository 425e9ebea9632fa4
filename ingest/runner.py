"""The durable job runner (DBOS) of this process: launched once, with a version of its own for upgrades."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from dbos import DBOS, DBOSConfig, SetWorkflowID

from ingest import workflow
from vanthu.db import now

VERSION = "ingest-2"
"""Raise it whenever the steps of the workflow, or their order, change. Jobs that an older version left behind
are then begun anew by this one; their pages are in the spool and are not read again."""

POLL_S = 0.2
KEEP_HISTORY = timedelta(hours=1)
BATCH = 500

_ACTIVE = ("PENDING", "ENQUEUED", "DELAYED")
_OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


class Runner:
    """Starts, finds and forgets workflows by job and attempt."""

    def __init__(self, url: str, documents_at_once: int, version: str = VERSION) -> None:
        self._url = url
        self._documents_at_once = documents_at_once
        self._version = version

    def start(self) -> None:
        """Launch, and resume what this version left unfinished."""
        logging.getLogger("dbos").setLevel(logging.WARNING)
        # In a thread of its own: inside an event loop, DBOS would run the workflows on the server's loop.
        launching = threading.Thread(target=self._launch, name="jobs-launch")
        launching.start()
        launching.join()

    def _launch(self) -> None:
        DBOS(
            config=DBOSConfig(
                name="vanthu",
                system_database_url=self._url,
                application_version=self._version,
                executor_id="vanthu",
                enable_otlp=False,
                log_level="WARNING",
                console_log_level="WARNING",
            )
        )
        DBOS.launch()
        DBOS.register_queue(
            workflow.QUEUE,
            worker_concurrency=self._documents_at_once,
            polling_interval_sec=POLL_S,
            on_conflict="always_update",
        )

    def stop(self) -> None:
        DBOS.destroy()

    def begin(self, job_id: int, attempt: int) -> None:
        """Queue the workflow; queueing the same attempt twice is one."""
        with SetWorkflowID(_workflow_id(job_id, attempt)):
            DBOS.enqueue_workflow(workflow.QUEUE, workflow.ingest, job_id)

    def active(self, attempts: dict[int, int]) -> set[int]:
        """Jobs of `attempts` (job to attempt) that this version is working on, or will be."""
        return self._jobs_with(attempts, _ACTIVE, version=self._version)

    def broken(self, attempts: dict[int, int]) -> set[int]:
        """Jobs of `attempts` whose workflow gave up."""
        return self._jobs_with(attempts, _OVER)

    def _jobs_with(
        self, attempts: dict[int, int], states: tuple[str, ...], version: str | None = None
    ) -> set[int]:
        ids = {_workflow_id(job, attempt): job for job, attempt in attempts.items()}
        found = (
            DBOS.list_workflows(
                workflow_ids=list(ids),
                status=list(states),
                app_version=version,
                load_input=False,
                load_output=False,
            )
            if ids
            else []
        )
        return {ids[status.workflow_id] for status in found}

    def cancel(self, job_id: int, attempt: int) -> None:
        """Make sure that attempt is not resumed by anyone."""
        DBOS.cancel_workflow(_workflow_id(job_id, attempt))

    def collect(self) -> int:
        """Forget finished workflows; how many."""
        found = DBOS.list_workflows(
            status=list(_OVER),
            completed_before=(now() - KEEP_HISTORY).isoformat(),
            limit=BATCH,
            load_input=False,
            load_output=False,
        )
        if found:
            DBOS.delete_workflows([status.workflow_id for status in found])
        return len(found)


def _workflow_id(job_id: int, attempt: int) -> str:
    return f"job-{job_id}-{attempt}"
