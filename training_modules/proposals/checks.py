"""What a proposed question must hold true before a trainer sees it, and again before it is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from rapidfuzz import fuzz

from training_modules.items import Item, kind_of
from training_modules.proposals.making import GAP, Proposed
from vanthu.text import fold, squeeze

ALIKE = 92
"""Likeness of two stems (`rapidfuzz`, of 100) from which on they ask the same."""
_QUOTED = re.compile(r"“(.+)”", re.DOTALL)


class Refusal(StrEnum):
    UNSOUND = "unsound"
    """No question at all: two keys, options alike, words missing."""
    UNSUPPORTED = "unsupported"
    """The clause does not say what the key says."""
    AMBIGUOUS = "ambiguous"
    """The clause holds a wrong option as well, or the stem tells the key."""
    DUPLICATE = "duplicate"
    """The bank, or an earlier proposal, asks this already."""


def refused(proposed: Proposed, others: Sequence[Item]) -> Refusal | None:
    """Why the question may not be taken; None where it may. `others`: what is asked already."""
    item, clause = proposed.item, fold(squeeze(proposed.passage.text))
    words = [fold(each) for _, each in item.options]
    if kind_of(item).problem(item) or not item.explanation or len(set(words)) != len(words):
        return Refusal.UNSOUND
    if not _supported(item, proposed, clause):
        return Refusal.UNSUPPORTED
    if _ambiguous(item, clause):
        return Refusal.AMBIGUOUS
    if any(_same(item, other) for other in others):
        return Refusal.DUPLICATE
    return None


def _supported(item: Item, proposed: Proposed, clause: str) -> bool:
    """The quoted sentence, with the key put back, stands in the clause word for word.

    A statement to be judged has to stand there if it is true, and must not if it is false.
    """
    quoted = _QUOTED.search(item.stem)
    if quoted is None or fold(squeeze(proposed.sentence)) not in clause:
        return False
    if item.kind == "true_false":
        return (fold(quoted[1]) in clause) == (item.key == ("true",))
    return any(fold(quoted[1].replace(GAP, key, 1)) in clause for key in _keys(item))


def _ambiguous(item: Item, clause: str) -> bool:
    if item.kind == "true_false":
        return False
    stem = fold(item.stem)
    if any(fold(key) in stem for key in _keys(item)):
        return True
    wrong = [fold(words) for code, words in item.options if code not in item.key]
    return any(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", clause) for words in wrong)


def _keys(item: Item) -> list[str]:
    """The key in words."""
    if item.kind == "numeric":
        return [f"{key}{joint}{item.unit}" for key in item.key for joint in (" ", "")]
    words = dict(item.options)
    return [words[code] for code in item.key]


def _same(one: Item, other: Item) -> bool:
    if one.kind == "true_false" and other.kind == "true_false" and one.key != other.key:
        return fold(one.explanation) == fold(other.explanation)
    return fuzz.token_sort_ratio(fold(one.stem), fold(other.stem)) >= ALIKE
