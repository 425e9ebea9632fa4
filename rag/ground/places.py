"""The places of a passage that could support a sentence: statements, and neighbouring ones together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.ground.orders import speaks_to_machines
from rag.sentences import split
from rag.structure.markers import any_marker

CUT = re.compile(r"(?<=;)\s+(?!trừ|ngoại trừ)")
"""Between the statements of a sentence; what an exception is taken from belongs to it."""
_ANNOUNCING = (" sau đây", " dưới đây", " như sau", " sau")
WINDOW = 3
"""Neighbouring statements that together may support one sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    text: str
    units: frozenset[int]
    """The statements it is made of."""
    introduced: bool = False
    """Whether it is an item with what introduces its list: the item alone may lack its subject."""

    def inside(self, other: Place) -> bool:
        """Whether this is a narrower part of `other`."""
        return self.units < other.units


def places(passage: str) -> list[Place]:
    """Statements (sentences, cut at semicolons), runs of them, and items with what introduces their list."""
    units = [
        unit.strip()
        for start, end in split(passage)
        for unit in CUT.split(passage[start:end])
        if unit.strip() and not speaks_to_machines(unit)
    ]
    found = [
        Place("\n".join(units[i : i + size]), frozenset(range(i, i + size)))
        for size in range(1, WINDOW + 1)
        for i in range(len(units) - size + 1)
    ]
    for lead, items in _lists(units):
        found += [
            Place(f"{opening(units[lead])} {item(units[i])}", frozenset({lead, i}), True) for i in items
        ]
        found.append(Place("\n".join(units[lead : items[-1] + 1]), frozenset({lead, *items})))
    return found


def _lists(units: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """What introduces a list, and what stands between it and the next introduction."""
    leads = [i for i, unit in enumerate(units) if unit.endswith(":")]
    for lead, end in pairwise([*leads, len(units)]):
        if lead + 1 < end:
            yield lead, list(range(lead + 1, end))


def opening(unit: str) -> str:
    """ "… có các quyền sau đây:" as the beginning of a sentence."""
    said = unit.rstrip().removesuffix(":").rstrip()
    found = next((words for words in _ANNOUNCING if said.endswith(words)), "")
    return said.removesuffix(found)


def item(unit: str) -> str:
    marker = any_marker(unit)
    return marker.rest if marker else unit
