"""A page's words in rows: level, from top to bottom, whatever order an engine gave them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from ocr.layout.lines import around
from ocr.page import Box, Line, Word
from vanthu.text import fold

_STEEPEST = 0.12
"""Slope beyond which words that go up or down are no skew: about 7 degrees."""
_FIRM = 0.35
"""Pieces whose levelled middles are nearer than this share of a line's height stand in one row."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line that stand together."""

    words: tuple[Word, ...]
    block: int
    """The block the engine took them for."""
    middle: float
    """Levelled vertical middle, shares of the page's height."""

    @property
    def box(self) -> Box:
        return around([word.box for word in self.words])

    @property
    def left(self) -> float:
        return min(word.box[0] for word in self.words)

    @property
    def right(self) -> float:
        return max(word.box[2] for word in self.words)

    @property
    def height(self) -> float:
        return median(word.box[3] - word.box[1] for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def folded(self) -> str:
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces side by side, from left to right."""

    pieces: tuple[Piece, ...]

    @property
    def middle(self) -> float:
        return median(piece.middle for piece in self.pieces)

    @property
    def height(self) -> float:
        return median(piece.height for piece in self.pieces)

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def folded(self) -> str:
        return fold(self.text)


def slope_of(lines: Sequence[Line]) -> float:
    """How far lines sink from the left edge to the right one, in shares of the page's height."""
    slopes = []
    for line in lines:
        middles = [((w.box[0] + w.box[2]) / 2, (w.box[1] + w.box[3]) / 2) for w in line.words]
        if len(middles) >= 5 and middles[-1][0] - middles[0][0] > 0.25:
            xs, ys = np.array(middles).T
            slopes.append(float(np.polyfit(xs, ys, 1)[0]))
    found = median(slopes) if len(slopes) >= 3 else 0.0
    return found if abs(found) < _STEEPEST else 0.0


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Every word once; lines of one height joined to a row."""
    slope = slope_of(lines)
    pieces = [Piece(line.words, line.block, _middle(line, slope)) for line in lines if line.words]
    pieces.sort(key=lambda piece: piece.middle)
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and _beside(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [Row(tuple(sorted(row, key=lambda piece: piece.left))) for row in rows]


def _middle(line: Line, slope: float) -> float:
    """The median of its words': a stroke read as a word moves it not."""
    return median((w.box[1] + w.box[3]) / 2 - slope * (w.box[0] + w.box[2]) / 2 for w in line.words)


def _beside(row: Sequence[Piece], piece: Piece) -> bool:
    """Whether it stands at the row's height and not over one of its pieces."""
    height = max(min(median(one.height for one in row), piece.height), 1e-6)
    if abs(piece.middle - median(one.middle for one in row)) > _FIRM * height:
        return False
    width = piece.right - piece.left
    return all(
        min(one.right, piece.right) - max(one.left, piece.left) < 0.3 * min(width, one.right - one.left)
        for one in row
    )


def cut(piece: Piece, at: float) -> tuple[Piece | None, Piece | None]:
    """What stands left and right of `at`, by the words' middles."""
    left = tuple(w for w in piece.words if (w.box[0] + w.box[2]) / 2 < at)
    right = tuple(w for w in piece.words if (w.box[0] + w.box[2]) / 2 >= at)
    return (
        Piece(left, piece.block, piece.middle) if left else None,
        Piece(right, piece.block, piece.middle) if right else None,
    )


def gaps(row: Row, ratio: float) -> list[tuple[float, float]]:
    """Blanks between neighbouring words of a row: place of the middle, and width in text heights."""
    words = sorted((w for piece in row.pieces for w in piece.words), key=lambda w: w.box[0])
    height = max(row.height, 1e-6) * ratio
    found, reach = [], words[0].box[2]
    for before, after in pairwise(words):
        reach = max(reach, before.box[2])
        found.append(((reach + after.box[0]) / 2, (after.box[0] - reach) / height))
    return found


def halves(row: Row, at: float) -> tuple[list[Piece], list[Piece]]:
    """The row's pieces left and right of `at`."""
    parts = [cut(piece, at) for piece in row.pieces]
    return [one for one, _ in parts if one], [other for _, other in parts if other]
