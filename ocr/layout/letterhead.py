"""The head of a first page: the body that issues on the left, the national title or the Party's on the right.

Its rows are never read across. The right half is found by its words, or where they were not read, by a gap
that runs down several rows (Decree 30/2020, annex I; Guidance 36-HD/VPTW: both set the same two columns).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ocr.layout.rows import Piece, Row, gaps, halves
from vanthu.text import fold

_TITLES = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
_SURE_TITLE = 84
_REACH = 0.45
"""Share of the page from its top in which a head may begin: received stamps and banners push it down."""
_DATED = re.compile(r"\bnga[yv]?.{0,12}than|than[gq]?\W?.{0,10}nam")
_COLUMN = 1.0
"""Text heights of blank at which the halves of a row come apart near the gutter."""
_WIDE = 2.5
_BELOW_DATE = 5
"""Rows that the left half may go on under the date: the subject of a letter."""


@dataclass(frozen=True, slots=True)
class Head:
    """The rows from `start` to `end` (excluded), parted."""

    start: int
    end: int
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def find_head(rows: Sequence[Row], ratio: float) -> Head | None:
    """The letterhead among a page's rows; None on a page without one."""
    titled = next(((i, x) for i, row in enumerate(rows) if (x := _title_at(row)) is not None), None)
    if titled is None:
        return _by_gap(rows, ratio)
    number, edge = titled
    gutter = _gutter(rows[number], edge, ratio)
    start = number
    while start > 0 and _over(rows[start - 1], rows[start], gutter):
        start -= 1
    return _parted(rows, start, number, gutter, ratio)


def _title_at(row: Row) -> float | None:
    """Left edge of the national or the Party's title in the row."""
    if row.middle > _REACH:
        return None
    words = [word for piece in row.pieces for word in piece.words]
    folded = [fold(word.text) for word in words]
    best, place = 0.0, 0
    for title in _TITLES:
        size = len(title.split())
        for begin in range(len(words)):
            said = " ".join(folded[begin : begin + size])
            score = fuzz.ratio(said, title)
            if score > best and words[begin].text[:1].isupper():
                best, place = score, begin
    if best < _SURE_TITLE:
        return None
    said_words = words[place:]
    capitals = sum(word.text.isupper() for word in said_words)
    return words[place].box[0] if capitals >= 0.6 * len(said_words) and words[place].box[0] > 0.25 else None


def _gutter(row: Row, edge: float, ratio: float) -> float:
    before = [word.box[2] for piece in row.pieces for word in piece.words if word.box[2] <= edge + 0.01]
    if before:
        return (max(before) + edge) / 2
    return edge - 1.0 * row.height * ratio


def _over(upper: Row, row: Row, gutter: float) -> bool:
    """Whether a row close above still belongs to the head: the parent body's name, left of the gutter."""
    near = row.middle - upper.middle < 2.2 * max(row.height, upper.height)
    capitals = [c for c in upper.text if c.isalpha()]
    shout = sum(c.isupper() for c in capitals) > 0.8 * max(1, len(capitals))
    return near and shout and len(capitals) >= 4 and upper.right < gutter + 0.02


def _parted(rows: Sequence[Row], start: int, number: int, gutter: float, ratio: float) -> Head:
    left: list[Piece] = []
    right: list[Piece] = []
    end, dated = start, False
    under = 0
    for index in range(start, len(rows)):
        row = rows[index]
        if index > number:
            above = rows[index - 1]
            far = row.middle - above.middle > 0.08
            if far or index - number > 12:
                break
        at = _cut_place(row, gutter, ratio)
        if dated:
            # Under the date only the left half goes on: the subject of a letter, the Party's star.
            if row.right > gutter + 0.03 or row.middle - rows[index - 1].middle > 2.6 * row.height:
                break
            if under >= _BELOW_DATE or _is_centred(row):
                break
            under += 1
        if at is None:
            if index > number and _crosses(row, gutter):
                break
            at = gutter
        here_left, here_right = halves(row, at)
        left += here_left
        right += here_right
        end = index + 1
        dated = dated or (index > number and any(_DATED.search(p.folded) for p in here_right))
    return Head(start, end, tuple(left), tuple(right))


def _cut_place(row: Row, gutter: float, ratio: float) -> float | None:
    """Where the halves of the row come apart: the widest blank about the gutter; None if there is none."""
    near = [(width, x) for x, width in gaps(row, ratio) if abs(x - gutter) < 0.13 and width >= _COLUMN]
    title = _title_at(row)
    if title is not None:
        return title - 0.002
    dated = _date_begins(row)
    if dated is not None and near:
        near = [(width, x) for width, x in near if x < dated] or near
    return max(near)[1] if near else None


def _date_begins(row: Row) -> float | None:
    """Left edge of the word "ngày" in the row."""
    for piece in row.pieces:
        for word in piece.words:
            if fold(word.text).startswith("ngay"):
                return word.box[0]
    return None


def _crosses(row: Row, gutter: float) -> bool:
    return row.left < gutter - 0.02 and row.right > gutter + 0.02


def _is_centred(row: Row) -> bool:
    """In the middle of the page: the document's type, no longer its head."""
    return abs((row.left + row.right) / 2 - 0.52) < 0.06


def _by_gap(rows: Sequence[Row], ratio: float) -> Head | None:
    """The first rows of a page that a gap parts, where no title was read."""
    top = [row for row in rows[:8] if row.middle < 0.3]
    parted = [
        (index, x)
        for index, row in enumerate(top)
        for x, width in gaps(row, ratio)
        if width >= _WIDE and 0.28 < x < 0.62 and any(c.isalpha() for c in row.text)
    ]
    if len({index for index, _ in parted}) < 2 or not any(
        _DATED.search(row.folded) and re.search(r"\bs[o0]\b", row.folded) for row in top
    ):
        return None
    first = min(index for index, _ in parted)
    gutter = sorted(x for _, x in parted)[len(parted) // 2]
    return _parted(rows, first, first, gutter, ratio)
