"""What the history gives back, and what one may say about an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rag.types import Answer


class State(StrEnum):
    """How far the answer to a question has come."""

    ASKED = "asked"
    """It is being made, or was when the server ended: `vanthu.talking` tells which."""
    ANSWERED = "answered"
    STOPPED = "stopped"
    """The asker stopped it; what had come by then is kept."""
    FAILED = "failed"
    """It broke off by itself."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A filter that the asker has taken away."""

    key: str
    """`rag.types.Filter.key`."""
    label: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with what was answered."""

    id: int
    talk_id: int
    question: str
    state: State
    asked_at: datetime
    answer: Answer | None = None
    """None while nothing has come."""
    without: tuple[Removed, ...] = ()
    as_of: date | None = None
    """The day whose law was asked for; None for the day of asking."""
    good: bool | None = None
    """What the asker thought of the answer; None where that was not said."""
    sent: bool = False
    """Whether the question was sent to the custodians as one without an answer."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation, as it stands in the list."""

    id: int
    title: str
    """The first question, until the person gives a name."""
    started_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TalkWhole:
    """A conversation with its exchanges, oldest first."""

    talk: Talk
    exchanges: tuple[Exchange, ...] = field(default=())


class Reason(StrEnum):
    """Why an answer was of use or was not: a closed list, so that it can be counted."""

    COMPLETE = "complete"
    CLEAR = "clear"
    WRONG = "wrong"
    """It does not say what the document says."""
    OUTDATED = "outdated"
    """The document is no longer in force."""
    BESIDE = "beside"
    """It answers another question."""
    INCOMPLETE = "incomplete"
    SOURCE = "source"
    """A document's fields are wrong, or its text was misread."""
    OTHER = "other"


GOOD = (Reason.COMPLETE, Reason.CLEAR, Reason.OTHER)
BAD = (
    Reason.WRONG,
    Reason.OUTDATED,
    Reason.BESIDE,
    Reason.INCOMPLETE,
    Reason.SOURCE,
    Reason.OTHER,
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What someone sent about an answer; by whom is not told."""

    id: int
    day: date
    unit_id: int
    good: bool
    reason: Reason | None
    words: str
    question: str
    answer: Answer
    handled_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question to which the library had no answer, sent without a name."""

    id: int
    day: date
    question: str
    handled_at: datetime | None = None
    note: str = ""
