"""Tables that go on over pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ocr.page import PageText, Table

_SAME_EDGE = 0.02
"""Share of the page's width by which a column may shift between two scans."""


def joined_over_pages(pages: Iterable[PageText]) -> Iterator[PageText]:
    """The pages in order, a first table that goes on the last one of the page before marked as such."""
    before: PageText | None = None
    for page in pages:
        told = page
        if before is not None and page.number == before.number + 1 and _goes_on(before, page):
            told = replace(page, tables=(replace(page.tables[0], continues=True), *page.tables[1:]))
        yield told
        before = page


def _goes_on(before: PageText, page: PageText) -> bool:
    if not before.tables or not page.tables:
        return False
    last, first = before.tables[-1], page.tables[0]
    return (
        _same_columns(last, first)
        and not _text_between(before, after=last)
        and not _text_between(page, until=first)
    )


def _same_columns(one: Table, other: Table) -> bool:
    edges, others = _edges(one), _edges(other)
    return len(edges) == len(others) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(edges, others, strict=True)
    )


def _edges(table: Table) -> list[float]:
    """Left edges of the columns, from cells that start there."""
    lefts: dict[int, list[float]] = {}
    for cell in table.cells:
        lefts.setdefault(cell.column, []).append(cell.box[0])
    return [min(lefts[column]) for column in sorted(lefts)]


def _text_between(page: PageText, *, after: Table | None = None, until: Table | None = None) -> bool:
    """Whether other text than page numbers stands below, or above, the table."""
    for line in page.lines:
        middle = (line.box[1] + line.box[3]) / 2
        if line.role in {"table", "margin"}:
            continue
        if (after is not None and middle > after.box[3]) or (until is not None and middle < until.box[1]):
            return True
    return False
