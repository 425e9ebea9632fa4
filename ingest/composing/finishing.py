"""What is to be done on the way in for a document that was put together from pages of others."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update

from ingest.composing.models import CompositionRow
from ingest.composing.recipe import PageRef, from_json
from ingest.models import JobRow
from ingest.types import JobState
from records import withdrawing
from vanthu.db import Database

WORKING, DONE, UNDONE = "working", "done", "undone"


class Compositions:
    """Called by the steps for every job; does nothing for one that is no page work. Safe to repeat."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def carry(self, job_id: int, document_id: int) -> None:
        """Words that people had corrected on pages that are the same in the new document."""
        row = self._row(job_id)
        if row is None:
            return
        for number, page in enumerate(from_json(row.pages), 1):
            if not page.turn:
                withdrawing.carry_page(self._db, (page.document_id, page.page), (document_id, number))

    def carry_card(self, job_id: int, document_id: int) -> None:
        """What people had said of the one document whose place the new one takes."""
        row = self._row(job_id)
        if row is None or len(row.withdraws) != 1:
            return
        with self._db.session() as session:
            together = session.scalars(select(CompositionRow.job_id).where(CompositionRow.work == row.work))
            alone = len(together.all()) == 1
        first = from_json(row.pages)[0]
        if alone and first == PageRef(row.withdraws[0], 1, first.turn):
            withdrawing.carry_card(self._db, row.withdraws[0], document_id)

    def settle(self, job_id: int, forget: Callable[[int], object]) -> None:
        """A new document is in the library: once all of its act are, the old ones leave it.

        `forget` takes a document out of the index.
        """
        row = self._row(job_id)
        if row is None or row.state != WORKING:
            return
        with self._db.session() as session:
            states = session.scalars(
                select(JobRow.state)
                .join(CompositionRow, CompositionRow.job_id == JobRow.id)
                .where(CompositionRow.work == row.work)
            ).all()
        if any(state != JobState.DONE.value for state in states):
            return
        for document_id in row.withdraws:
            withdrawing.withdraw(self._db, document_id)
            forget(document_id)
        self.mark(row.work, DONE)

    def mark(self, work: str, state: str) -> None:
        with self._db.session() as session:
            session.execute(update(CompositionRow).where(CompositionRow.work == work).values(state=state))

    def _row(self, job_id: int) -> CompositionRow | None:
        with self._db.session() as session:
            return session.get(CompositionRow, job_id)
