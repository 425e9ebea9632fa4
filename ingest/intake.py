"""The door: looks at an upload as it comes in, and takes it, refuses it, or knows it already."""

from __future__ import annotations

import logging

from access.audit import AuditTrail
from access.principal import Principal
from access.scope import Scope
from ingest.errors import EmptyUpload, SecretDeclared, TakenByContent, UploadInterrupted
from ingest.jobs import JobStore
from ingest.media import display_name, recognise
from ingest.page_items import PASSWORD
from ingest.spool import ORIGINAL, Spool, Spooled, SpoolLimits, UploadWriter
from ingest.types import JobState
from records.catalogue import Catalogue
from records.errors import DuplicateDocument
from records.types import SecrecyLevel
from vanthu.db import now
from vanthu.errors import VanthuError

log = logging.getLogger(__name__)


class Intake:
    """Makes a job of every upload, whatever becomes of it. Bad input never raises."""

    def __init__(
        self,
        spool: Spool,
        limits: SpoolLimits,
        max_unpacked_bytes: int,
        *,
        jobs: JobStore,
        catalogue: Catalogue,
        audit: AuditTrail,
    ) -> None:
        self._spool = spool
        self._limits = limits
        self._max_unpacked_bytes = max_unpacked_bytes
        self._jobs = jobs
        self._catalogue = catalogue
        self._audit = audit

    def open(
        self, filename: str, principal: Principal, unit_id: int, secrecy: SecrecyLevel, password: str | None
    ) -> UploadStream:
        return UploadStream(self, filename, principal, unit_id, secrecy=secrecy, password=password)

    def begin(self) -> UploadWriter:
        return self._spool.receive(self._limits)

    def refuse_declared(self, stream: UploadStream) -> int:
        """Declared secret: nothing of it was written, and its name is not kept."""
        detail = {"account": stream.principal.account_id, "level": stream.secrecy.value}
        self._audit.record(stream.principal, "refuse_secret", detail=detail)
        job_id = self._jobs.add(**_row(stream, filename=""), state=JobState.REFUSED.value)
        self._jobs.blank(job_id, SecretDeclared())
        return job_id

    def fail(self, stream: UploadStream, error: VanthuError) -> int:
        return self._jobs.add(**_row(stream), state=JobState.FAILED.value, code=error.code, facts=error.facts)

    def settle(self, stream: UploadStream, spooled: Spooled) -> int:
        """Look at the whole upload; a job to be worked on, or one that ends here."""
        try:
            note = self._look(stream, spooled)
        except DuplicateDocument as same:
            self._spool.destroy(spooled.upload)
            return self._jobs.add(
                **_row(stream),
                state=JobState.DUPLICATE.value,
                document_id=same.facts["document_id"],
                code=same.code,
                facts=same.facts,
            )
        except VanthuError as error:
            self._spool.destroy(spooled.upload)
            return self.fail(stream, error)
        if stream.password:
            self._spool.put(spooled.upload, PASSWORD, stream.password.encode())
        return self._jobs.add(
            **_row(stream),
            **note,
            state=JobState.QUEUED.value,
            upload=spooled.upload,
            sha256=spooled.sha256,
            size=spooled.size,
        )

    def _look(self, stream: UploadStream, spooled: Spooled) -> dict[str, object]:
        if spooled.size == 0:
            raise EmptyUpload
        with self._spool.reader(spooled.upload, ORIGINAL) as content:
            seen = recognise(content, stream.filename, self._max_unpacked_bytes)
        existing = self._catalogue.find_duplicate(stream.unit_id, spooled.sha256, Scope.of(stream.principal))
        if existing is not None:
            raise DuplicateDocument(document_id=existing)
        values: dict[str, object] = {"media_type": seen.media_type.value}
        if not seen.name_agrees and seen.ending:
            note = TakenByContent(ending=seen.ending[:16], found=seen.media_type.short)
            values |= {"code": note.code, "facts": note.facts}
        return values


class UploadStream:
    """One upload as it comes in: `write` pieces, then `finish` for the job, or `abort`."""

    def __init__(
        self,
        intake: Intake,
        filename: str,
        principal: Principal,
        unit_id: int,
        *,
        secrecy: SecrecyLevel,
        password: str | None,
    ) -> None:
        self._intake = intake
        self.filename = display_name(filename)
        self.principal = principal
        self.unit_id = unit_id
        self.secrecy = secrecy
        self.password = password
        self.error: VanthuError | None = None
        """Set as soon as it is known that the upload will not be taken; what still comes is let fall."""
        self._writer: UploadWriter | None = None
        if secrecy is not SecrecyLevel.NONE:
            self.error = SecretDeclared()
        else:
            self._try(b"")

    def write(self, data: bytes) -> None:
        if self.error is None:
            self._try(data)

    def finish(self) -> int:
        """The id of the job this upload has become."""
        if isinstance(self.error, SecretDeclared):
            return self._intake.refuse_declared(self)
        if self.error is None and self._writer is not None:
            try:
                return self._intake.settle(self, self._writer.finish())
            except VanthuError as error:
                self.error = error
        return self._intake.fail(self, self.error or UploadInterrupted())

    def abort(self) -> None:
        """The sender went away: nothing is kept, there is no job."""
        if self._writer is not None:
            self._writer.abandon()
        self.error = self.error or UploadInterrupted()

    def _try(self, data: bytes) -> None:
        try:
            self._writer = self._writer or self._intake.begin()
            self._writer.write(data)
        except VanthuError as error:
            self.error = error


def _row(stream: UploadStream, filename: str | None = None) -> dict[str, object]:
    at = now()
    return {
        "account_id": stream.principal.account_id,
        "unit_id": stream.unit_id,
        "filename": stream.filename if filename is None else filename,
        "secrecy": stream.secrecy.value,
        "created_at": at,
        "updated_at": at,
    }
