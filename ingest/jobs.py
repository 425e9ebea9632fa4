"""Reads and writes the table of jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from ingest.errors import error_of
from ingest.models import JobRow
from ingest.types import BEFORE_LIBRARY, JobState, JobView
from vanthu.db import Database, now
from vanthu.errors import NotFound, VanthuError

AFTER_PAGES_S = 0.5
"""What a page still costs once it is read (cataloguing, embedding, searchable PDF); only for the estimate."""

_STILL = (JobState.REFUSED.value, JobState.PAUSED.value, JobState.CANCELLED.value)
RUNNING = tuple(state.value for state in JobState if state.worked_on)


class JobStore:
    """Jobs by id. Every write says when it was."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def add(self, **values: Any) -> int:
        with self.db.session() as session:
            row = JobRow(**values)
            session.add(row)
            session.flush()
            return row.id

    def row(self, job_id: int) -> JobRow:
        """The row, detached; raises `NotFound`."""
        with self.db.session() as session:
            row = session.get(JobRow, job_id)
            if row is None:
                raise NotFound
            return row

    def set(self, job_id: int, **values: Any) -> None:
        """A job refused, held or let go stays as it is: a step still under way must not write to it."""
        self._update(job_id, JobRow.state.not_in(_STILL), values)

    def claim(self, job_id: int, **values: Any) -> bool:
        """From here on it goes into the library; False where it was held or let go meanwhile."""
        values["state"] = JobState.CATALOGUING.value
        return self._update(job_id, JobRow.state.not_in(_STILL), values)

    def hold(self, job_id: int) -> bool:
        """Paused, if nothing of it is in the library yet."""
        return self._update(job_id, JobRow.state.in_(BEFORE_LIBRARY), {"state": JobState.PAUSED.value})

    def go_on(self, job_id: int) -> bool:
        """Waits for its turn again, if it was paused."""
        return self._update(job_id, JobRow.state == JobState.PAUSED.value, {"state": JobState.QUEUED.value})

    def let_go(self, job_id: int) -> bool:
        """Cancelled, if nothing of it is in the library yet; the upload is for the caller to destroy."""
        early = (*BEFORE_LIBRARY, JobState.PAUSED.value)
        return self._update(job_id, JobRow.state.in_(early), {"state": JobState.CANCELLED.value})

    def move(self, job_id: int, state: JobState) -> None:
        self.set(job_id, state=state.value)

    def note(self, job_id: int, note: VanthuError) -> None:
        """Something to say about a job that goes on."""
        self.set(job_id, code=note.code, facts=note.facts)

    def end(self, job_id: int, state: JobState, error: VanthuError | None = None, **values: Any) -> None:
        """The last word on a job; without an error an earlier note stays."""
        said = {"code": error.code, "facts": error.facts} if error else {}
        self.set(job_id, state=state.value, **said, **values)

    def fail(self, job_id: int, error: VanthuError) -> None:
        """Failed, unless it has ended otherwise meanwhile."""
        values = {"state": JobState.FAILED.value, "code": error.code, "facts": error.facts}
        self._update(job_id, JobRow.state.in_(RUNNING), values)

    def condemn(self, job_id: int, error: VanthuError) -> bool:
        """Refused for secrecy: from here on nothing but the destruction of the upload can follow.

        The row keeps nothing that names or describes the document; `upload` stays until it is destroyed.
        False if the job was finished or refused already.
        """
        nothing = dict.fromkeys(("media_type", "sha256", "size", "page_count", "document_id"))
        open_states = (*RUNNING, JobState.QUARANTINED.value)
        return self._update(
            job_id,
            JobRow.state.in_(open_states),
            {
                **nothing,
                "state": JobState.REFUSED.value,
                "code": error.code,
                "facts": error.facts,
                "filename": "",
                "page": 0,
                "failed_pages": 0,
                "pages_before": 0,
            },
        )

    def unname(self, job_id: int) -> None:
        """The upload of a job that was let go is no more."""
        self._update(job_id, JobRow.state == JobState.CANCELLED.value, {"upload": None})

    def destroyed(self, job_id: int) -> None:
        """The refused upload is no more."""
        self._update(job_id, JobRow.state == JobState.REFUSED.value, {"upload": None})

    def of_account(self, account_id: int, limit: int) -> list[JobRow]:
        """Newest first."""
        return self._rows(JobRow.account_id == account_id, limit=limit)

    def running(self) -> list[JobRow]:
        return self._rows(JobRow.state.in_(RUNNING))

    def with_upload(self) -> list[JobRow]:
        return self._rows(JobRow.upload.is_not(None))

    def of_document(self, document_id: int) -> list[JobRow]:
        return self._rows(JobRow.document_id == document_id)

    def by_ids(self, job_ids: Sequence[int], account_id: int) -> list[JobRow]:
        return self._rows(JobRow.id.in_(job_ids), JobRow.account_id == account_id)

    def _update(self, job_id: int, where: ColumnElement[bool], values: dict[str, Any]) -> bool:
        with self.db.session() as session:
            done = session.execute(
                update(JobRow)
                .where(JobRow.id == job_id, where)
                .values(updated_at=now(), **values)
                .returning(JobRow.id)
            )
            return done.scalar() is not None

    def _rows(self, *where: ColumnElement[bool], limit: int | None = None) -> list[JobRow]:
        with self.db.session() as session:
            return list(session.scalars(select(JobRow).where(*where).order_by(JobRow.id.desc()).limit(limit)))


def view(row: JobRow, filename: str, document_id: int | None, at: datetime | None = None) -> JobView:
    """The row as its owner sees it, in the language of the moment.

    The name may still be sealed; the document is named only to those who may see it.
    """
    error = error_of(row.code, row.facts or {}) if row.code else None
    return JobView(
        id=row.id,
        filename=filename,
        state=JobState(row.state),
        page=row.page,
        page_count=row.page_count,
        document_id=document_id,
        code=row.code,
        message=error.say() if error else None,
        remedy=error.say_remedy() if error else None,
        failed_pages=row.failed_pages,
        created_at=row.created_at,
        updated_at=row.updated_at,
        seconds_left=_seconds_left(row, at or now()),
    )


def _seconds_left(row: JobRow, at: datetime) -> float | None:
    """From the pace of this job's own pages; None until a page has been read."""
    if row.page_count is None or not JobState(row.state).worked_on or row.recognising_at is None:
        return None
    read = row.page - row.pages_before
    to_read = row.page_count - row.page
    if to_read <= 0:
        return AFTER_PAGES_S * row.page_count
    if read <= 0:
        return None
    pace = (at - row.recognising_at).total_seconds() / read
    return round(pace * to_read + AFTER_PAGES_S * row.page_count, 1)
