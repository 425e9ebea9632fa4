"""Running text in two columns is read column by column; everything else row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from ocr.layout.rows import Piece, Row, gaps, halves

_GAP = 1.0
"""Text heights of blank between columns."""
_LEAST_ROWS = 6
_LEAST_WIDTH = 0.22
"""Share of the page that a column takes: labels, numbers and signatures are narrower."""
_SHARE = 0.8


def in_columns(rows: Sequence[Row], ratio: float) -> list[Sequence[Row]]:
    """The rows as they are, or where a gutter parts many of them, what is above it, left, right and below."""
    gutter = _gutter(rows, ratio)
    if gutter is None:
        return [rows]
    result: list[Sequence[Row]] = []
    band: list[Row] = []
    for row in rows:
        if _crosses(row, gutter):
            result += _parted(band, gutter)
            result.append([row])
            band = []
        else:
            band.append(row)
    return result + _parted(band, gutter)


def _gutter(rows: Sequence[Row], ratio: float) -> float | None:
    places = [x for row in rows for x, width in gaps(row, ratio) if width >= _GAP and 0.3 < x < 0.7]
    if len(places) < _LEAST_ROWS:
        return None
    x = median(places)
    both = [row for row in rows if not _crosses(row, x) and row.left < x < row.right]
    inside = [row for row in rows if row.right - row.left > 0.2]
    if len(both) < max(_LEAST_ROWS, _SHARE * len(inside)):
        return None
    sides = [halves(row, x) for row in both]
    widths = [
        median(max(p.right for p in side) - min(p.left for p in side) for side in column)
        for column in zip(*sides, strict=True)
    ]
    return x if min(widths) >= _LEAST_WIDTH else None


def _crosses(row: Row, gutter: float) -> bool:
    return any(word.box[0] < gutter < word.box[2] for piece in row.pieces for word in piece.words) or any(
        before.box[2] < gutter < after.box[0] and after.box[0] - before.box[2] < 0.012
        for piece in row.pieces
        for before, after in zip(piece.words, piece.words[1:], strict=False)
    )


def _parted(band: Sequence[Row], gutter: float) -> list[Sequence[Row]]:
    return [side for side in (list(_side(band, gutter, 0)), list(_side(band, gutter, 1))) if side]


def _side(band: Sequence[Row], gutter: float, which: int) -> Iterator[Row]:
    for row in band:
        pieces: list[Piece] = halves(row, gutter)[which]
        if pieces:
            yield Row(tuple(pieces))
