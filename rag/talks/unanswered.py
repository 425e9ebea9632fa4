"""Questions without an answer that their askers chose to send: what a library lacks, and no one's name.

Kept are the question, the day and the unit whose custodians see it: not who asked, nor when on that day.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime

from rapidfuzz import fuzz, utils
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from access.keepers import keeping_unit
from access.principal import Principal
from access.rights import kept_units
from access.roles import Action
from rag.talks import rows
from rag.talks.models import UnansweredDocumentRow, UnansweredRow
from rag.talks.removal import drop_unanswered
from rag.talks.types import Unanswered
from vanthu.db import LARGEST_ID, Database, now, office_day
from vanthu.errors import NotFound
from vanthu.text import fold, nfc

ALIKE = 75.0
"""Likeness of two questions, whatever the order of their words, from which they stand together; 0 to 100."""
MOST = 500
LONGEST_NOTE = 1_000
_NOBODY = 0


class UnansweredQuestions:
    """Sent by anyone who may ask; read by custodians of the unit, or of the nearest above that has any."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def send(self, question: str, shown: Sequence[int], principal: Principal) -> None:
        """Leave the question; `shown` are the documents that stood beside the refusal."""
        day = office_day(self._clock())
        with self._db.session() as session:
            unit = keeping_unit(session, principal.unit_id, day, beside=_NOBODY) or principal.unit_id
            number = _new_id(session)
            session.add(UnansweredRow(id=number, unit_id=unit, day=day, question=nfc(question).strip()))
            session.flush()
            session.add_all(
                UnansweredDocumentRow(unanswered_id=number, document_id=each) for each in sorted({*shown})
            )

    def groups(self, principal: Principal, *, handled: bool = False) -> list[list[Unanswered]]:
        """What the custodian's unit was asked in vain: like questions together, the largest group first."""
        with self._db.session() as session:
            done = UnansweredRow.handled_at.is_not(None) if handled else UnansweredRow.handled_at.is_(None)
            found = session.scalars(
                select(UnansweredRow)
                .where(self._theirs(session, principal), done)
                .order_by(UnansweredRow.day.desc(), UnansweredRow.id)
                .limit(MOST)
            )
            return grouped([rows.unanswered(row) for row in found])

    def require(self, ids: Sequence[int], principal: Principal) -> None:
        """Raise `NotFound` unless all of these were sent to this custodian's unit."""
        with self._db.session() as session:
            self._these(session, ids, principal)

    def handle(self, ids: Sequence[int], note: str, principal: Principal) -> None:
        """Mark as dealt with, saying how."""
        with self._db.session() as session:
            for row in self._these(session, ids, principal):
                row.handled_at, row.handled_by = self._clock(), principal.account_id
                row.note = nfc(note).strip()[:LONGEST_NOTE]

    def expire(self, before: date) -> int:
        """Delete what is older; how many."""
        with self._db.session() as session:
            found = [*session.scalars(select(UnansweredRow.id).where(UnansweredRow.day < before))]
            drop_unanswered(session, found)
            return len(found)

    def _these(self, session: Session, ids: Sequence[int], principal: Principal) -> Sequence[UnansweredRow]:
        theirs = self._theirs(session, principal), UnansweredRow.id.in_(ids)
        found = session.scalars(select(UnansweredRow).where(*theirs)).all()
        if not ids or len(found) < len({*ids}):
            raise NotFound
        return found

    def _theirs(self, session: Session, principal: Principal) -> ColumnElement[bool]:
        principal.require(Action.KEEP)
        units = kept_units(session, principal.unit_id, office_day(self._clock()))
        return UnansweredRow.unit_id.in_(sorted(units))


def grouped(questions: Sequence[Unanswered]) -> list[list[Unanswered]]:
    """Like questions together, the largest group first; within a group as they came."""
    groups: list[tuple[str, list[Unanswered]]] = []
    for question in questions:
        folded = utils.default_process(fold(question.question))
        near = next((group for first, group in groups if fuzz.token_sort_ratio(first, folded) >= ALIKE), None)
        if near is None:
            groups.append((folded, [question]))
        else:
            near.append(question)
    return sorted((group for _, group in groups), key=len, reverse=True)


def _new_id(session: Session) -> int:
    while True:
        number = secrets.randbelow(LARGEST_ID) + 1
        if session.get(UnansweredRow, number) is None:
            return number
