"""Uploads in, catalogued and indexed documents out: the one door to this room."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from access.units import UnitService
from ingest import workflow
from ingest.about import name_of
from ingest.archiving import ArchiveMaker
from ingest.batches.service import Batches
from ingest.composing.service import Composing
from ingest.errors import SecretDeclared, UploadGone
from ingest.findings import WHOLE_FILE
from ingest.housekeeping import EVERY_S, Housekeeping
from ingest.intake import Intake, UploadStream
from ingest.jobs import JobStore, view
from ingest.models import JobRow
from ingest.packages import TakenPackage, take
from ingest.page_items import PASSWORD, forget_failures
from ingest.runner import Runner
from ingest.spool import ORIGINAL
from ingest.tools import Tools
from ingest.types import Declared, JobState, JobView
from ingest.workers import PoolStopped
from records.packages.safe_zip import ZipLimits
from records.types import SecrecyLevel
from vanthu.errors import Forbidden, NotFound, VanthuError

PIECE = 1 << 20

log = logging.getLogger(__name__)


class IngestService:
    """Takes uploads at any time; works on them between `start` and `stop`."""

    def __init__(
        self, intake: Intake, tools: Tools, units: UnitService, runner: Runner, composing: Composing
    ) -> None:
        self._intake = intake
        self._tools = tools
        self._jobs: JobStore = tools.jobs
        self.quarantine = tools.quarantine
        self.quarantine.go_on = self._go_on
        self.composing = composing
        self.composing.go_on = self._go_on
        self.batches = Batches(
            tools.jobs.db, pause=self._pause, resume=self._resume, cancel=self._cancel, retry=self.retry
        )
        self._units = units
        self._runner = runner
        self._archives = ArchiveMaker(tools)
        self._running = False
        self._stopping = threading.Event()
        self._archives_due = threading.Event()
        self._archivist = threading.Thread(target=self._keep_archives, name="archives", daemon=True)
        self._housekeeping = Housekeeping(tools, runner, self._begin)

    def start(self) -> None:
        """Run the workers, resume what was left, begin what waits."""
        self._tools.pool.start()
        workflow.use(self._tools)
        self._runner.start()
        self._running = True
        self._housekeeping.start()
        self._archivist.start()

    def stop(self) -> None:
        """Stop at once; unfinished jobs go on at the next start."""
        if not self._running:
            return
        self._running = False
        self._stopping.set()
        self._archives_due.set()
        self._housekeeping.stop()
        workflow.use(None)
        self._runner.stop()
        self._tools.pool.stop()
        self._archivist.join()

    def submit(
        self,
        source: BinaryIO | Path,
        filename: str,
        principal: Principal,
        *,
        unit_code: str | None = None,
        secrecy: SecrecyLevel = SecrecyLevel.NONE,
        sensitive: bool = False,
        password: str | None = None,
        batch_id: int | None = None,
    ) -> JobView:
        """Take one file. Whatever is wrong with it is said by the job, not raised."""
        upload = self.open_stream(
            filename,
            principal,
            unit_code=unit_code,
            secrecy=secrecy,
            sensitive=sensitive,
            password=password,
            batch_id=batch_id,
        )
        opened: AbstractContextManager[BinaryIO]
        opened = source.open("rb") if isinstance(source, Path) else nullcontext(source)
        try:
            with opened as stream:
                while upload.error is None and (piece := stream.read(PIECE)):
                    upload.write(piece)
        except BaseException:
            upload.abort()
            raise
        return upload.finish()

    def open_stream(
        self,
        filename: str,
        principal: Principal,
        *,
        unit_code: str | None = None,
        secrecy: SecrecyLevel = SecrecyLevel.NONE,
        sensitive: bool = False,
        password: str | None = None,
        batch_id: int | None = None,
    ) -> OpenUpload:
        """An upload that comes in pieces; constant memory however large it is."""
        principal.require(Action.DIGITISE)
        unit_id = self._unit(principal, unit_code)
        if batch_id is not None:
            self.batches.require(batch_id, principal)
        stream = self._intake.open(
            filename,
            principal,
            unit_id,
            declared=Declared(secrecy, sensitive),
            password=password,
            batch_id=batch_id,
        )
        return OpenUpload(self, stream)

    def take_package(
        self,
        pieces: Iterable[bytes],
        principal: Principal,
        *,
        unit_code: str | None = None,
        secrecy: SecrecyLevel = SecrecyLevel.NONE,
        sensitive: bool = False,
    ) -> TakenPackage:
        """Take every document of a submission package, or none: raises what is wrong with the package."""
        principal.require(Action.DIGITISE)
        if not self._intake.may_hold(secrecy):
            raise SecretDeclared(level=secrecy.value, page=WHOLE_FILE, way="declared")
        return take(
            pieces,
            spool=self._tools.spool,
            begin=self._intake.begin,
            limits=ZipLimits(self._intake.max_unpacked_bytes),
            open_stream=lambda name: self.open_stream(
                name, principal, unit_code=unit_code, secrecy=secrecy, sensitive=sensitive
            ),
        )

    def accepted(self, job_id: int, principal: Principal) -> JobView:
        """Begin the job if it is to be worked on and this process works."""
        self._go_on(job_id)
        return self.job(job_id, principal)

    def jobs(self, principal: Principal, *, limit: int = 100) -> list[JobView]:
        """The person's own jobs, newest first."""
        return self._views(self._jobs.of_account(principal.account_id, limit), principal)

    def job(self, job_id: int, principal: Principal) -> JobView:
        (seen,) = self._views([self._own(job_id, principal)], principal)
        return seen

    def wait(self, job_ids: Sequence[int], principal: Principal, timeout: float) -> list[JobView]:
        """The jobs, in the order asked for, once nothing works on them or `timeout` seconds are over.

        One in quarantine is not finished, and is not waited for: that is a person's decision.
        """
        until = time.monotonic() + timeout
        pause = 0.05
        while True:
            rows = {row.id: row for row in self._jobs.by_ids(job_ids, principal.account_id)}
            if any(job_id not in rows for job_id in job_ids):
                raise NotFound
            finished = not any(JobState(row.state).worked_on for row in rows.values())
            if finished or time.monotonic() >= until:
                return self._views([rows[job_id] for job_id in job_ids], principal)
            time.sleep(min(pause, max(0.0, until - time.monotonic())))
            pause = min(0.5, pause * 1.5)

    def retry(self, job_id: int, principal: Principal, *, password: str | None = None) -> JobView:
        """Work on a failed job again; pages that were read are not read again."""
        principal.require(Action.DIGITISE)
        row = self._own(job_id, principal)
        if row.state != JobState.FAILED.value:
            return self.job(job_id, principal)
        if row.upload is None or not self._tools.spool.has(row.upload, ORIGINAL):
            raise UploadGone
        if password:
            self._tools.spool.put(row.upload, PASSWORD, password.encode())
        forget_failures(self._tools.spool, row.upload)
        self._jobs.set(job_id, state=JobState.QUEUED.value, code=None, facts=None, failed_pages=0)
        return self.accepted(job_id, principal)

    def archives_due(self) -> None:
        """Words or fields were corrected: searchable PDFs are looked at now, not in a minute."""
        self._archives_due.set()

    def _views(self, rows: Sequence[JobRow], principal: Principal) -> list[JobView]:
        """A document the person may not see is not named: neither one stored for a unit below, nor one that
        was there before, so that the two look alike."""
        named = {row.document_id for row in rows if row.document_id is not None}
        seen = self._tools.catalogue.summaries(sorted(named), Scope.of(principal)) if named else {}
        spool = self._tools.spool
        return [
            view(
                row,
                row.filename or (name_of(spool, row.upload) if row.upload else ""),
                row.document_id if row.document_id in seen else None,
            )
            for row in rows
        ]

    def _own(self, job_id: int, principal: Principal) -> JobRow:
        row = self._jobs.row(job_id)
        if row.account_id != principal.account_id:
            raise NotFound
        return row

    def _unit(self, principal: Principal, unit_code: str | None) -> int:
        """One uploads for one's own unit, or for one below it."""
        if unit_code is None:
            return principal.unit_id
        unit = self._units.by_code(unit_code)
        if not unit.living or principal.unit_id not in unit.path:
            raise Forbidden
        return unit.id

    def _go_on(self, job_id: int) -> None:
        row = self._jobs.row(job_id)
        if self._running and row.state == JobState.QUEUED.value:
            self._begin(row)

    def _begin(self, row: JobRow) -> None:
        attempt = row.attempt + 1
        self._jobs.set(row.id, attempt=attempt)
        self._runner.begin(row.id, attempt)

    def _pause(self, job_id: int) -> bool:
        row = self._jobs.row(job_id)
        if not self._jobs.hold(job_id):
            return False
        self._stop_work(row)
        return True

    def _resume(self, job_id: int) -> bool:
        if not self._jobs.go_on(job_id):
            return False
        self._go_on(job_id)
        return True

    def _cancel(self, job_id: int) -> bool:
        row = self._jobs.row(job_id)
        if not self._jobs.let_go(job_id):
            return False
        self._stop_work(row)
        if row.upload:
            self._tools.spool.destroy(row.upload)
            self._tools.pool.forget(row.upload)
        self._jobs.unname(job_id)
        return True

    def _stop_work(self, row: JobRow) -> None:
        if self._running and row.attempt:
            self._runner.cancel(row.id, row.attempt)

    def _keep_archives(self) -> None:
        """Make what is out of date: now, when it is said to be due, and every minute."""
        while True:
            self._archives_due.clear()
            if self._stopping.is_set():  # asked after the clearing, or its signal could be lost
                return
            try:
                self._archives.remake_stale()
            except PoolStopped:
                return
            except Exception as fault:
                log.error("searchable PDFs: %s", type(fault).__name__)
            self._archives_due.wait(EVERY_S)


class OpenUpload:
    """What `open_stream` gives: `write` never raises for bad input, `finish` says what became of it."""

    def __init__(self, service: IngestService, stream: UploadStream) -> None:
        self._service = service
        self._stream = stream

    @property
    def error(self) -> VanthuError | None:
        """Why what still comes is let fall, once that is known."""
        return self._stream.error

    def write(self, data: bytes) -> None:
        self._stream.write(data)

    def finish(self) -> JobView:
        return self._service.accepted(self._stream.finish(), self._stream.principal)

    def abort(self) -> None:
        self._stream.abort()
