"""Rows of a ruled table: a question whose answer stands in one gets it with the column headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.page import Cell, PageText, Table
from rag.answer.places import Places
from rag.answer.score import Asked
from rag.answer.sources import Range, Source
from rag.answer.told import Told
from rag.answer.verbatim import Chosen, citation
from rag.structure.paragraphs import CELLS
from rag.types import AnswerCell, AnswerForm, AnswerSentence, AnswerTable, PageBox
from vanthu.text import squeeze

LEAST = 0.3
"""Share of the question's weight that a row must hold, with what stands above it, to be what is asked for."""
ELSEWHERE, MORE = 0.5, 0.1
"""The same where the best sentence stands elsewhere, and how much more than that sentence it must hold."""
ALONE = 0.5
"""The same where the library seems not to answer."""
AS_GOOD = 0.9
"""A second row counts where it holds nearly as much; where a list is asked for, `LISTED` will do."""
LISTED = 0.6
MOST, MOST_LISTED = 2, 20
MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: text and place of each cell."""

    page: int
    texts: tuple[str, ...]
    cells: tuple[Cell | None, ...]

    @property
    def whole(self) -> str:
        return " ".join(text for text in self.texts if text)


@dataclass(frozen=True, slots=True)
class Picked:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    share: float
    """Of the question's weight, held by the best row with what stands above it."""


def from_table(
    asked: Asked, chosen: Chosen | None, sources: Sequence[Source], places: Places, *, supported: bool
) -> Told | None:
    """The rows that answer: of the table that `chosen` was quoted out of, or of one that says more than it.

    Not `supported`: only rows that hold nearly all that was asked.
    """
    least = LEAST if supported else ALONE
    if chosen is not None:
        picked = _picked(asked, sources[chosen.source], chosen.ranges, places)
        if picked is not None and picked.share >= least:
            return _told(picked, sources[chosen.source])
        quote = chosen.quote(sources)
        least = max(ELSEWHERE, least, asked.overlap(quote) + MORE)
    for source in sources:
        if CELLS not in source.hit.text:
            continue
        picked = _picked(asked, source, [(0, len(source.hit.text))], places)
        if picked is not None and picked.share >= least:
            return _told(picked, source)
    return None


def _picked(asked: Asked, source: Source, ranges: Sequence[Range], places: Places) -> Picked | None:
    """The rows of the table that stands at `ranges` which hold most of the question."""
    found = _table_of(source, ranges, places)
    if found is None:
        return None
    headings, rows = found
    above = f"{source.hit.title} {source.hit.heading} {' '.join(headings)}"
    there = asked.overlap(above)
    scored = [(asked.overlap(f"{above} {row.whole}") - there, -at) for at, row in enumerate(rows)]
    best = max(scored, default=(0.0, 0))[0]
    if best <= 0:
        return None
    enough = best * (LISTED if asked.wants_list else AS_GOOD)
    likely = sorted(scored, reverse=True)[: MOST_LISTED if asked.wants_list else MOST]
    kept = sorted((-at for score, at in likely if score >= enough))
    return Picked(headings, tuple(rows[at] for at in kept), there + best)


def _told(picked: Picked, source: Source) -> Told:
    citations, sentences, lines = [], [], []
    for number, row in enumerate(picked.rows, 1):
        boxes = tuple(PageBox(row.page, cell.box) for cell in row.cells if cell is not None)
        quote = CELLS.join(row.texts)
        citations.append(citation(number, source, quote, boxes))
        sentences.append(AnswerSentence(quote, (number,)))
        lines.append(tuple(AnswerCell(text, (number,) if text else ()) for text in row.texts))
    table = AnswerTable(picked.headings, tuple(lines))
    return Told(sentences, citations, AnswerForm.TABLE, table=table)


def _table_of(
    source: Source, ranges: Sequence[Range], places: Places
) -> tuple[tuple[str, ...], list[Row]] | None:
    """The table that the words at `ranges` stand in, with what continues it and what it continues."""
    touched = [
        (page, box) for s, e, page, box in source.spans for start, end in ranges if s < end and start < e
    ]
    headings: tuple[str, ...] = ()
    rows: list[Row] = []
    for number in dict.fromkeys(page for page, _ in touched):
        page = places.page(source.hit.document_id, number)
        for table in page.tables if page else ():
            boxes = {page.lines[at].box for cell in table.cells for at in cell.lines} if page else set()
            if page is None or not any(on == number and box in boxes for on, box in touched):
                continue
            read = _read(source.hit.document_id, page, table, places)
            if read is not None and (not headings or len(read[0]) == len(headings)):
                headings = headings or read[0]
                rows += [row for row in read[1] if row not in rows and row.texts != headings]
    return (headings, rows) if rows else None


def _read(
    document_id: int, page: PageText, table: Table, places: Places
) -> tuple[tuple[str, ...], list[Row]] | None:
    first, at = page, table
    while at.continues and (before := places.page(document_id, first.number - 1)) and before.tables:
        first, at = before, before.tables[-1]
    parts = [(first, at)]
    while (after := places.page(document_id, parts[-1][0].number + 1)) and after.tables:
        if not after.tables[0].continues:
            break
        parts.append((after, after.tables[0]))
    rows = [row for part, each in parts for row in _rows(part, each)]
    if len(rows) < 2 or not 2 <= table.columns <= MOST_COLUMNS:
        return None
    headings = rows[0].texts
    return headings, [row for row in rows[1:] if row.texts != headings and sum(map(bool, row.texts)) > 1]


def _rows(page: PageText, table: Table) -> Iterator[Row]:
    """Each printed row; a cell over several rows counts in each of them."""
    grid: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            grid[row, cell.column] = cell
    for row in range(table.rows):
        cells = tuple(grid.get((row, column)) for column in range(table.columns))
        texts = tuple(_text(page, cell) if cell else "" for cell in cells)
        if any(texts):
            yield Row(page.number, texts, cells)


def _text(page: PageText, cell: Cell) -> str:
    return squeeze(" ".join(page.lines[at].text for at in cell.lines)).strip(" |")
