"""One document as it leaves the library, in the form asked for."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ui import forms
from vanthu.db import OFFICE_TIME
from vanthu.text import fold

if TYPE_CHECKING:
    from records.archival import Row
    from vanthu.acts import DocumentWhole, Exported

MAX_NAME = 80


class Form(StrEnum):
    """Forms of one document that are made of its pages and fields."""

    TXT = "txt"
    HOCR = "hocr"
    ALTO = "alto"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Made:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


_ENDINGS = {Form.HOCR: "hocr.html", Form.ALTO: "alto.xml"}
MEDIA_TYPES = {
    Form.TXT: "text/plain; charset=utf-8",
    Form.HOCR: "text/html; charset=utf-8",
    Form.ALTO: "application/xml",
    Form.JSON: "application/json",
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_name(whole: DocumentWhole) -> str:
    """A name every file system takes, unlike any other document's: the id, then number or file name."""
    summary = whole.document.summary
    told = summary.reference_number or summary.filename.rsplit(".", 1)[0]
    plain = re.sub(r"[^a-z0-9]+", "-", fold(told)).strip("-")[:MAX_NAME].strip("-")
    return f"{summary.id:06d}-{plain}" if plain else f"{summary.id:06d}"


def made(whole: Exported, form: Form, row: Row) -> Made:
    """The document in that form; `row` is its metadata in the circular's elements."""
    from records.outputs import plain, tables  # noqa: PLC0415 - the command line's client loads this module
    from records.outputs.alto import alto  # noqa: PLC0415
    from records.outputs.hocr import hocr  # noqa: PLC0415

    document = whole.document
    match form:
        case Form.TXT:
            content = plain.text(whole.pages)
        case Form.HOCR:
            content = hocr(whole.pages, document.summary.title, document.language)
        case Form.ALTO:
            content = alto(whole.pages, document.summary.filename)
        case Form.JSON:
            content = plain.as_json(forms.document(whole), whole.pages)
        case Form.CSV:
            content = tables.csv_of([row])
        case Form.XLSX:
            content = tables.xlsx_of([row])
    return Made(f"{file_name(whole)}.{_ENDINGS.get(form, form.value)}", MEDIA_TYPES[form], content)


def pack(whole: Exported) -> tuple[str, bytes]:
    """The common name of the files, and a ZIP holding searchable PDF/A, text and metadata."""
    from records.outputs import plain  # noqa: PLC0415

    name = file_name(whole)
    metadata = json.dumps(forms.document(whole), ensure_ascii=False, indent=2)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if whole.archive is not None:
            archive.writestr(_entry(whole, f"{name}.pdf"), whole.archive.read_bytes(), zipfile.ZIP_STORED)
        archive.writestr(_entry(whole, f"{name}.txt"), plain.text(whole.pages))
        archive.writestr(_entry(whole, f"{name}.json"), metadata + "\n")
    return name, buffer.getvalue()


def _entry(whole: DocumentWhole, name: str) -> zipfile.ZipInfo:
    """A file of the ZIP, dated when the document came in: the same document gives the same bytes."""
    came = whole.document.summary.created_at.astimezone(OFFICE_TIME)
    entry = zipfile.ZipInfo(name, came.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
