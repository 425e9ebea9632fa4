"""What a table of metadata would change: told before anything is changed, wrong rows by their number.

An empty cell leaves a field as it is. Elements of the circular that are no catalogue fields, or that follow
from the document and its dossier, are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from records.archival import OTHER_TYPE, Row, type_code, type_of
from records.document_types import document_types
from records.errors import FieldInvalid
from records.fields import checked
from records.outputs.read_tables import NumberedRow
from records.types import Document, FieldName
from vanthu.errors import Forbidden, NotFound, VanthuError
from vanthu.text import fold, nfc

_PLAIN = {
    "referenceNumber": FieldName.REFERENCE_NUMBER,
    "organName": FieldName.ISSUING_BODY,
    "subject": FieldName.SUBJECT,
    "signerTitle": FieldName.SIGNER_TITLE,
    "signerName": FieldName.SIGNER_NAME,
}
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


@dataclass(frozen=True, slots=True)
class FieldChange:
    row: int
    document_id: int
    title: str
    """Of the document, as lists show it."""
    field: FieldName
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row of which nothing is taken."""

    row: int
    error: VanthuError


@dataclass(frozen=True, slots=True)
class ImportPlan:
    rows: int
    changes: tuple[FieldChange, ...]
    faults: tuple[RowFault, ...]


class RowTwice(VanthuError):
    code = "row_twice"
    message = "Mã định danh {id} có ở nhiều dòng."
    remedy = "Giữ lại một dòng cho mỗi văn bản."


class RowWithoutDocument(VanthuError):
    code = "row_without_document"
    message = "Dòng không ghi mã định danh văn bản."
    remedy = "Ghi mã văn bản (cột docId) như trong bảng đã xuất."


def plan(rows: Sequence[NumberedRow], document: Callable[[int], Document]) -> ImportPlan:
    """What the rows would change. `document` gives one that the person may correct, or raises."""
    changes: list[FieldChange] = []
    faults: list[RowFault] = []
    met: set[int] = set()
    for row in rows:
        try:
            number = _id(row.values)
            if number in met:
                raise RowTwice(id=number)
            met.add(number)
            found = [*_changes(row, document(number))]
        except (NotFound, Forbidden, FieldInvalid, RowTwice, RowWithoutDocument) as error:
            faults.append(RowFault(row.number, error))
        else:
            changes.extend(found)
    return ImportPlan(len(rows), tuple(changes), tuple(faults))


def _id(values: Row) -> int:
    told = values.get("docId", "").strip()
    if not told.isdecimal() or len(told) > 18:
        raise RowWithoutDocument
    return int(told)


def _changes(row: NumberedRow, document: Document) -> Iterator[FieldChange]:
    stored = {name: value.value for name, value in document.fields.items()}
    for field, value in _wanted(row.values, stored):
        new = checked(field, value)
        before = stored.get(field, "")
        if new and new != before:
            yield FieldChange(row.number, document.summary.id, document.summary.title, field, before, new)


def _wanted(values: Row, stored: dict[FieldName, str]) -> Iterator[tuple[FieldName, str]]:
    for element, field in _PLAIN.items():
        if told := values.get(element, ""):
            yield field, nfc(told)
    if not values.get("referenceNumber") and (whole := _reference(values, stored)):
        yield FieldName.REFERENCE_NUMBER, whole
    if told := values.get("issuedDate", ""):
        yield FieldName.ISSUE_DATE, _iso(told)
    if kind := _type(values, stored.get(FieldName.DOCUMENT_TYPE)):
        yield FieldName.DOCUMENT_TYPE, kind


def _reference(values: Row, stored: dict[FieldName, str]) -> str:
    """Number and symbol put together, where one of them is another than before."""
    old_number = stored.get(FieldName.DOCUMENT_NUMBER, "")
    number = values.get("codeNumber") or old_number
    symbol = values.get("codeNotation") or stored.get(FieldName.DOCUMENT_SYMBOL, "")
    if not number or (number, symbol) == (old_number, stored.get(FieldName.DOCUMENT_SYMBOL, "")):
        return ""
    party = stored.get(FieldName.REFERENCE_NUMBER, "").startswith(f"{old_number}-")
    return f"{number}{'-' if party else '/'}{symbol}" if symbol else number


def _iso(told: str) -> str:
    found = _VIETNAMESE_DAY.fullmatch(told.strip())
    if found is None:
        return told
    days, months, years = map(int, found.groups())
    try:
        return date(years, months, days).isoformat()
    except ValueError:
        raise FieldInvalid(name=FieldName.ISSUE_DATE.value) from None


def _type(values: Row, stored: str | None) -> str | None:
    """Our type of a code or a name; the name decides where the code says only "other"."""
    told, named = values.get("typeName", ""), values.get("typeText", "")
    code = f"{int(told):02}" if told.isdecimal() and len(told) < 3 else ""
    if code and code != OTHER_TYPE:
        kind = type_of(code)
        if kind is None:
            raise FieldInvalid(name=FieldName.DOCUMENT_TYPE.value)
        # The person may have changed the name and left the code as it came.
        if not (named and code == type_code(stored)):
            return kind
    name = named or ("" if code else told)
    if not name:
        return None
    for each in document_types():
        if fold(name) in map(fold, each.titles):
            return each.code
    raise FieldInvalid(name=FieldName.DOCUMENT_TYPE.value)
