"""What people think of answers: a mark of their own, and what they send on to whoever keeps the documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from access.principal import Principal
from access.rights import kept_units
from access.roles import Action
from rag.talks import rows
from rag.talks.answer_data import unpacked
from rag.talks.models import ExchangeRow, FeedbackDocumentRow, FeedbackRow, TalkRow
from rag.talks.removal import drop_feedback
from rag.talks.types import BAD, GOOD, Opinion, Reason
from records.models import DocumentRow
from records.types import LIVING
from vanthu.db import Database, now, office_day
from vanthu.errors import NotFound, VanthuError
from vanthu.text import nfc

LONGEST_WORDS = 2_000
LONGEST_NOTE = 1_000
MOST = 200


class ReasonUnfit(VanthuError):
    code = "reason_unfit"
    message = "Lý do không khớp với đánh giá."
    remedy = "Chọn một lý do trong danh sách."


class Feedback:
    """Marks are made by whoever asked; what was sent is read by custodians of a document that is cited."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def give(
        self,
        exchange_id: int,
        principal: Principal,
        *,
        good: bool,
        reason: Reason | None = None,
        words: str = "",
        send: bool = False,
    ) -> None:
        """Mark an answer of one's own; with `send`, question and answer go to the custodians with it.

        A later mark takes the place of an earlier one; what was sent stays sent. An answer that cites nothing
        is nobody's to review, and is not sent.
        """
        if reason is not None and reason not in (GOOD if good else BAD):
            raise ReasonUnfit
        with self._db.session() as session:
            asked = session.get(ExchangeRow, exchange_id)
            talk = session.get(TalkRow, asked.talk_id) if asked is not None else None
            if asked is None or talk is None or talk.account_id != principal.account_id or not asked.answer:
                raise NotFound
            answer = unpacked(asked.answer)
            cited = {citation.document_id for citation in answer.citations}
            row = session.scalar(select(FeedbackRow).where(FeedbackRow.exchange_id == exchange_id))
            if row is None:
                row = FeedbackRow(exchange_id=exchange_id, unit_id=principal.unit_id)
                session.add(row)
            row.day, row.good = office_day(self._clock()), good
            row.reason, row.words = (reason.value if reason else None), nfc(words).strip()[:LONGEST_WORDS]
            if send and row.question is None and cited:
                row.question, row.answer = asked.question, asked.answer
                session.flush()
                session.add_all(FeedbackDocumentRow(feedback_id=row.id, document_id=each) for each in cited)

    def take_back(self, exchange_id: int, principal: Principal) -> None:
        """Delete one's mark, and what was sent with it."""
        with self._db.session() as session:
            mine = (
                select(FeedbackRow.id)
                .join(ExchangeRow, ExchangeRow.id == FeedbackRow.exchange_id)
                .join(TalkRow, TalkRow.id == ExchangeRow.talk_id)
                .where(FeedbackRow.exchange_id == exchange_id, TalkRow.account_id == principal.account_id)
            )
            drop_feedback(session, [*session.scalars(mine)])

    def sent(self, principal: Principal, *, handled: bool = False, limit: int = MOST) -> list[Opinion]:
        """What was sent about documents that the custodian keeps, newest first."""
        with self._db.session() as session:
            done = FeedbackRow.handled_at.is_not(None) if handled else FeedbackRow.handled_at.is_(None)
            found = session.scalars(
                select(FeedbackRow)
                .where(done, self._kept(session, principal))
                .order_by(FeedbackRow.day.desc(), FeedbackRow.id.desc())
                .limit(limit)
            )
            return [rows.opinion(row, unpacked(row.answer or {})) for row in found]

    def require(self, feedback_id: int, principal: Principal) -> None:
        """Raise `NotFound` unless it was sent to this custodian."""
        with self._db.session() as session:
            self._one(session, feedback_id, principal)

    def handle(self, feedback_id: int, note: str, principal: Principal) -> None:
        """Mark as dealt with, saying how."""
        with self._db.session() as session:
            row = self._one(session, feedback_id, principal)
            row.handled_at, row.handled_by = self._clock(), principal.account_id
            row.note = nfc(note).strip()[:LONGEST_NOTE]

    def expire(self, before: date) -> int:
        """Delete what is older; how many."""
        with self._db.session() as session:
            found = [*session.scalars(select(FeedbackRow.id).where(FeedbackRow.day < before))]
            drop_feedback(session, found)
            return len(found)

    def _one(self, session: Session, feedback_id: int, principal: Principal) -> FeedbackRow:
        of_theirs = FeedbackRow.id == feedback_id, self._kept(session, principal)
        row = session.scalar(select(FeedbackRow).where(*of_theirs))
        if row is None:
            raise NotFound
        return row

    def _kept(self, session: Session, principal: Principal) -> ColumnElement[bool]:
        principal.require(Action.KEEP)
        units = sorted(kept_units(session, principal.unit_id, office_day(self._clock())))
        theirs = (
            select(FeedbackDocumentRow.feedback_id)
            .join(DocumentRow, DocumentRow.id == FeedbackDocumentRow.document_id)
            .where(DocumentRow.unit_id.in_(units), DocumentRow.status.in_(LIVING))
        )
        return and_(FeedbackRow.question.is_not(None), FeedbackRow.id.in_(theirs))
