"""Grading by rule, never by a model."""

from __future__ import annotations

from collections.abc import Sequence

from training_modules.content import Item


def is_correct(item: Item, answer: Sequence[str]) -> bool:
    """Exactly the key: all of it and nothing else."""
    return set(answer) == set(item.key)


def is_leak(item: Item, answer: Sequence[str], strictness: Sequence[str]) -> bool:
    """Whether a drill answer is laxer than the key, so that something would have got out.

    `strictness` orders the choices from the laxest; empty where leaks do not exist (a quiz).
    No answer at all is not a leak: nothing was pasted.
    """
    if not strictness or not answer:
        return False
    return strictness.index(answer[0]) < strictness.index(item.key[0])
