"""Cards in the database: made of graded quizzes, asked when due, put off after an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_modules.attempts import item_of
from training_modules.events import AttemptGraded, Event
from training_modules.grading import is_correct
from training_modules.models import ItemVersion
from training_modules.review.memory import Memory, after
from training_modules.review.models import ReviewAnswer, ReviewCard
from vanthu.db import hold
from vanthu.errors import NotFound


def keep_cards(session: Session, event: Event) -> None:
    """Listener: every question of a graded quiz becomes a card, or moves on the card it has."""
    if not isinstance(event, AttemptGraded) or event.activity.kind != "quiz":
        return
    attempt = event.attempt
    cards = {card.item_id: card for card in _cards(session, attempt.account_id, attempt.course_id)}
    at = attempt.submitted_at or attempt.started_at
    for row in attempt.items:
        item = item_of(row.version)
        right = is_correct(item, row.answer or [])
        card = cards.get(item.id)
        if card is None:
            memory = after(None, right, at)
            card = ReviewCard(account_id=attempt.account_id, course_id=attempt.course_id, item_id=item.id)
            session.add(card)
        else:
            memory = after(memory_of(card), right, at)
        _remember(card, memory, row.version, right)


def take(session: Session, card_id: int, account_id: int) -> ReviewCard:
    """One's own card, nobody else's till this transaction ends. Raises `NotFound`.

    The first statement of an answer: of two windows answering at once, the second sees the card put off.
    """
    mine = ReviewCard.id == card_id, ReviewCard.account_id == account_id
    hold(session, ReviewCard.answers, *mine)
    card = session.scalars(select(ReviewCard).where(*mine)).one_or_none()
    if card is None:
        raise NotFound
    return card


def answered(
    session: Session, card: ReviewCard, version: ItemVersion, *, right: bool, practice: bool, at: datetime
) -> None:
    """Keep an answer given to a card, and when it comes back."""
    _remember(card, after(memory_of(card), right, at), version, right)
    card.answers += 1
    session.add(
        ReviewAnswer(
            account_id=card.account_id,
            card_id=card.id,
            item_version_id=version.id,
            right=right,
            practice=practice,
            at=at,
        )
    )


def memory_of(card: ReviewCard) -> Memory:
    return Memory(card.stability, card.difficulty, card.due, card.last)


def _cards(session: Session, account_id: int, course_id: str) -> list[ReviewCard]:
    """Taken like `take` does, where the database can: on SQLite whoever hands in holds it all already."""
    mine = select(ReviewCard).where(ReviewCard.account_id == account_id, ReviewCard.course_id == course_id)
    return list(session.scalars(mine.with_for_update(of=ReviewCard)))


def _remember(card: ReviewCard, memory: Memory, version: ItemVersion, right: bool) -> None:
    card.stability, card.difficulty = memory.stability, memory.difficulty
    card.due, card.last = memory.due, memory.last
    card.version, card.right = version, right
