"""Where a new paragraph begins, by how lines are set, without a gap or a formula to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.cataloguing.segments import Segment

_SAME = 0.012
"""Share of the page's width within which two edges are one."""
_INDENT = (0.02, 0.12)
_RAGGED = 0.07
"""Lines of text that is not justified end within this of the right margin."""
_FEW = 3
"""Full lines that show where the right margin is."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The edges of a page's text."""

    left: float
    right: float
    """1 where too few lines reach it to tell."""
    slack: float
    """How far from the right margin full lines may end."""

    @staticmethod
    def of(lines: Sequence[Segment]) -> Margins:
        edge = max((line.box[2] for line in lines), default=1.0)
        left = min((line.box[0] for line in lines), default=0.0)
        for slack in (_SAME, _RAGGED):
            if sum(edge - line.box[2] < slack and line.box[0] - left < _INDENT[1] for line in lines) >= _FEW:
                return Margins(left, edge, slack)
        return Margins(left, 1.0, 0.0)

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
        full = self.right - item.box[2] < self.slack
        below = following.box[0] - self.left < _SAME
        return full and below and _INDENT[0] < item.box[0] - following.box[0] < _INDENT[1]

    def _room_left(self, before: Segment, item: Segment) -> bool:
        """In text set from the left margin a line goes on while the next word fits."""
        if before.box[0] - self.left > _SAME:
            return False
        first = item.words[0].box
        return self.slack > 0 and before.box[2] + (first[2] - first[0]) + self.slack + _SAME < self.right
