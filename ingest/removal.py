"""What jobs, the spool and page work hold of a document that is removed for good."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from ingest.composing.finishing import UNDONE
from ingest.composing.models import CompositionRow
from ingest.composing.recipe import from_json
from ingest.errors import SecretRemoved
from ingest.jobs import RUNNING
from ingest.models import JobRow
from ingest.spool import Spool
from ingest.types import JobState
from records import removal
from records.types import DocumentStatus
from vanthu.db import Database, now


def sharing_pages(session: Session, document_id: int) -> tuple[list[int], list[int]]:
    """Documents made of the same pages by page work: withdrawn ones, and those that people see.

    The withdrawn ones hold the same pages, out of everyone's sight: they go along.
    """
    beside: dict[int, set[int]] = defaultdict(set)
    rows = select(CompositionRow.pages, JobRow.document_id).join(JobRow, JobRow.id == CompositionRow.job_id)
    for pages, made in session.execute(rows):
        for source in {page.document_id for page in from_json(pages)} if made is not None else ():
            beside[source].add(made)
            beside[made].add(source)
    withdrawn: set[int] = set()
    seen: set[int] = set()
    waiting = [document_id]
    while waiting:
        near = beside[waiting.pop()] - withdrawn - seen - {document_id}
        for number, state in removal.states(session, near).items():
            if state is DocumentStatus.WITHDRAWN:
                withdrawn.add(number)
                waiting.append(number)
            elif state.living:
                seen.add(number)
    return sorted(withdrawn), sorted(seen)


def is_worked_on(session: Session, document_id: int, upload: str | None) -> bool:
    """Whether a job still works on the document or with its pages, and could write what was removed."""
    working = _of(session, document_id, upload) & JobRow.state.in_(RUNNING)
    return session.scalar(select(JobRow.id).where(working).limit(1)) is not None


def blank(session: Session, document_id: int, upload: str | None) -> None:
    """Every job that brought this document, or its file again: its owner is told that it was removed."""
    nothing = dict.fromkeys(("media_type", "sha256", "size", "page_count", "facts"))
    session.execute(
        update(JobRow)
        .where(_of(session, document_id, upload))
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
    works = select(CompositionRow.work).where(CompositionRow.job_id.in_(_page_work(session, document_id)))
    session.execute(update(CompositionRow).where(CompositionRow.work.in_(works)).values(state=UNDONE))


def destroy_uploads(db: Database, spool: Spool, document_id: int) -> None:
    """What a job that failed keeps in the spool for another try."""
    with db.session() as session:
        kept = JobRow.upload.is_not(None) & (JobRow.document_id == document_id)
        found = session.execute(select(JobRow.id, JobRow.upload).where(kept)).all()
    for job_id, upload in found:
        spool.destroy(str(upload))
        with db.session() as session:
            session.execute(update(JobRow).where(JobRow.id == job_id).values(upload=None))


def let_go(session: Session, document_id: int) -> None:
    """No job names the document any more."""
    session.execute(update(JobRow).where(JobRow.document_id == document_id).values(document_id=None))


def _of(session: Session, document_id: int, upload: str | None) -> ColumnElement[bool]:
    """Jobs that brought the document; those that still hold a new one made with its pages."""
    made_with = and_(JobRow.id.in_(_page_work(session, document_id)), JobRow.upload.is_not(None))
    parts = [JobRow.document_id == document_id, made_with]
    if upload is not None:
        parts.append(JobRow.upload == upload)
    return or_(*parts)


def _page_work(session: Session, document_id: int) -> list[int]:
    """Jobs of page work with pages of this document, or that made it."""
    rows = select(CompositionRow.job_id, CompositionRow.pages, JobRow.document_id)
    return [
        job_id
        for job_id, pages, made in session.execute(rows.join(JobRow, JobRow.id == CompositionRow.job_id))
        if made == document_id or any(page.document_id == document_id for page in from_json(pages))
    ]
