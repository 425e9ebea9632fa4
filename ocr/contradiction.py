"""Whether a text layer says what the picture shows: a few of its lines are read and compared."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from rapidfuzz import fuzz

from ocr.engines.port import Engine, Grey, Pixels
from ocr.errors import EngineError
from ocr.page import Box, Line
from vanthu.text import fold

_SAMPLE = 4
_LEAST_LETTERS = 10
_ALIKE = 55.0
"""Likeness of a line and its reading, 0..100. Lines of other texts reach 45, a good reading 90 and more."""


def borne_out(lines: Sequence[Line], page: Grey, dpi: int, engine: Engine) -> bool:
    """True if the picture shows the text, or if nobody can say: too little text, or the engine fails."""
    long = [line for line in lines if sum(c.isalnum() for c in line.text) >= _LEAST_LETTERS]
    step = max(1, len(long) // _SAMPLE)
    sample = long[step // 2 :: step][:_SAMPLE]
    if not sample:
        return True
    try:
        said = engine.read_lines(page, [_place(line.box, page.shape) for line in sample], dpi)
    except EngineError:
        return True
    likeness = [
        fuzz.ratio(_bare(line.text), _bare(found.text) if found else "")
        for line, found in zip(sample, said, strict=True)
    ]
    return median(likeness) >= _ALIKE


def _place(box: Box, shape: tuple[int, ...]) -> Pixels:
    height, width = shape[:2]
    room = 0.15 * (box[3] - box[1])
    return (
        max(0, int((box[0] - room) * width)),
        max(0, int((box[1] - room) * height)),
        min(width, round((box[2] + room) * width)),
        min(height, round((box[3] + room) * height)),
    )


def _bare(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
