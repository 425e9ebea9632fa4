"""The door: looks at an upload as it comes in, and takes it, refuses it, or knows it already."""

from __future__ import annotations

from collections.abc import Callable

from access.audit import AuditTrail
from access.audit_actions import AuditAction, Result
from access.principal import Principal
from access.scope import Scope
from ingest.about import About, put_about
from ingest.errors import EmptyUpload, SecretDeclared, TakenByContent, UploadInterrupted
from ingest.findings import WHOLE_FILE
from ingest.jobs import JobStore
from ingest.media import ENDINGS, MediaType, display_name, recognise
from ingest.page_items import PASSWORD
from ingest.secrecy import may_hold
from ingest.spool import ORIGINAL, Spool, Spooled, SpoolLimits, UploadWriter
from ingest.types import Declared, JobState
from records.catalogue import Catalogue
from records.errors import DuplicateDocument
from records.types import SecrecyLevel
from vanthu.db import now
from vanthu.errors import VanthuError


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
        independent_lan: Callable[[], bool],
    ) -> None:
        self._spool = spool
        self._limits = limits
        self.max_unpacked_bytes = max_unpacked_bytes
        self._jobs = jobs
        self._catalogue = catalogue
        self._audit = audit
        self._independent_lan = independent_lan

    def open(
        self,
        filename: str,
        principal: Principal,
        unit_id: int,
        *,
        declared: Declared,
        password: str | None,
        batch_id: int | None = None,
    ) -> UploadStream:
        return UploadStream(
            self, filename, principal, unit_id, declared=declared, password=password, batch_id=batch_id
        )

    def begin(self) -> UploadWriter:
        return self._spool.receive(self._limits)

    def may_hold(self, level: SecrecyLevel) -> bool:
        return may_hold(level, independent_lan=self._independent_lan())

    def refuse_declared(self, stream: UploadStream) -> int:
        """Declared secret: nothing of it was written, and its name is not kept."""
        facts = SecretDeclared(level=stream.declared.secrecy.value, page=WHOLE_FILE, way="declared").facts
        detail = {"account": stream.principal.account_id, **facts}
        self._audit.record(stream.principal, AuditAction.REFUSE_SECRET, detail=detail, result=Result.REFUSED)
        return self._jobs.add(
            **_row(stream), state=JobState.REFUSED.value, code=SecretDeclared.code, facts=facts
        )

    def fail(self, stream: UploadStream, error: VanthuError) -> int:
        """Not taken. The name is for the uploader, sealed: nobody has looked at what it names."""
        return self._jobs.add(
            **_row(stream),
            state=JobState.FAILED.value,
            code=error.code,
            facts=error.facts,
            upload=self._sealed_name(stream.filename),
        )

    def settle(self, stream: UploadStream, spooled: Spooled) -> int:
        """Look at the whole upload; a job to be worked on, or one that ends here."""
        try:
            media_type, note = self._look(stream, spooled)
        except DuplicateDocument as same:
            self._spool.destroy(spooled.upload)
            return self._jobs.add(
                **_row(stream),
                state=JobState.DUPLICATE.value,
                document_id=same.facts["document_id"],
                code=same.code,
                facts=same.facts,
                upload=self._sealed_name(stream.filename),
            )
        except VanthuError as error:
            self._spool.destroy(spooled.upload)
            return self.fail(stream, error)
        about = About(stream.filename, media_type.value, spooled.sha256, spooled.size)
        put_about(self._spool, spooled.upload, about)
        if stream.password:
            self._spool.put(spooled.upload, PASSWORD, stream.password.encode())
        said = {"code": note.code, "facts": note.facts} if note else {}
        return self._jobs.add(**_row(stream), **said, state=JobState.QUEUED.value, upload=spooled.upload)

    def _look(self, stream: UploadStream, spooled: Spooled) -> tuple[MediaType, VanthuError | None]:
        if spooled.size == 0:
            raise EmptyUpload
        with self._spool.reader(spooled.upload, ORIGINAL) as content:
            seen = recognise(content, stream.filename, self.max_unpacked_bytes)
        existing = self._catalogue.find_duplicate(stream.unit_id, spooled.sha256, Scope.of(stream.principal))
        if existing is not None:
            raise DuplicateDocument(document_id=existing)
        if seen.name_agrees or seen.ending not in ENDINGS:
            return seen.media_type, None
        return seen.media_type, TakenByContent(ending=seen.ending, found=seen.media_type.short)

    def _sealed_name(self, filename: str) -> str | None:
        """A new upload that holds the name alone; None where nothing can be written."""
        upload = None
        try:
            upload = self._spool.new()
            put_about(self._spool, upload, About(filename))
        except OSError:
            if upload:
                self._spool.destroy(upload)
            return None
        return upload


class UploadStream:
    """One upload as it comes in: `write` pieces, then `finish` for the job, or `abort`."""

    def __init__(
        self,
        intake: Intake,
        filename: str,
        principal: Principal,
        unit_id: int,
        *,
        declared: Declared,
        password: str | None,
        batch_id: int | None,
    ) -> None:
        self._intake = intake
        self.batch_id = batch_id
        self.filename = display_name(filename)
        self.principal = principal
        self.unit_id = unit_id
        self.declared = declared
        self.password = password
        self.error: VanthuError | None = None
        """Set as soon as it is known that the upload will not be taken; what still comes is let fall."""
        self._writer: UploadWriter | None = None
        if not intake.may_hold(declared.secrecy):
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


def _row(stream: UploadStream) -> dict[str, object]:
    at = now()
    return {
        "account_id": stream.principal.account_id,
        "unit_id": stream.unit_id,
        "filename": "",
        "batch_id": stream.batch_id,
        "secrecy": stream.declared.secrecy.value,
        "sensitive": stream.declared.sensitive,
        "created_at": at,
        "updated_at": at,
    }
