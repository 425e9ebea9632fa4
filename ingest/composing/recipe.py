"""What a new document is to be made of: pages of stored documents, each perhaps turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TURNS = (0, 90, 180, 270)
"""Degrees clockwise."""
MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class PageRef:
    """One page of a stored document."""

    document_id: int
    page: int
    """From 1."""
    turn: int = 0
    """One of `TURNS`: how far the page is turned from how it is shown now."""


Recipe = tuple[PageRef, ...]


def collated(fronts: Sequence[PageRef], backs: Sequence[PageRef], *, backs_reversed: bool = True) -> Recipe:
    """Front and back sides scanned in two goes as one document, sheet by sheet.

    A stack turned over to scan its backs comes last sheet first; then `backs_reversed`. One back fewer than
    fronts is a last sheet printed on one side.
    """
    turned = list(reversed(backs)) if backs_reversed else list(backs)
    if not 0 <= len(fronts) - len(turned) <= 1:
        raise ValueError("fronts and backs do not match")
    pairs = [page for pair in zip(fronts, turned, strict=False) for page in pair]
    return (*pairs, *fronts[len(turned) :])


def as_json(recipe: Recipe) -> list[list[int]]:
    return [[each.document_id, each.page, each.turn] for each in recipe]


def from_json(raw: Sequence[Sequence[int]]) -> Recipe:
    return tuple(PageRef(document_id, page, turn) for document_id, page, turn in raw)
