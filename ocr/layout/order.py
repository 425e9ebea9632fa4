"""Reading order from boxes alone: head left, head right, body, footer left, footer right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ocr.layout.columns import in_columns
from ocr.layout.footer import find_foot
from ocr.layout.letterhead import find_head
from ocr.layout.lines import PAGE_RATIO, make_line
from ocr.layout.rows import Piece, Row, rows_of
from ocr.page import Line, Role

_PAGE_NUMBER = re.compile(
    r"^[\W_]*(?:trang\W*)?(?:\d{1,4}(?:\s?[/|]\s?\d{1,4})?|[ivxl]{1,6})[\W_]*$", re.IGNORECASE
)
_TOP, _BOTTOM = 0.13, 0.90
_JOINED = 2.5
"""Pieces of a row nearer than this many text heights are one line."""


def arrange(lines: Sequence[Line], ratio: float = PAGE_RATIO) -> tuple[Line, ...]:
    """The lines in reading order, each with its role and a block number; no word is lost or added.

    `ratio`: the page's height over its width. Lines of tables (role `table`) must not be among them.
    """
    rows = rows_of(lines)
    top = [i for i, row in enumerate(rows[:2]) if _is_page_number(row) and row.middle < _TOP]
    low = [
        i
        for i, row in enumerate(rows)
        if i >= len(rows) - 2 and _is_page_number(row) and row.middle > _BOTTOM
    ]
    margins = {*top, *low}
    inner = [row for i, row in enumerate(rows) if i not in margins]
    result: list[list[Line]] = [_as_lines([rows[i] for i in top], "margin", ratio)]
    head = find_head(inner, ratio)
    foot = find_foot(inner, ratio)
    if head is not None and foot is not None and foot.start < head.end:
        foot = None  # what looks like a footer within the head is none
    begin, end = (head.end if head else 0), (foot.start if foot else len(inner))
    if head is not None:
        result.append(_as_lines(inner[: head.start], "body", ratio))
        result += [_side(side, "header", ratio) for side in (head.left, head.right)]
    result += [_as_lines(part, "body", ratio) for part in in_columns(inner[begin:end], ratio)]
    if foot is not None:
        result += [_side(side, "footer", ratio) for side in (foot.left, foot.right)]
        result += [_as_lines(part, "body", ratio) for part in in_columns(inner[foot.end :], ratio)]
    result.append(_as_lines([rows[i] for i in low if i not in top], "margin", ratio))
    return tuple(_numbered(group for group in result if group))


def _is_page_number(row: Row) -> bool:
    return bool(_PAGE_NUMBER.match(row.text)) and any(c.isalnum() for c in row.text)


def _side(pieces: Sequence[Piece], role: Role, ratio: float) -> list[Line]:
    """One column of a head or a footer from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and abs(piece.middle - rows[-1][0].middle) < 0.35 * max(piece.height, 1e-6):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    level = [Row(tuple(sorted(row, key=lambda piece: piece.left))) for row in rows]
    return _as_lines(level, role, ratio)


def _as_lines(rows: Sequence[Row], role: Role, ratio: float) -> list[Line]:
    return [replace(line, role=role) for row in rows for line in _joined(row, ratio)]


def _joined(row: Row, ratio: float) -> Iterator[Line]:
    """The row's pieces as lines; those that nearly touch are one."""
    run: list[Piece] = []
    for piece in row.pieces:
        if run and (piece.left - run[-1].right) / (max(row.height, 1e-6) * ratio) >= _JOINED:
            yield _line(run)
            run = []
        run.append(piece)
    yield _line(run)


def _line(pieces: Sequence[Piece]) -> Line:
    words = [word for piece in pieces for word in piece.words]
    if len(pieces) > 1:
        words.sort(key=lambda word: word.box[0])
    return make_line(words, pieces[0].block)


def _numbered(groups: Iterable[Sequence[Line]]) -> Iterator[Line]:
    """Blocks numbered anew from 1: another group, or in the body another block of the engine's."""
    number = 0
    for group in groups:
        before: int | None = None
        for line in group:
            number += before is None or (line.role == "body" and line.block != before)
            before = line.block
            yield replace(line, block=number)
