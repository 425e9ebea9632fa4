"""The places of a passage that could support a sentence: statements, and neighbouring ones together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.sentences import split

WINDOW = 3
"""Neighbouring statements that together may support one sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    text: str
    units: frozenset[int]
    """The statements it is made of."""

    def inside(self, other: Place) -> bool:
        """Whether this is a narrower part of `other`."""
        return self.units < other.units


def places(passage: str) -> list[Place]:
    """Statements (sentences, cut at semicolons), runs of them, and items with what introduces their list."""
    units = [
        unit.strip()
        for start, end in split(passage)
        for unit in re.split(r"(?<=;)\s", passage[start:end])
        if unit.strip()
    ]
    found = [
        Place("\n".join(units[i : i + size]), frozenset(range(i, i + size)))
        for size in range(1, WINDOW + 1)
        for i in range(len(units) - size + 1)
    ]
    lead = next((i for i, unit in enumerate(units) if unit.endswith(":")), None)
    if lead is not None:
        rest = range(lead + 2, len(units))
        found.extend(Place(f"{units[lead]}\n{units[i]}", frozenset({lead, i})) for i in rest)
        found.append(Place("\n".join(units), frozenset(range(len(units)))))
    return found
