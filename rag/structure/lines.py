"""Printed lines and the paragraphs they make, each character tied to its place on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ocr.page import Box, PageText
from vanthu.text import squeeze

Span = tuple[int, int, int, Box]
"""Start and end offsets into a text, page, box of the printed line."""

NO_PLACE: Box = (0.0, 0.0, 1.0, 1.0)
"""The whole page: for plain text, which has no places."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line, white space squeezed. `after_gap` is a blank line (or a wide gap) before it."""

    text: str
    page: int
    box: Box
    after_gap: bool = False
    placed: bool = True
    cell: tuple[int, int, int] | None = None
    """Table of the page, row and column, for a line that stands in a ruled table."""

    @property
    def row(self) -> tuple[int, int, int] | None:
        """Page, table and row."""
        return (self.page, *self.cell[:2]) if self.cell else None

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(slots=True)
class Paragraph:
    """Running text with its spans; grows line by line."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    centred: bool = False
    in_table: bool = False
    """Whether it is one row of a ruled table, its cells told apart by bars."""

    def add(self, text: str, page: int, box: Box, joint: str = " ") -> None:
        """Join a printed line: by a blank, or by nothing where a line broke at a hyphen inside a symbol."""
        if not text:
            return
        if self.text and (joint != " " or not _broken_symbol(self.text, text)):
            self.text += joint
        start = len(self.text)
        self.text += text
        self.spans.append((start, len(self.text), page, box))

    def cut(self, at: int) -> tuple[Paragraph, Paragraph]:
        """Two paragraphs, white space around the cut dropped; a line cut in two keeps its box in both."""
        return self.part(0, at), self.part(at, len(self.text))

    def part(self, start: int, end: int) -> Paragraph:
        """Characters `start` to `end`, trimmed of white space."""
        start, end = trimmed(self.text, start, end)
        spans = [
            (max(s, start) - start, min(e, end) - start, page, box)
            for s, e, page, box in self.spans
            if s < end and e > start
        ]
        return Paragraph(self.text[start:end], spans, self.centred, self.in_table)

    @property
    def page(self) -> int:
        return self.spans[0][2] if self.spans else 1


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same range without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def joined(paragraphs: Iterable[Paragraph]) -> Paragraph:
    """Several paragraphs as one text, a line break between them."""
    whole = Paragraph()
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        if whole.text:
            whole.text += "\n"
        base = len(whole.text)
        whole.text += paragraph.text
        whole.spans.extend((s + base, e + base, page, box) for s, e, page, box in paragraph.spans)
    return whole


def lines_of_pages(pages: Sequence[PageText]) -> list[TextLine]:
    """The printed lines of recognised pages in reading order; `after_gap` from the distance between lines.

    Ruled tables are read row by row, cell by cell.
    """
    lines: list[TextLine] = []
    for page in pages:
        above: TextLine | None = None
        for at, cell in _in_order(page):
            printed = page.lines[at]
            text = squeeze(printed.text)
            if not text:
                continue
            gap = above is not None and printed.box[1] - above.box[3] > 1.2 * max(above.height, 0.008)
            above = TextLine(text, page.number, printed.box, gap, cell=cell)
            lines.append(above)
    return lines


def _in_order(page: PageText) -> Iterator[tuple[int, tuple[int, int, int] | None]]:
    """Positions of the lines with the cell they stand in; a table where its first line stands."""
    tables: dict[int, dict[int, tuple[int, int, int]]] = {}
    table_of: dict[int, int] = {}
    for number, table in enumerate(page.tables):
        cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
        tables[number] = {
            at: (number, cell.row, cell.column)
            for cell in cells
            for at in cell.lines
            if 0 <= at < len(page.lines)
        }
        table_of |= dict.fromkeys(tables[number], number)
    for at in range(len(page.lines)):
        held = table_of.get(at)
        if held is None:
            yield at, None
        else:
            yield from tables.pop(held, {}).items()


def lines_of_text(text: str) -> list[TextLine]:
    """Lines of plain text; a blank line is a gap. Text without any blank line has a gap at every line."""
    raw = [squeeze(line) for line in text.splitlines()]
    everywhere = not any(not line for line in raw[1:-1])
    lines: list[TextLine] = []
    gap = True
    for line in raw:
        if line:
            lines.append(TextLine(line, 1, NO_PLACE, gap or everywhere, placed=False))
        gap = not line
    return lines


def _broken_symbol(before: str, after: str) -> bool:
    """Whether `…57-` / `NQ/TW…` is one symbol broken at the line's end (no blank stood there)."""
    # The end alone: a search would walk the whole paragraph for each of its lines.
    broken = re.fullmatch(r"[\w/][-/]", before[-2:])
    return bool(broken and re.match(r"[\wĐ]", after))
