"""What the table of jobs and the spool hold of a document that is removed for good."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from ingest.errors import SecretRemoved
from ingest.jobs import RUNNING
from ingest.models import JobRow
from ingest.spool import Spool
from ingest.types import JobState
from vanthu.db import Database, now


def is_worked_on(session: Session, document_id: int, upload: str | None) -> bool:
    """Whether a job still works on the document, and could write what has just been removed."""
    working = _of(document_id, upload) & JobRow.state.in_(RUNNING)
    return session.scalar(select(JobRow.id).where(working).limit(1)) is not None


def blank(session: Session, document_id: int, upload: str | None) -> None:
    """Every job that brought this document, or its file again: its owner is told that it was removed."""
    nothing = dict.fromkeys(("media_type", "sha256", "size", "page_count", "facts"))
    session.execute(
        update(JobRow)
        .where(_of(document_id, upload))
        .values(
            **nothing,
            state=JobState.REFUSED.value,
            code=SecretRemoved.code,
            filename="",
            document_id=document_id,
            page=0,
            failed_pages=0,
            pages_before=0,
            updated_at=now(),
        )
    )


def destroy_uploads(db: Database, spool: Spool, document_id: int) -> None:
    """What a job that failed keeps in the spool for another try."""
    with db.session() as session:
        found = session.execute(
            select(JobRow.id, JobRow.upload).where(
                JobRow.document_id == document_id, JobRow.upload.is_not(None)
            )
        ).all()
    for job_id, upload in found:
        spool.destroy(str(upload))
        with db.session() as session:
            session.execute(update(JobRow).where(JobRow.id == job_id).values(upload=None))


def let_go(session: Session, document_id: int) -> None:
    """No job names the document any more."""
    session.execute(update(JobRow).where(JobRow.document_id == document_id).values(document_id=None))


def _of(document_id: int, upload: str | None) -> ColumnElement[bool]:
    named = JobRow.document_id == document_id
    return named if upload is None else or_(named, JobRow.upload == upload)
