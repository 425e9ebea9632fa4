"""When a card comes back: FSRS, without learning steps, at most 180 days ahead.

Source: J. Ye et al., "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling",
KDD 2022; the scheduler is the `fsrs` package with its published weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler, State

LONGEST_DAYS = 180
KEPT = 0.9
"""The chance of still knowing a card on the day it is due."""

_SCHEDULER = Scheduler(
    desired_retention=KEPT,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)
_NO_ID = 0
"""Without one, the package waits a millisecond for every card it makes."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What FSRS knows of one card."""

    stability: float
    """Days after which the chance of knowing it has fallen to 90 %."""
    difficulty: float
    """1 (easy) to 10."""
    due: datetime
    last: datetime


def after(memory: Memory | None, right: bool, at: datetime) -> Memory:
    """The memory once it was answered, rightly or not; `None`: answered for the first time.

    A clock set back counts as no time gone by.
    """
    rating = Rating.Good if right else Rating.Again
    if memory is None:
        card = Card(card_id=_NO_ID, due=at)
    else:
        at = max(at, memory.last)
        card = _card(memory)
    card, _ = _SCHEDULER.review_card(card, rating, at)
    if card.stability is None or card.difficulty is None:
        raise RuntimeError("a reviewed card has no memory")
    return Memory(card.stability, card.difficulty, card.due, at)


def known(memory: Memory, at: datetime) -> float:
    """The chance, 0..1, that the card is still known at `at`."""
    return float(_SCHEDULER.get_card_retrievability(_card(memory), max(at, memory.last)))


def _card(memory: Memory) -> Card:
    return Card(
        card_id=_NO_ID,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.last,
    )
