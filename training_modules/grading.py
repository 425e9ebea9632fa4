"""Grading by rule, never by a model."""

from __future__ import annotations

from collections.abc import Sequence

from training_modules.content import Activity
from training_modules.items import Item, kind_of

ROUNDING = 1e-9
"""Shares are sums of fractions: 0.1 + 0.7 is a little less than 0.8."""


def is_correct(item: Item, answer: Sequence[str]) -> bool:
    """All of it, or as much as the item says is enough."""
    return kind_of(item).share(item, answer) >= item.enough - ROUNDING


def is_leak(item: Item, answer: Sequence[str], activity: Activity) -> bool:
    """Whether a drill answer is laxer than the key, so that something would have got out.

    The item's own choices are the measure, so that a later change of the drill changes no open attempt.
    No answer at all is not a leak: nothing was pasted. Other drills, and quizzes, know no leaks.
    """
    if kind_of(item).leaks(item, answer):
        return True
    if not activity.one_leak_fails or item.kind != "single" or not answer:
        return False
    strictness = [name for name, _ in item.options]
    return strictness.index(answer[0]) < strictness.index(item.key[0])
