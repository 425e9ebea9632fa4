"""What a daily review shows. No key is in a card before it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from training_modules.views import ItemView, Json, SourceCard


@dataclass(frozen=True, slots=True)
class Today(Json):
    """What one is about to forget."""

    due: int
    """Cards to answer today, at most a day's share of them."""
    minutes: int
    """About how long these take."""
    answered: int
    """Cards answered today."""
    kept: int
    """Cards there are in all."""
    next_day: date | None
    """When the next card is due, where none is now."""


@dataclass(frozen=True, slots=True)
class CardView(Json):
    id: int
    course_id: str
    course_title: str
    item: ItemView
    left: int
    """How many there are still, this one among them."""


@dataclass(frozen=True, slots=True)
class CardResult(Json):
    card: CardView
    correct: bool
    answer_told: tuple[str, ...]
    key_told: tuple[str, ...]
    explanation: str
    source: SourceCard | None
    next_day: date
    """When it comes back."""


@dataclass(frozen=True, slots=True)
class Topic(Json):
    """A subject, by the tag trainers gave its questions."""

    name: str
    cards: int
    right: int
    """How many of them were answered rightly last time."""
    open: int
    """How many of them can be practised today: those answered today come back tomorrow."""
