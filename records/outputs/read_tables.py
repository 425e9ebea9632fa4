"""Tables of metadata read back: CSV and XLSX that a person has worked on. Nothing in them is calculated."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from records.archival import BESIDE, DOCUMENT, Row
from records.errors import TableInvalid
from records.outputs.tables import DOCUMENTS_SHEET
from vanthu.text import fold, nfc, plain_cell

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_COLUMNS = 200

_NAMED = re.compile(r"\((\w+)\)\s*$")
_ZIP = b"PK\x03\x04"
_ENTITIES = re.compile(rb"<!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I)", re.I)


@dataclass(frozen=True, slots=True)
class NumberedRow:
    number: int
    """As the spreadsheet counts it: the headings are row 1."""
    values: Row
    """Known elements that have a column; an empty cell is an empty text."""


def read_table(data: bytes) -> list[NumberedRow]:
    """The rows with anything in them; raises `TableInvalid`."""
    if len(data) > MAX_BYTES:
        raise TableInvalid(reason="tệp quá lớn")
    rows = _xlsx(data) if data.startswith(_ZIP) else _csv(data)
    found: list[NumberedRow] = []
    names: list[str | None] | None = None
    for number, cells in enumerate(rows, start=1):
        if not any(cells):
            continue
        if names is None:
            names = _names(cells)
            continue
        if len(found) >= MAX_ROWS:
            raise TableInvalid(reason="quá nhiều dòng")
        values = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        found.append(NumberedRow(number, values))
    return found


def _names(cells: Sequence[str]) -> list[str | None]:
    """Element name of each column; None for a column that is none of ours."""
    known: dict[str, str] = {}
    for element in (*DOCUMENT, *BESIDE):
        known[element.name.lower()] = known[fold(element.label)] = element.name
    names: list[str | None] = []
    for cell in cells:
        inside = _NAMED.search(cell)
        name = known.get(inside.group(1).lower()) if inside else known.get(fold(cell).strip())
        if name is not None and name in names:
            raise TableInvalid(reason="có hai cột trùng tên")
        names.append(name)
    if "docId" not in names:
        raise TableInvalid(reason="không có cột docId")
    return names


def _csv(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise TableInvalid(reason="tệp CSV không phải bảng mã UTF-8") from fault
    first = text.split("\n", 1)[0]
    parted = max((",", ";", "\t"), key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=parted):
            yield [_plain(cell) for cell in row[:MAX_COLUMNS]]
    except csv.Error as fault:
        raise TableInvalid(reason="tệp CSV bị hỏng") from fault


def _xlsx(data: bytes) -> Iterator[list[str]]:
    _look(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book[DOCUMENTS_SHEET] if DOCUMENTS_SHEET in book.sheetnames else book.worksheets[0]
        for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            yield [_cell(value) for value in row]
    except TableInvalid:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as fault:
        raise TableInvalid(reason="tệp XLSX bị hỏng") from fault


def _look(data: bytes) -> None:
    """Before any of it is unpacked in earnest: no bomb, no entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise TableInvalid(reason="tệp quá lớn")
            for entry in packed.infolist():
                with packed.open(entry) as part:
                    if _ENTITIES.search(part.read(4096)):
                        raise TableInvalid(reason="tệp XLSX bị hỏng")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as fault:
        raise TableInvalid(reason="tệp XLSX bị hỏng") from fault


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _plain(str(value))


def _plain(cell: str) -> str:
    return plain_cell(nfc(cell).strip())
