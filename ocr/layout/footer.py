"""The end of a document: "Nơi nhận" on the left, and beside it whoever signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ocr.layout.rows import Piece, Row, gaps, halves

_SURE = 80
_COLUMN = 1.3
"""Text heights of blank at which a recipient and a signature in one row come apart."""
_RIGHT_HALF = 0.47
_RECIPIENTS_END = 0.66
"""A line of recipients may go on over the middle of the page; a line that begins left and ends further right
is running text again."""


@dataclass(frozen=True, slots=True)
class Foot:
    """The rows from `start` to `end` (excluded), parted."""

    start: int
    end: int
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def find_foot(rows: Sequence[Row], ratio: float) -> Foot | None:
    """The footer among a page's rows; None where no "Nơi nhận" stands at their left."""
    at = next((i for i, row in enumerate(rows) if _says_recipients(row)), None)
    if at is None:
        return None
    start = at
    while start > 0 and _signs_above(rows[start - 1], rows[start]):
        start -= 1
    left: list[Piece] = []
    right: list[Piece] = []
    end = start
    for row in rows[start:]:
        here_left, here_right = halves(row, _cut_place(row, ratio))
        if end > at and _runs_on(here_left):
            break
        left += here_left
        right += here_right
        end += 1
    return Foot(start, end, tuple(left), tuple(right))


def _says_recipients(row: Row) -> bool:
    piece = row.pieces[0]
    said = " ".join(piece.folded.split()[:2]).strip(" :-.")
    return piece.left < 0.4 and fuzz.ratio(said, "noi nhan") >= _SURE


def _signs_above(upper: Row, row: Row) -> bool:
    """Capitals in the right half, close above: the signature block begins a row or two higher."""
    letters = [c for c in upper.text if c.isalpha()]
    near = row.middle - upper.middle < 2.5 * max(row.height, upper.height)
    return (
        near
        and upper.left > _RIGHT_HALF
        and len(letters) > 3
        and sum(c.isupper() for c in letters) > 0.7 * len(letters)
    )


def _cut_place(row: Row, ratio: float) -> float:
    """The widest blank that has a signature to its right; else by where the row begins."""
    wide = [(width, x) for x, width in gaps(row, ratio) if width >= _COLUMN and 0.4 < x < 0.8]
    if wide and row.left < _RIGHT_HALF:
        return max(wide)[1]
    return 0.0 if row.left >= _RIGHT_HALF else 1.1


def _runs_on(left: Sequence[Piece]) -> bool:
    return bool(left) and max(p.right for p in left) > _RECIPIENTS_END + 0.1 and left[0].left < 0.3
