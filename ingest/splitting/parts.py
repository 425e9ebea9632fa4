"""Where documents of a stack begin, with the probability and the reasons for each.

Annexes stay with their document, a blank page with the one before it. The probability is a logistic sum
of signs; `python -m benchmarks splitting --calibrate` fits its weights (`weights.yaml`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from ingest.splitting.signs import PageSigns, Sign, signs_of
from ocr.page import PageText
from records.reference import key

_WEIGHTS = Path(__file__).with_name("weights.yaml")
_PROPOSED = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that are one document."""

    first: int
    """Place in the stack, from 1."""
    last: int
    why: tuple[Sign, ...]
    """What speaks for its beginning; nothing for the first part."""
    probability: float
    """That a document begins at `first`, 0..1; 1 for the first part."""


def propose(pages: Sequence[PageText]) -> list[Part]:
    """The documents of a stack, in its order; no part for no pages. Nothing is decided by it."""
    if not pages:
        return []
    parts = [Part(1, len(pages), (), 1.0)]
    for place, found in enumerate(boundaries(pages), start=2):
        sure = probability(found)
        if sure >= _PROPOSED:
            before = parts[-1]
            parts[-1] = Part(before.first, place - 1, before.why, before.probability)
            parts.append(Part(place, len(pages), tuple(s for s in found if weights()[s] > 0), round(sure, 3)))
    return parts


def boundaries(pages: Sequence[PageText]) -> list[frozenset[Sign]]:
    """For every page but the first, what tells whether a document begins with it."""
    signs = [signs_of(page) for page in pages]
    found: list[frozenset[Sign]] = []
    current = signs[0].reference
    for at in range(1, len(signs)):
        told = _between(signs[:at], signs[at], current)
        found.append(told)
        if probability(told) >= _PROPOSED:
            current = signs[at].reference
    return found


def probability(signs: frozenset[Sign]) -> float:
    """That a document begins at a page with these signs."""
    return 1 / (1 + math.exp(-(constant() + sum(weights()[sign] for sign in signs))))


def _between(before: Sequence[PageSigns], page: PageSigns, current: str | None) -> frozenset[Sign]:
    if page.blank:
        return frozenset()
    told = _of_page(page, current)
    if before[-1].blank:
        told.add(Sign.BLANK_BEFORE)
    last = next((other for other in reversed(before) if not other.blank), None)
    return frozenset(told | _after(last, page)) if last else frozenset(told)


def _of_page(page: PageSigns, current: str | None) -> set[Sign]:
    """What the page itself tells, `current` being the number of the document before it."""
    told: set[Sign] = set()
    if page.head is not None and page.annexed_to is None:
        told.add(Sign.LETTERHEAD)
        told |= {Sign.NUMBER_LINE} if page.has_number_line else set()
        told |= {Sign.TITLE} if page.has_title else set()
    if page.is_heading:
        told.add(Sign.HEADING)
    if page.is_annex:
        told.add(Sign.ANNEX)
    if page.annexed_to and current:
        told.add(Sign.ANNEX_OF_THIS if key(page.annexed_to) == key(current) else Sign.ANNEX_OF_OTHER)
    return told


def _after(last: PageSigns, page: PageSigns) -> set[Sign]:
    """What the page tells beside the last one that is not blank."""
    told: set[Sign] = set()
    if last.signed:
        told.add(Sign.SIGNED_BEFORE)
    if not last.breaks_off:
        told.add(Sign.ENDED_BEFORE)
    elif page.opens_in_small_letters:
        told.add(Sign.TEXT_GOES_ON)
    if last.landscape is not page.landscape:
        told.add(Sign.OTHER_SIZE)
    own, previous = page.printed_number, last.printed_number
    if own is not None and own == (previous or 1) + 1:
        told.add(Sign.NUMBERS_GO_ON)
    elif own == 1 or (own is None and previous is not None):
        told.add(Sign.NUMBERS_RESTART)
    return told


@cache
def _table() -> dict[str, float]:
    return {str(name): float(weight) for name, weight in yaml.safe_load(_WEIGHTS.read_text("utf-8")).items()}


@cache
def weights() -> dict[Sign, float]:
    return {sign: _table()[sign.value] for sign in Sign}


def constant() -> float:
    """The log odds of a page without any sign."""
    return _table()["constant"]
