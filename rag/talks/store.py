"""Conversations, each read and changed by the person who had it, and by no other whatever their role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from access.principal import Principal
from rag.talks import rows
from rag.talks.answer_data import documents_of, packed
from rag.talks.models import ExchangeDocumentRow, ExchangeRow, FeedbackRow, TalkRow
from rag.talks.removal import detach, drop_exchanges
from rag.talks.types import Exchange, Removed, State, Talk, TalkWhole
from rag.types import Answer
from records.models import DocumentRow
from records.types import LIVING
from vanthu.db import Database, now
from vanthu.errors import NotFound
from vanthu.text import fold, squeeze

MAX_TITLE = 120
MOST_WORDS = 12
"""Words of a search that count."""


class Talks:
    """For one installation; whose conversations these are is the principal's account."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def list(self, principal: Principal, text: str = "", *, offset: int = 0, limit: int = 50) -> list[Talk]:
        """The person's conversations, newest first; `text` is looked for in names and questions.

        Not in answers: those may tell of documents that one may no longer read.
        """
        mine = (
            select(TalkRow)
            .where(TalkRow.account_id == principal.account_id, *map(_names, _words(text)))
            .order_by(TalkRow.changed_at.desc(), TalkRow.id.desc())
            .offset(offset)
            .limit(limit)
        )
        with self._db.session() as session:
            return [rows.talk(row) for row in session.scalars(mine)]

    def whole(self, talk_id: int, principal: Principal) -> TalkWhole:
        with self._db.session() as session:
            talk = _own(session, talk_id, principal)
            found = session.execute(
                select(ExchangeRow, FeedbackRow.good)
                .outerjoin(FeedbackRow, FeedbackRow.exchange_id == ExchangeRow.id)
                .where(ExchangeRow.talk_id == talk.id)
                .order_by(ExchangeRow.id)
            )
            return TalkWhole(rows.talk(talk), tuple(rows.exchange(row, good) for row, good in found))

    def exchange(self, exchange_id: int, principal: Principal) -> Exchange:
        with self._db.session() as session:
            row = _own_exchange(session, exchange_id, principal)
            good = session.scalar(select(FeedbackRow.good).where(FeedbackRow.exchange_id == row.id))
            return rows.exchange(row, good)

    def ask(
        self,
        question: str,
        principal: Principal,
        *,
        talk_id: int | None = None,
        without: Sequence[Removed] = (),
        as_of: date | None = None,
    ) -> Exchange:
        """Put a question into a conversation, a new one unless named; its answer is to be made."""
        with self._db.session() as session:
            talk = _begun(session, question, principal) if talk_id is None else None
            talk = talk or _own(session, talk_id or 0, principal)
            talk.changed_at = now()
            row = ExchangeRow(
                talk_id=talk.id,
                question=question,
                question_key=fold(question),
                without=rows.removed(without),
                as_of=as_of,
                state=State.ASKED.value,
            )
            session.add(row)
            session.flush()
            return rows.exchange(row, None)

    def ask_again(
        self,
        exchange_id: int,
        principal: Principal,
        *,
        without: Sequence[Removed],
        as_of: date | None,
    ) -> Exchange:
        """The same question anew, in its place; what was answered before goes, and what was thought of it."""
        with self._db.session() as session:
            row = _own_exchange(session, exchange_id, principal)
            _own(session, row.talk_id, principal).changed_at = now()
            detach(session, [row.id])
            row.without, row.as_of = rows.removed(without), as_of
            row.state, row.answer, row.asked_at, row.sent = State.ASKED.value, None, now(), False
            return rows.exchange(row, None)

    def put_answer(self, exchange_id: int, state: State, answer: Answer | None) -> None:
        """What has come of the answer, in whole or so far.

        Nothing is kept of it once the exchange was deleted, or a document it tells of is being removed.
        """
        named = documents_of(answer) if answer is not None else set()
        with self._db.session() as session:
            row = session.get(ExchangeRow, exchange_id)
            if row is None:
                return
            session.execute(delete(ExchangeDocumentRow).where(ExchangeDocumentRow.exchange_id == exchange_id))
            living = set(session.scalars(select(DocumentRow.id).where(_among(named))))
            row.state = state.value
            if named - living:
                row.state, row.answer = State.FAILED.value, None
                return
            row.answer = packed(answer) if answer is not None else None
            session.add_all(ExchangeDocumentRow(exchange_id=row.id, document_id=each) for each in named)

    def rename(self, talk_id: int, title: str, principal: Principal) -> Talk:
        with self._db.session() as session:
            talk = _own(session, talk_id, principal)
            talk.title = rows.titled(title) or talk.title
            talk.title_key = fold(talk.title)
            return rows.talk(talk)

    def remove(self, talk_id: int, principal: Principal) -> None:
        """Delete one conversation, with its answers."""
        with self._db.session() as session:
            _drop(session, [_own(session, talk_id, principal).id])

    def clear(self, principal: Principal) -> int:
        """Delete all of the person's conversations; how many there were."""
        with self._db.session() as session:
            mine = select(TalkRow.id).where(TalkRow.account_id == principal.account_id)
            found = [*session.scalars(mine)]
            _drop(session, found)
            return len(found)

    def mark_sent(self, exchange_id: int, principal: Principal) -> None:
        """The question of this exchange was sent on."""
        with self._db.session() as session:
            _own_exchange(session, exchange_id, principal).sent = True

    def count(self, principal: Principal) -> int:
        counted = select(func.count()).where(TalkRow.account_id == principal.account_id)
        with self._db.session() as session:
            return session.scalar(counted) or 0

    def expire(self, before: datetime) -> int:
        """Delete every conversation that nobody has gone on with since; how many."""
        with self._db.session() as session:
            found = [*session.scalars(select(TalkRow.id).where(TalkRow.changed_at < before))]
            _drop(session, found)
            return len(found)


def _own(session: Session, talk_id: int, principal: Principal) -> TalkRow:
    row = session.get(TalkRow, talk_id)
    if row is None or row.account_id != principal.account_id:
        raise NotFound
    return row


def _own_exchange(session: Session, exchange_id: int, principal: Principal) -> ExchangeRow:
    row = session.get(ExchangeRow, exchange_id)
    if row is None:
        raise NotFound
    _own(session, row.talk_id, principal)
    return row


def _begun(session: Session, question: str, principal: Principal) -> TalkRow:
    title = rows.titled(question)
    talk = TalkRow(account_id=principal.account_id, title=title, title_key=fold(title))
    session.add(talk)
    session.flush()
    return talk


def _drop(session: Session, talk_ids: Iterable[int]) -> None:
    for talk_id in talk_ids:
        exchanges = [*session.scalars(select(ExchangeRow.id).where(ExchangeRow.talk_id == talk_id))]
        drop_exchanges(session, exchanges)
        session.execute(delete(TalkRow).where(TalkRow.id == talk_id))


def _words(text: str) -> list[str]:
    return fold(squeeze(text)).split()[:MOST_WORDS]


def _names(word: str) -> ColumnElement[bool]:
    asked = select(ExchangeRow.talk_id).where(ExchangeRow.question_key.contains(word, autoescape=True))
    return or_(TalkRow.title_key.contains(word, autoescape=True), TalkRow.id.in_(asked))


def _among(document_ids: Iterable[int]) -> ColumnElement[bool]:
    return and_(DocumentRow.id.in_(sorted(document_ids)), DocumentRow.status.in_(LIVING))
