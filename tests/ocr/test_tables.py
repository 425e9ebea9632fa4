"""Ruled tables: cells, merged ones too; words in their cells; tables that go on over pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from ocr import raster
from ocr.layout import make_line
from ocr.page import Line, PageText, Word
from ocr.source import open_source
from ocr.tables import find_grids, joined_over_pages, parted, with_tables

PLAN = [
    ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "", "Thời hạn"],
    ["", "", "Chủ trì", "Phối hợp", ""],
    ["I", "Hoàn thiện thể chế", "", "", ""],
    ["1", "Rà soát Quy chế tiếp nhận và số hoá văn bản của cơ quan", "Sở Tư pháp", "Các sở", "Quý II"],
    ["2", "Ban hành Quy trình số hoá hồ sơ", "Sở Nội vụ", "Văn phòng", "Quý III"],
]  # fmt: skip
MERGED = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (2, 1), (2, 1): (1, 4)}


@pytest.fixture(scope="module")
def plan(font: str) -> bytes:
    """A plan's table on a landscape page, with merged heads and a merged row."""
    style = ParagraphStyle("cell", fontName=font, fontSize=12, leading=15)
    cells = [[Paragraph(text, style) if text else "" for text in row] for row in PLAN]
    spans = [("SPAN", (c, r), (c + w - 1, r + h - 1)) for (r, c), (h, w) in MERGED.items()]
    table = Table(cells, colWidths=[40, 320, 110, 110, 90])
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans])
    out = io.BytesIO()
    before = Paragraph("Phụ lục: Kế hoạch thực hiện", style)
    SimpleDocTemplate(out, pagesize=landscape(A4)).build(
        [before, table, Paragraph("Ghi chú cuối bảng.", style)]
    )
    return out.getvalue()


def _picture(pdf: bytes, dpi: int) -> Image.Image:
    document = pdfium.PdfDocument(pdf)
    try:
        return document[0].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        document.close()


def _check(grids: list) -> None:
    assert [(grid.rows, grid.columns) for grid in grids] == [(5, 5)]
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in grids[0].cells}
    assert {place: span for place, span in spans.items() if span != (1, 1)} == MERGED
    assert len(spans) == 25 - sum(h * w - 1 for h, w in MERGED.values())


@pytest.mark.parametrize("dpi", [100, 150, 200, 300])
@pytest.mark.parametrize("angle", [0.0, 1.2, -2.0])
def test_cells_are_found_at_any_resolution_and_a_little_askew(plan: bytes, dpi: int, angle: float) -> None:
    picture = _picture(plan, dpi).rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    _check(find_grids(np.asarray(picture), dpi))


def test_cells_of_a_noisy_scan(plan: bytes) -> None:
    noise = np.random.default_rng(5)
    page = np.asarray(_picture(plan, 200), np.float32) * 0.8 + 35 + noise.normal(0, 12, (1654, 2339))
    _check(find_grids(page.clip(0, 255).astype(np.uint8), 200))


