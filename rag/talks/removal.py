"""What goes from the history: deleted exchanges, and those that tell of a document that is removed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from rag.talks.models import (
    ExchangeDocumentRow,
    ExchangeRow,
    FeedbackDocumentRow,
    FeedbackRow,
    TalkRow,
    UnansweredDocumentRow,
    UnansweredRow,
)
from rag.talks.rows import titled
from vanthu.text import fold


def forget_document(session: Session, document_id: int) -> None:
    """Nothing stays of what was answered from the document, nor of what was asked on, and sent, after that.

    Later questions of the same conversation may repeat its words; so may the conversation's name.
    """
    telling = select(ExchangeDocumentRow.exchange_id).where(ExchangeDocumentRow.document_id == document_id)
    found = select(ExchangeRow.talk_id, ExchangeRow.id).where(ExchangeRow.id.in_(telling))
    first: dict[int, int] = {}
    for talk_id, exchange_id in session.execute(found):
        first[talk_id] = min(exchange_id, first.get(talk_id, exchange_id))
    for talk_id, exchange_id in first.items():
        after = ExchangeRow.talk_id == talk_id, ExchangeRow.id >= exchange_id
        gone = [*session.scalars(select(ExchangeRow.id).where(*after))]
        sent = select(FeedbackRow.id).where(FeedbackRow.exchange_id.in_(gone))
        drop_feedback(session, [*session.scalars(sent)])
        drop_exchanges(session, gone)
        _name_anew(session, talk_id)
    judged = select(FeedbackDocumentRow.feedback_id).where(FeedbackDocumentRow.document_id == document_id)
    drop_feedback(session, [*session.scalars(judged)])
    shown = select(UnansweredDocumentRow.unanswered_id).where(
        UnansweredDocumentRow.document_id == document_id
    )
    drop_unanswered(session, [*session.scalars(shown)])


def drop_exchanges(session: Session, exchange_ids: Sequence[int]) -> None:
    """Delete these exchanges; what their asker sent of them to custodians stays with those."""
    detach(session, exchange_ids)
    session.execute(delete(ExchangeRow).where(ExchangeRow.id.in_(exchange_ids)))


def detach(session: Session, exchange_ids: Sequence[int]) -> None:
    """Nothing hangs on these exchanges any more: no document, no opinion but one that was sent."""
    session.execute(delete(ExchangeDocumentRow).where(ExchangeDocumentRow.exchange_id.in_(exchange_ids)))
    own = FeedbackRow.exchange_id.in_(exchange_ids)
    unsent = select(FeedbackRow.id).where(own, FeedbackRow.question.is_(None))
    drop_feedback(session, [*session.scalars(unsent)])
    session.execute(update(FeedbackRow).where(own).values(exchange_id=None))


def drop_feedback(session: Session, feedback_ids: Sequence[int]) -> None:
    session.execute(delete(FeedbackDocumentRow).where(FeedbackDocumentRow.feedback_id.in_(feedback_ids)))
    session.execute(delete(FeedbackRow).where(FeedbackRow.id.in_(feedback_ids)))


def drop_unanswered(session: Session, unanswered_ids: Sequence[int]) -> None:
    tied = UnansweredDocumentRow.unanswered_id.in_(unanswered_ids)
    session.execute(delete(UnansweredDocumentRow).where(tied))
    session.execute(delete(UnansweredRow).where(UnansweredRow.id.in_(unanswered_ids)))


def _name_anew(session: Session, talk_id: int) -> None:
    """By the first question that is left; without one the conversation goes."""
    left = session.scalars(
        select(ExchangeRow.question).where(ExchangeRow.talk_id == talk_id).order_by(ExchangeRow.id)
    ).first()
    if left is None:
        session.execute(delete(TalkRow).where(TalkRow.id == talk_id))
        return
    talk = session.get_one(TalkRow, talk_id)
    talk.title = titled(left)
    talk.title_key = fold(talk.title)
