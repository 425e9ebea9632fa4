"""Words into the cells they stand in; the lines of a cell together, cells row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr.layout.lines import make_line
from ocr.layout.rows import Piece, rows_of
from ocr.page import Box, Cell, Line, Table
from ocr.tables.cells import GridCell
from ocr.tables.rules import Grid

_SLACK = 0.004
"""Share of the page by which a word may hang over the table's side; text just above or below is not in it."""


def parted(lines: Sequence[Line], grids: Sequence[Grid]) -> tuple[list[Line], list[list[Line]]]:
    """What stands outside the tables, and for each table the parts of lines within it."""
    outside: list[Line] = []
    inside: list[list[Line]] = [[] for _ in grids]
    for line in lines:
        homes = [_home(word.box, grids) for word in line.words]
        if all(home is None for home in homes):
            outside.append(line)
            continue
        for place in sorted({-1 if home is None else home for home in homes}):
            words = [
                w
                for w, home in zip(line.words, homes, strict=True)
                if (-1 if home is None else home) == place
            ]
            part = make_line(words, line.block)
            (outside if place < 0 else inside[place]).append(part)
    return outside, inside


def with_tables(
    arranged: Sequence[Line], inside: Sequence[Sequence[Line]], grids: Sequence[Grid]
) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    """The lines with those of the tables where the tables stand, and the tables.

    `arranged` and `inside` are what `parted` gave, the first in reading order. A grid without a word is no
    table of the text: a drawing, or a form not filled in.
    """
    result = list(arranged)
    ends: list[tuple[Grid, list[list[Line]]]] = []
    block = max((line.block for line in arranged), default=0)
    placed: list[tuple[int, Grid, list[list[Line]]]] = []
    for grid, lines in zip(grids, inside, strict=True):
        if not lines:
            continue
        cells = _in_cells(grid, lines)
        numbered = []
        for cell in cells:
            block += 1
            numbered.append([replace(line, role="table", block=block) for line in cell])
        placed.append((_position(result, grid), grid, numbered))
    for position, grid, numbered in sorted(placed, key=lambda one: (-one[0], -one[1].box[1])):
        result[position:position] = [line for cell in numbered for line in cell]
        ends.append((grid, numbered))
    order = {id(line): number for number, line in enumerate(result)}
    tables = [
        Table(
            grid.box,
            grid.rows,
            grid.columns,
            tuple(
                Cell(*where[:4], where.box, tuple(order[id(line)] for line in lines))
                for where, lines in zip(grid.cells, numbered, strict=True)
            ),
        )
        for grid, numbered in reversed(ends)
    ]
    return tuple(result), tuple(tables)


def _home(box: Box, grids: Sequence[Grid]) -> int | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for number, grid in enumerate(grids):
        left, top, right, bottom = grid.box
        if left - _SLACK < x < right + _SLACK and top < y < bottom:
            return number
    return None


def _in_cells(grid: Grid, lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each cell, in the grid's order of cells."""
    parts: list[list[Line]] = [[] for _ in grid.cells]
    for line in lines:
        homes = [_nearest(word.box, grid.cells) for word in line.words]
        for place in dict.fromkeys(homes):
            words = [word for word, home in zip(line.words, homes, strict=True) if home == place]
            parts[place].append(make_line(words, line.block))
    return [[_whole_row(row.pieces) for row in rows_of(part)] for part in parts]


def _whole_row(pieces: Sequence[Piece]) -> Line:
    words = [word for piece in pieces for word in piece.words]
    return make_line(words if len(pieces) == 1 else sorted(words, key=lambda word: word.box[0]))


def _nearest(box: Box, cells: Sequence[GridCell]) -> int:
    """The cell that holds the word's middle, else the one nearest to it."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2

    def away(number: int) -> float:
        left, top, right, bottom = cells[number].box
        return max(left - x, 0.0, x - right) + max(top - y, 0.0, y - bottom)

    return min(range(len(cells)), key=away)


def _position(lines: Sequence[Line], grid: Grid) -> int:
    """Before the first line below the table's head that is not a letterhead's."""
    top = grid.box[1]
    for number, line in enumerate(lines):
        if line.role in {"body", "footer", "table"} and (line.box[1] + line.box[3]) / 2 > top:
            return number
        if line.role == "margin" and number > 0 and line.box[1] > 0.5:
            return number
    return len(lines)
