"""Metadata as tables: CSV that Excel opens rightly, and XLSX. No cell of ours is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from records.archival import BESIDE, DOCUMENT, DOSSIER, Element
from records.outputs.markup import held
from vanthu.text import harmless_cell

DOCUMENTS_SHEET, DOSSIERS_SHEET = "Văn bản", "Hồ sơ"
_WIDTHS = {"subject": 60, "title": 60, "organName": 32, "fileName": 32, "description": 32}
_WIDTH = 16
_ALWAYS = datetime(2026, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
"""openpyxl writes the moment of saving there, whatever is set."""
_LONGEST_CELL = 32_767
"""Characters, Excel's own limit."""


def csv_of(rows: Iterable[Mapping[str, str]], elements: Sequence[Element] = (*DOCUMENT, *BESIDE)) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes Vietnamese for something else."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(map(heading, elements))
    for row in rows:
        table.writerow(_harmless(row.get(element.name, "")) for element in elements)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(documents: Iterable[Mapping[str, str]], dossiers: Sequence[Mapping[str, str]] = ()) -> bytes:
    """A workbook: the documents, and on a sheet of their own the dossiers."""
    book = Workbook(write_only=True)
    _sheet(book, DOCUMENTS_SHEET, (*DOCUMENT, *BESIDE), documents)
    if dossiers:
        _sheet(book, DOSSIERS_SHEET, DOSSIER, dossiers)
    book.properties.created = book.properties.modified = _ALWAYS
    out = io.BytesIO()
    book.save(out)
    return _timeless(out)


def _timeless(book: io.BytesIO) -> bytes:
    """The same rows make the same bytes: when a table was made tells nothing of what is not in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for entry in made.infolist():
            content = made.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _ALWAYS.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            plain = zipfile.ZipInfo(entry.filename, _ALWAYS.timetuple()[:6])
            again.writestr(plain, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def heading(element: Element) -> str:
    """What a person reads and what a program looks for."""
    return f"{element.label} ({element.name})"


def _harmless(value: str) -> str:
    return harmless_cell(held(value).strip())


def _sheet(
    book: Workbook, title: str, elements: Sequence[Element], rows: Iterable[Mapping[str, str]]
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, element in enumerate(elements, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(element.name, _WIDTH)
    head = []
    for element in elements:
        cell = WriteOnlyCell(sheet, heading(element))
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        head.append(cell)
    sheet.append(head)
    for row in rows:
        cells = []
        for element in elements:
            cell = WriteOnlyCell(sheet, _harmless(row.get(element.name, ""))[:_LONGEST_CELL])
            cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
            cells.append(cell)
        sheet.append(cells)
