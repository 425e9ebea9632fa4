"""As PDF: set like an official document, the sources numbered at the end."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.typeset.blocks import Align, Block, Cell, Paragraph, Rule, Run, Table
from ingest.typeset.layout import lay_out
from vanthu.answer_files.sheet import Grid, Kind, Line, Mark, Piece, Sheet
from vanthu.i18n import translate

_ALIGN: dict[Kind, Align] = {"title": "centre", "about": "centre", "question": "left", "heading": "left"}


def pages(sheet: Sheet) -> bytes:
    """The sheet on A4 pages, its typeface embedded."""
    return lay_out([*_blocks(sheet)], sheet.title)


def _blocks(sheet: Sheet) -> Iterator[Block]:
    for part in sheet.parts:
        yield _table(part) if isinstance(part, Grid) else _paragraph(part)
    if sheet.notes:
        yield Rule()
        yield Paragraph((Run(translate("Nguồn trích dẫn"), bold=True),), align="left")
    for number, note in enumerate(sheet.notes, 1):
        yield Paragraph((Run(note),), align="left", mark=f"{number}.")


def _paragraph(line: Line) -> Paragraph:
    return Paragraph(
        _runs(line.pieces),
        _ALIGN.get(line.kind, "justify"),
        level=1 if line.kind in {"title", "question", "heading"} else 0,
        mark=line.mark if line.kind == "item" else "",
        first_line=line.kind == "words",
    )


def _table(grid: Grid) -> Table:
    rows: list[list[tuple[Run, ...]]] = [[(Run(name, bold=True),) for name in grid.columns]]
    rows += [[_runs(cell) for cell in row] for row in grid.rows]
    cells = [
        Cell(down, across, (Paragraph(runs, align="left"),))
        for down, row in enumerate(rows)
        for across, runs in enumerate(row)
    ]
    return Table(cells, max(map(len, rows)), len(rows), header_rows=1)


def _runs(pieces: tuple[Piece, ...]) -> tuple[Run, ...]:
    return tuple(
        Run(f"[{piece.number}]", raised=True)
        if isinstance(piece, Mark)
        else Run(piece.text, bold=piece.bold, italic=piece.italic)
        for piece in pieces
    )
