"""Handing in files, and following what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction
from access.roles import Action
from records.types import SecrecyLevel
from vanthu.acts.base import ActsBase, DocumentWhole
from vanthu.edge import (
    job_without_document,
)
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from ingest.types import JobView


class UploadingActs(ActsBase):
    """What one does with uploads of one's own."""

    def submit(
        self,
        source: Any,
        filename: str,
        *,
        unit_code: str | None = None,
        secrecy: SecrecyLevel = SecrecyLevel.NONE,
        sensitive: bool = False,
        password: str | None = None,
        batch_id: int | None = None,
    ) -> JobView:
        """Hand in a file (a path or a readable stream)."""
        self.uploading(secrecy)
        job = self._services.ingest.submit(
            source,
            filename,
            self.principal,
            unit_code=unit_code,
            secrecy=secrecy,
            sensitive=sensitive,
            password=password,
            batch_id=batch_id,
        )
        self.uploaded(job)
        return job

    def uploading(self, secrecy: SecrecyLevel = SecrecyLevel.NONE) -> None:
        """Record that a file is being handed in, before a byte of it is taken."""
        detail = {"secrecy": secrecy.value}
        with self._log.asking(AuditAction.UPLOAD, detail=detail):
            self.principal.require(Action.DIGITISE)
        self._record(AuditAction.UPLOAD, detail=detail)

    def uploaded(self, job: JobView) -> None:
        """Record which job the file became."""
        self._record(AuditAction.UPLOAD_RECEIVED, job.document_id, {"job": job.id})

    def retry(self, job_id: int, *, password: str | None = None) -> JobView:
        """Run a failed upload again; `password` opens an encrypted PDF."""
        detail = {"job": job_id}
        with self._log.asking(AuditAction.RETRY, detail=detail):
            self.principal.require(Action.DIGITISE)
            self._services.ingest.job(job_id, self.principal)
        with self._log.changing(AuditAction.RETRY, detail=detail):
            return self._services.ingest.retry(job_id, self.principal, password=password)

    def jobs(self, *, limit: int = 100) -> list[JobView]:
        """One's own uploads, newest first."""
        return self._own_jobs(self._services.ingest.jobs(self.principal, limit=limit))

    def job(self, job_id: int) -> JobView:
        with self._log.asking(AuditAction.JOB, detail={"job": job_id}):
            return self._own_jobs([self._services.ingest.job(job_id, self.principal)])[0]

    def wait(self, job_ids: Sequence[int], timeout: float) -> list[JobView]:
        """These jobs once they are finished, at the latest after `timeout` seconds."""
        return self._own_jobs(self._services.ingest.wait(job_ids, self.principal, timeout))

    def outcome(self, job_id: int) -> tuple[JobView, DocumentWhole | None]:
        """An upload of one's own, and its document once there is one; this is no view of the document."""
        job = self.job(job_id)
        if job.document_id is None or not job.state.finished:
            return job, None
        try:
            return job, self._whole(job.document_id, None)
        except NotFound:
            return job, None  # handed in for a unit below, whose documents one does not read

    def _own_jobs(self, jobs: Sequence[JobView]) -> list[JobView]:
        """Uploads without the numbers of documents that one may not read: handed in for a unit below, say."""
        ids = {job.document_id for job in jobs if job.document_id is not None}
        hidden = ids - self._services.catalogue.summaries(sorted(ids), self.scope).keys()
        hidden |= self._second.refused(ids - hidden)
        return [job_without_document(job) if job.document_id in hidden else job for job in jobs]
