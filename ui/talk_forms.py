"""The stable JSON of kept conversations and of what is sent of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui import forms

if TYPE_CHECKING:
    from rag.talks.types import Exchange, Opinion, Talk, TalkWhole, Unanswered

Json = dict[str, Any]


def talk(kept: Talk) -> Json:
    """A row of the list of conversations."""
    return {
        "id": kept.id,
        "title": kept.title,
        "started_at": kept.started_at.isoformat(),
        "changed_at": kept.changed_at.isoformat(),
    }


def exchange(kept: Exchange) -> Json:
    return {
        "id": kept.id,
        "question": kept.question,
        "state": kept.state.value,
        "asked_at": kept.asked_at.isoformat(),
        "on": kept.as_of.isoformat() if kept.as_of else None,
        "without": [each.key for each in kept.without],
        "answer": forms.answer(kept.answer) if kept.answer is not None else None,
        "good": kept.good,
    }


def talk_whole(whole: TalkWhole) -> Json:
    return {**talk(whole.talk), "exchanges": [exchange(each) for each in whole.exchanges]}


def opinion(sent: Opinion) -> Json:
    """What someone sent about an answer; by whom is not told."""
    return {
        "id": sent.id,
        "day": sent.day.isoformat(),
        "good": sent.good,
        "reason": sent.reason.value if sent.reason else None,
        "words": sent.words,
        "question": sent.question,
        "answer": forms.answer(sent.answer),
        "handled": sent.handled_at is not None,
        "note": sent.note,
    }


def unanswered(group: Sequence[Unanswered]) -> list[Json]:
    """Questions that are alike."""
    return [
        {
            "id": each.id,
            "day": each.day.isoformat(),
            "question": each.question,
            "handled": each.handled_at is not None,
            "note": each.note,
        }
        for each in group
    ]
