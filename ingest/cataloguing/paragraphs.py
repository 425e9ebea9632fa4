"""Where a new paragraph begins, by how lines are set, without a gap or a formula to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.cataloguing.segments import Segment

_SAME = 0.012
"""Share of the page's width within which two edges are one."""
_INDENT = (0.02, 0.12)
_FEW = 3
"""Full lines that show where the right margin is."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The edges of a page's text."""

    left: float
    right: float
    """1 where too few lines reach it to tell."""

    @staticmethod
    def of(lines: Sequence[Segment]) -> Margins:
        edge = max((line.box[2] for line in lines), default=1.0)
        full = sum(edge - line.box[2] < _SAME for line in lines)
        return Margins(min((line.box[0] for line in lines), default=0.0), edge if full >= _FEW else 1.0)

    def new_paragraph(self, before: Segment, item: Segment, following: Segment | None) -> bool:
        """Whether `item` begins a paragraph: drawn in and full, or left room for before it.

        Lines that are centred, or carry a sentence on in small letters, do not.
        """
        begins = next((c for c in item.text if c.isalnum()), "")
        if not begins.isupper() or item.capitals > 0.8:
            return False
        return self._drawn_in(item, following) or self._room_left(before, item)

    def _drawn_in(self, item: Segment, following: Segment | None) -> bool:
        if following is None or following.page != item.page:
            return False
        full = abs(item.box[2] - self.right) < _SAME
        below = following.box[0] - self.left < _SAME
        return full and below and _INDENT[0] < item.box[0] - following.box[0] < _INDENT[1]

    def _room_left(self, before: Segment, item: Segment) -> bool:
        """In text set from the left margin a line goes on while the next word fits."""
        if before.box[0] - self.left > _SAME:
            return False
        first = item.words[0].box
        return before.box[2] + (first[2] - first[0]) + 2 * _SAME < self.right and self.right < 1.0
