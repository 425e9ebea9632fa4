"""Words into lines by where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.page import Box, Line, Word

_COLUMN_GAP = 2.5
"""A gap of this many text heights ends a line: the other half of a letterhead, the next table cell."""
PAGE_RATIO = 1.414
"""Boxes are fractions of the page; a portrait page is this much taller than wide."""


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds them all."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def make_line(words: Sequence[Word], block: int = 0) -> Line:
    """A line of these words, its confidence their mean."""
    confidence = sum(w.confidence for w in words) / len(words)
    return Line(
        " ".join(w.text for w in words), around([w.box for w in words]), confidence, tuple(words), block
    )


def same_row(one: Box, other: Box) -> bool:
    """Whether two boxes stand side by side: their middles differ by less than half a line."""
    height = max(min(one[3] - one[1], other[3] - other[1]), 1e-6)
    return abs((one[1] + one[3]) - (other[1] + other[3])) / 2 < 0.5 * height


def gap(before: Box, after: Box) -> float:
    """Blank between two boxes of a row, in text heights; negative if they overlap."""
    height = max(before[3] - before[1], 1e-6) * PAGE_RATIO
    return (after[0] - before[2]) / height


def continues(before: Word, after: Word) -> bool:
    """Whether the word stands on the same line, to the right, without a column gap."""
    forward = after.box[0] - before.box[0] > -(before.box[3] - before.box[1])
    return forward and same_row(before.box, after.box) and gap(before.box, after.box) < _COLUMN_GAP


def insert(lines: list[Line], overlay: Line) -> list[Line]:
    """`lines` with words laid over the page put where they stand, joining the halves they bridge."""
    row = [
        line
        for line in lines
        if same_row(line.box, overlay.box)
        and gap(line.box, overlay.box) < _COLUMN_GAP
        and gap(overlay.box, line.box) < _COLUMN_GAP
    ]
    if not row:
        return [*lines, overlay]
    words = sorted((w for line in (*row, overlay) for w in line.words), key=lambda w: w.box[0])
    joined = make_line(words, row[0].block)
    rest = [joined if line is row[0] else line for line in lines]
    return [line for line in rest if not any(line is other for other in row[1:])]
