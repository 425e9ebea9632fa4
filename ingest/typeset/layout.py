"""Blocks to PDF pages: A4, the margins, type and spacing of official documents."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal
from xml.sax.saxutils import escape

from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import (
    Image as Drawn,
)
from reportlab.platypus import (
    PageBreak as NewPage,
)
from reportlab.platypus import (
    Paragraph as Set,
)
from reportlab.platypus import (
    Table as Grid,
)

from ingest.typeset.blocks import Align, Block, Cell, PageBreak, Paragraph, Picture, Rule, Run, Table
from ingest.typeset.fonts import FAMILY, use_fonts

TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 15 * mm
SIZE = 13.0
CELL_SIZE = 11.0
LEADING = 1.3
STEP = 8 * mm
FIRST_LINE = 10 * mm
RAISED = ' rise="4.5" size="8.5"'
MAX_PICTURE_PIXELS = 40_000_000
MAX_COLUMNS = 63
"""Word takes no more; a file that claims to have them is set without its grid."""

_WIDTH = A4[0] - LEFT - RIGHT
_HEIGHT = A4[1] - TOP - BOTTOM
_ALIGN: dict[Align, Literal[0, 1, 2, 4]] = {"left": 0, "centre": 1, "right": 2, "justify": 4}
_CELL_PADDING = 3.0
MAX_PARAGRAPH = 20_000
_ENDLESS = re.compile(r"\S{200}(?=\S)")
"""Words without end are broken here; the typesetter would do it in time that grows with their square."""


def lay_out(blocks: Sequence[Block], title: str | None = None) -> bytes:
    """The blocks as a PDF; one empty page if there is nothing.

    With a `title`, of a file that is made here: it stands in the properties, and pages are numbered in the
    upper margin from the second on (Decree 30/2020/NĐ-CP, appendix I).
    """
    use_fonts()
    flow = _flow(blocks, _WIDTH, SIZE)
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=LEFT,
        rightMargin=RIGHT,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        invariant=True,
        creator="vanthu",
        producer="vanthu",
        title=title,
        lang="vi" if title else None,
    )
    document.build(flow or [Spacer(1, 1)], onLaterPages=_number if title else _nothing)
    return out.getvalue()


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont(FAMILY, SIZE)
    canvas.drawCentredString(A4[0] / 2, A4[1] - TOP / 2, str(document.page))


def _nothing(_canvas: Any, _document: Any) -> None:
    pass


def _flow(blocks: Iterable[Block], width: float, size: float) -> list[Flowable]:
    flow: list[Flowable] = []
    for block in blocks:
        match block:
            case Paragraph():
                flow.extend(_paragraph(piece, size) for piece in _pieces(block))
            case Table():
                flow.extend(_table(block, width))
            case Picture():
                flow.extend(_picture(block, width))
            case PageBreak():
                flow.append(NewPage())
            case Rule():
                flow.append(
                    HRFlowable(width=width * block.share, thickness=0.6, color=colors.black, spaceAfter=6)
                )
    return flow


def _pieces(block: Paragraph) -> list[Paragraph]:
    """The paragraph, in parts where it is endless: breaking one over pages costs its length squared."""
    if sum(len(run.text) for run in block.runs) <= MAX_PARAGRAPH:
        return [block]
    cut = [
        replace(run, text=run.text[start : start + MAX_PARAGRAPH])
        for run in block.runs
        for start in range(0, len(run.text), MAX_PARAGRAPH)
    ]
    pieces: list[list[Run]] = [[]]
    for run in cut:
        if sum(len(other.text) for other in pieces[-1]) + len(run.text) > MAX_PARAGRAPH:
            pieces.append([])
        pieces[-1].append(run)
    first, *rest = (tuple(piece) for piece in pieces if piece)
    return [
        replace(block, runs=first),
        *(replace(block, runs=runs, mark="", first_line=False) for runs in rest),
    ]


def _paragraph(block: Paragraph, size: float) -> Flowable:
    if not block.text.strip():
        return Spacer(1, size * 0.6)
    return Set(_markup(block.runs), _style(block, size), bulletText=block.mark or None)


def _style(block: Paragraph, size: float) -> ParagraphStyle:
    heading = block.level > 0
    left = block.indent * STEP + (STEP if block.mark else 0)
    return ParagraphStyle(
        "body",
        fontName=FAMILY,
        bulletFontName=FAMILY,
        fontSize=size,
        bulletFontSize=size,
        leading=size * LEADING,
        alignment=_ALIGN[block.align],
        leftIndent=left,
        bulletIndent=block.indent * STEP,
        firstLineIndent=FIRST_LINE if block.first_line else 0,
        spaceBefore=6 if heading else 0,
        spaceAfter=size * 0.35,
        keepWithNext=1 if heading else 0,
        splitLongWords=1,
        allowWidows=1,
        allowOrphans=1,
    )


def _markup(runs: Iterable[Run]) -> str:
    parts: list[str] = []
    for run in runs:
        text = escape(_ENDLESS.sub(r"\g<0>\n", run.text))
        text = text.replace("\n", "<br/>").replace("\t", "&nbsp;&nbsp;&nbsp; ")
        for wanted, tag, how in ((run.bold, "b", ""), (run.italic, "i", ""), (run.raised, "super", RAISED)):
            if wanted and text.strip():
                text = f"<{tag}{how}>{text}</{tag}>"
        parts.append(text)
    return "".join(parts)


def _table(table: Table, width: float) -> list[Flowable]:
    if not table.cells:
        return []
    if table.columns > MAX_COLUMNS:
        return _cell_by_cell(table, width)
    widths = _widths(table, width)
    content: list[list[Any]] = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), _CELL_PADDING / 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _CELL_PADDING / 2),
    ]
    if table.ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    for cell in table.cells:
        inner = sum(widths[cell.column : cell.column + cell.columns]) - 2 * _CELL_PADDING
        content[cell.row][cell.column] = _flow(cell.blocks, inner, CELL_SIZE)
        if cell.columns > 1 or cell.rows > 1:
            last = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            style.append(("SPAN", (cell.column, cell.row), last))
    if _has_giant(table, content, widths):
        return _cell_by_cell(table, width)
    grid = Grid(content, colWidths=widths, style=TableStyle(style), repeatRows=0, splitByRow=1)
    return [Spacer(1, 4), grid, Spacer(1, 6)]


def _cell_by_cell(table: Table, width: float) -> list[Flowable]:
    return [item for cell in table.cells for item in _flow(cell.blocks, width, CELL_SIZE)]


def _has_giant(table: Table, content: list[list[Any]], widths: Sequence[float]) -> bool:
    """Whether some cell is taller than a page: such a table cannot be set as a grid, only cell after cell."""

    def height(cell: Cell) -> float:
        inner = sum(widths[cell.column : cell.column + cell.columns]) - 2 * _CELL_PADDING
        flow: list[Flowable] = content[cell.row][cell.column]
        return sum(item.wrap(inner, _HEIGHT)[1] + item.getSpaceAfter() for item in flow)

    # Rows joined by a span stay on one page together.
    spanned: dict[int, float] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            spanned[row] = max(spanned.get(row, 0.0), height(cell) / cell.rows)
    joined = [sum(spanned.get(r, 0.0) for r in range(c.row, c.row + c.rows)) for c in table.cells]
    return max(joined) + 4 * _CELL_PADDING > _HEIGHT * 0.9


def _widths(table: Table, width: float) -> list[float]:
    """Column widths that fill the line; with none given, by how much text the columns hold."""
    shares = list(table.widths)
    if len(shares) != table.columns or min(shares, default=0) <= 0:
        longest = [4.0] * table.columns
        for cell in table.cells:
            if cell.columns == 1:
                size = sum(len(block.text) for block in cell.blocks if isinstance(block, Paragraph))
                longest[cell.column] = max(longest[cell.column], min(size, 120.0))
        shares = [size**0.6 for size in longest]
    # No column narrower than a few letters, or words would break.
    least = min(0.05, 0.5 / table.columns)
    total = sum(shares)
    shares = [max(share / total, least) for share in shares]
    return [width * share / sum(shares) for share in shares]


def _picture(picture: Picture, width: float) -> list[Flowable]:
    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            across, down = image.size
            if across * down > MAX_PICTURE_PIXELS or not across or not down:
                return []
            image.load()
    except (OSError, ValueError, SyntaxError):
        return []  # a drawing of a kind that cannot be shown (EMF, WMF)
    wanted = (picture.width_mm or width / mm) * mm
    scale = min(wanted, width) / across
    scale = min(scale, _HEIGHT * 0.9 / down)
    return [Drawn(io.BytesIO(picture.data), across * scale, down * scale)]
