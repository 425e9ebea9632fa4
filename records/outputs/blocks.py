"""A page's lines gathered into the blocks and tables they were read as, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.page import Box, Cell, Line, PageText, Table, Word


@dataclass(frozen=True, slots=True)
class Block:
    """Lines read together."""

    lines: tuple[Line, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class TableBlock:
    table: Table
    cells: tuple[tuple[Cell, tuple[Line, ...]], ...]


def blocks(page: PageText) -> Iterator[Block | TableBlock]:
    """Every line once; a table stands where its first line was read."""
    table_of = {at: table for table in page.tables for cell in table.cells for at in cell.lines}
    told: set[int] = set()
    waiting: list[Line] = []
    for at, line in enumerate(page.lines):
        table = table_of.get(at)
        if waiting and (table is not None or _parts(waiting[-1], line)):
            yield _block(waiting)
            waiting = []
        if table is None:
            waiting.append(line)
        elif id(table) not in told:
            told.add(id(table))
            yield _table(page, table)
    if waiting:
        yield _block(waiting)


def words(line: Line) -> tuple[Word, ...]:
    """The line's words; the whole line where they are not known one by one."""
    return line.words or (Word(line.text, line.box, line.confidence),)


def _parts(before: Line, line: Line) -> bool:
    return (before.block, before.role) != (line.block, line.role)


def _block(lines: Sequence[Line]) -> Block:
    edges = [line.box for line in lines]
    box = (
        min(edge[0] for edge in edges),
        min(edge[1] for edge in edges),
        max(edge[2] for edge in edges),
        max(edge[3] for edge in edges),
    )
    return Block(tuple(lines), box)


def _table(page: PageText, table: Table) -> TableBlock:
    """A line that two cells claim stands in the first."""
    placed: set[int] = set()
    cells = []
    for cell in table.cells:
        own = [at for at in cell.lines if at not in placed and at < len(page.lines)]
        placed.update(own)
        cells.append((cell, tuple(page.lines[at] for at in own)))
    return TableBlock(table, tuple(cells))