def test_words_stand_in_their_cells_and_lines_of_a_cell_together(plan: bytes, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(plan)
    with open_source(tmp_path / "plan.pdf") as source:
        page = source.page(1)
        grids = find_grids(raster.grey(page.image(150)), 150)
        outside, inside = parted(page.text_layer().lines, grids)
        lines, tables = with_tables(outside, inside, grids)
    assert len(tables) == 1
    said = {(c.row, c.column): " ".join(lines[i].text for i in c.lines) for c in tables[0].cells}
    for row, texts in enumerate(PLAN):
        for column, text in enumerate(texts):
            assert said.get((row, column), "") == text
    order = [i for cell in tables[0].cells for i in cell.lines]
    assert order == list(range(order[0], order[0] + len(order)))
    assert {lines[i].role for i in order} == {"table"}
    assert lines[0].text.startswith("Phụ lục")
    assert lines[-1].text.startswith("Ghi chú")


@pytest.mark.parametrize("drawn", ["frame", "letters", "bar"])
def test_what_is_no_table(drawn: str, text_pdf, scan_of) -> None:
    page = np.array(scan_of(text_pdf()))
    if drawn == "frame":
        page[100:104, 80:1570] = page[2200:2204, 80:1570] = 0
        page[100:2204, 80:84] = page[100:2204, 1566:1570] = 0
    if drawn == "bar":
        page[:, :60] = 0
        page[:80] = 0
    assert find_grids(page, 200) == []


@pytest.mark.shared
def test_real_scans_without_tables_have_none(shared_data: Path) -> None:
    for path in sorted((shared_data / "scans" / "pages").glob("*.png")):
        with open_source(path) as source:
            page = source.page(1)
            assert find_grids(raster.grey(page.image()), page.native_dpi) == []


@pytest.mark.shared
def test_the_governments_plan_in_cells(shared_data: Path, tmp_path: Path) -> None:
    """The plan's indicators, typeset; every row of the source is found, cell by cell, over four pages."""
    from ingest.media import MediaType
    from ingest.typeset import to_pdf

    source_path = next((shared_data / "party_documents").glob("03-NQ-CP*.md"))
    text = source_path.read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("| ---")][:60]
    cut = tmp_path / "plan.md"
    start = text.index(rows[0])
    cut.write_text(text[start : text.index(rows[-1]) + len(rows[-1])] + "\n", "utf-8")
    to_pdf(cut, MediaType.MARKDOWN, tmp_path / "plan.pdf")
    found: list[str] = []
    pages = []
    with open_source(tmp_path / "plan.pdf") as source:
        for number in range(1, source.page_count + 1):
            page = source.page(number)
            grids = find_grids(raster.grey(page.image(150)), 150)
            outside, inside = parted(page.text_layer().lines, grids)
            lines, tables = with_tables(outside, inside, grids)
            pages.append(replace(page.text_layer(), lines=lines, tables=tables))
            found += [_bare(" ".join(lines[i].text for i in c.lines)) for t in tables for c in t.cells]
    truth = [_bare(cell) for row in rows for cell in row.strip().strip("|").split("|")]
    whole = [cell for cell in truth if cell in found]
    assert len(whole) >= 0.97 * len(truth)  # a row that breaks over pages is in two cells
    continued = [page.tables[0].continues for page in joined_over_pages(pages) if page.tables]
    assert continued[0] is False
    assert all(continued[1:])


def _bare(text: str) -> str:
    return re.sub(r"[*\s\\]+", "", text)


def _page(number: int, tables: tuple, lines: tuple[Line, ...] = ()) -> PageText:
    return PageText(number, 1654, 2339, 200, "x", "scan", 1.0, lines, tables=tables)


def test_a_table_goes_on_only_with_the_same_columns_and_nothing_between(plan: bytes) -> None:
    grid = find_grids(np.asarray(_picture(plan, 150)), 150)[0]
    words = [make_line([Word("chữ", (c.box[0] + 0.01, c.box[1] + 0.01, c.box[0] + 0.02, c.box[1] + 0.02), 1)])
             for c in grid.cells]  # fmt: skip
    lines, tables = with_tables([], [words], [grid])
    between = make_line([Word("Kết", (0.1, 0.97, 0.2, 0.98), 1)])
    number = replace(make_line([Word("2", (0.5, 0.02, 0.51, 0.03), 1)]), role="margin")
    pages = [
        _page(1, tables, lines),
        _page(2, tables, (number, *lines, between)),
        _page(3, tables, lines),
        _page(5, tables, lines),
    ]
    assert [page.tables[0].continues for page in joined_over_pages(pages)] == [False, True, False, False]
    narrow = (replace(tables[0], cells=tuple(c for c in tables[0].cells if c.column < 4)),)
    assert [p.tables[0].continues for p in joined_over_pages([pages[0], _page(2, narrow)])] == [False, False]
