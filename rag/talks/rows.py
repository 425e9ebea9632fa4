"""Rows of conversations as what is given back."""

from __future__ import annotations

from collections.abc import Iterable

from rag.talks.answer_data import unpacked
from rag.talks.models import ExchangeRow, FeedbackRow, TalkRow, UnansweredRow
from rag.talks.types import Exchange, Opinion, Reason, Removed, State, Talk, Unanswered
from rag.types import Answer
from vanthu.text import squeeze

MAX_TITLE = 120


def talk(row: TalkRow) -> Talk:
    return Talk(row.id, row.title, row.started_at, row.changed_at)


def exchange(row: ExchangeRow, good: bool | None) -> Exchange:
    return Exchange(
        id=row.id,
        talk_id=row.talk_id,
        question=row.question,
        state=State(row.state),
        asked_at=row.asked_at,
        answer=_answer(row),
        without=tuple(Removed(key, label) for key, label in row.without),
        as_of=row.as_of,
        good=good,
        sent=row.sent,
    )


def removed(without: Iterable[Removed]) -> list[list[str]]:
    return [[each.key, each.label] for each in without]


def opinion(row: FeedbackRow, answer: Answer) -> Opinion:
    """Of a row whose question and answer were sent; `answer` is what may be shown of it."""
    return Opinion(
        row.id,
        row.day,
        row.unit_id,
        row.good,
        Reason(row.reason) if row.reason else None,
        row.words,
        row.question or "",
        answer,
        row.handled_at,
        row.note,
    )


def unanswered(row: UnansweredRow) -> Unanswered:
    return Unanswered(row.id, row.day, row.question, row.handled_at, row.note)


def titled(text: str) -> str:
    """A name of one line for a list."""
    line = squeeze(text)
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 2].rsplit(" ", 1)[0] + " …"


def _answer(row: ExchangeRow | FeedbackRow) -> Answer | None:
    return unpacked(row.answer) if row.answer is not None else None
