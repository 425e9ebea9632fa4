"""One document as it leaves the library: the searchable PDF/A, its text and its metadata."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

from ui import forms
from vanthu.db import OFFICE_TIME
from vanthu.text import fold

if TYPE_CHECKING:
    from vanthu.acts import DocumentWhole, Exported

PAGE_BREAK = "\f"
"""Between pages of the text file, as `pdftotext` does."""

MAX_NAME = 80


def file_name(whole: DocumentWhole) -> str:
    """A name every file system takes, unlike any other document's: the id, then number or file name."""
    summary = whole.document.summary
    told = summary.reference_number or summary.filename.rsplit(".", 1)[0]
    plain = re.sub(r"[^a-z0-9]+", "-", fold(told)).strip("-")[:MAX_NAME].strip("-")
    return f"{summary.id:06d}-{plain}" if plain else f"{summary.id:06d}"


def pack(whole: Exported) -> tuple[str, bytes]:
    """The common name of the files, and a ZIP holding them."""
    name = file_name(whole)
    text = PAGE_BREAK.join(page.text for page in whole.pages)
    metadata = json.dumps(forms.document(whole), ensure_ascii=False, indent=2)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if whole.archive is not None:
            archive.writestr(_entry(whole, f"{name}.pdf"), whole.archive.read_bytes(), zipfile.ZIP_STORED)
        archive.writestr(_entry(whole, f"{name}.txt"), text + "\n")
        archive.writestr(_entry(whole, f"{name}.json"), metadata + "\n")
    return name, buffer.getvalue()


def _entry(whole: DocumentWhole, name: str) -> zipfile.ZipInfo:
    """A file of the ZIP, dated when the document came in: the same document gives the same bytes."""
    came = whole.document.summary.created_at.astimezone(OFFICE_TIME)
    entry = zipfile.ZipInfo(name, came.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
