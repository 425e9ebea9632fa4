"""How the installation is doing, in numbers only: an administrator reads no documents."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ingest.models import JobRow
from ingest.types import JobState
from rag.models import PassageRow
from records.models import DocumentRow
from vanthu.db import Database

FINISHED = [state.value for state in JobState if state.finished]


@dataclass(frozen=True, slots=True)
class Health:
    documents: int
    documents_stale: int
    """Changed since they were last indexed."""
    passages: int
    jobs_running: int
    jobs_failed: int


def read_health(db: Database) -> Health:
    """Counts over the whole installation, whoever asks."""
    with db.session() as session:
        stale = DocumentRow.indexed_revision != DocumentRow.revision
        return Health(
            documents=_count(session, DocumentRow),
            documents_stale=_count(session, DocumentRow, stale),
            passages=_count(session, PassageRow),
            jobs_running=_count(session, JobRow, JobRow.state.not_in(FINISHED)),
            jobs_failed=_count(session, JobRow, JobRow.state == JobState.FAILED.value),
        )


def _count(session: Session, table: type, *conditions: object) -> int:
    statement = select(func.count()).select_from(table)
    for condition in conditions:
        statement = statement.where(condition)  # type: ignore[arg-type]
    return session.scalar(statement) or 0
