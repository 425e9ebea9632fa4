"""What a document is called inside the index: kind, number and subject, as people name it."""

from __future__ import annotations

from pathlib import PurePath

from records.document_types import type_name
from records.types import DocumentSummary
from vanthu.text import fold


def indexed_title(summary: DocumentSummary) -> str:
    """`Nghị quyết số 57-NQ/TW về đột phá phát triển …`; the file's name where nothing was read."""
    subject = summary.subject or ""
    kind = type_name(summary.document_type) if summary.document_type else ""
    if kind and fold(subject).startswith(fold(kind)):
        kind = ""
    number = f"số {summary.reference_number}" if summary.reference_number else ""
    if summary.reference_number and summary.reference_number in subject:
        number = ""
    return " ".join(filter(None, (kind, number, subject))) or PurePath(summary.filename).stem
