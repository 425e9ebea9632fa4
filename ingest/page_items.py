"""The items an upload has in the spool beside its original, and how they are read back."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.findings import marks_item
from ingest.spool import Spool
from ocr.page import PageText
from ocr.tables import joined_over_pages

PAGES = "pages"
"""The typeset PDF of a document that has no pages of its own."""
SHOWN = "shown"
"""The PDF with every hidden layer switched on, where it has layers: what is looked at and read."""
PASSWORD = "password"  # noqa: S105  (the item's name)
SEARCHABLE = "searchable"
MAKING = "making"
"""What the searchable PDF is to say of the document (`ingest.archive.source.Making`)."""

_TEXT, _IMAGE, _FAILED = "text-", "image-", "failed-"


def text_item(number: int) -> str:
    return f"{_TEXT}{number:05}"


def image_item(number: int) -> str:
    return f"{_IMAGE}{number:05}"


def source_item(document_id: int) -> str:
    """A stored original, beside a new document that is being put together from it."""
    return f"source-{document_id}"


def failed_item(number: int) -> str:
    return f"{_FAILED}{number:05}"


@dataclass(frozen=True, slots=True)
class PagesRead:
    texts: list[PageText]
    failed: dict[int, str]
    """Page number to error code."""


def read_pages(spool: Spool, upload: str) -> PagesRead:
    """Every page result so far, in page order."""
    names = spool.names(upload)
    return PagesRead(
        list(joined_over_pages(PageText.unpack(spool.get(upload, n)) for n in names if n.startswith(_TEXT))),
        {
            int(name.removeprefix(_FAILED)): spool.get(upload, name).decode()
            for name in names
            if name.startswith(_FAILED)
        },
    )


def count_pages(spool: Spool, upload: str) -> tuple[int, int]:
    """Pages with a result, and those of them that failed."""
    names = spool.names(upload)
    failed = sum(name.startswith(_FAILED) for name in names)
    return failed + sum(name.startswith(_TEXT) for name in names), failed


def failed_pages(spool: Spool, upload: str) -> list[int]:
    """Pages whose text could not be read."""
    return [int(n.removeprefix(_FAILED)) for n in spool.names(upload) if n.startswith(_FAILED)]


def has_read(spool: Spool, upload: str, number: int) -> bool:
    """Whether the page was read, and looked at for marks."""
    return spool.has(upload, text_item(number)) and spool.has(upload, marks_item(number))


def forget_failures(spool: Spool, upload: str) -> None:
    """So that another attempt reads those pages again."""
    for name in spool.names(upload):
        if name.startswith(_FAILED):
            spool.remove(upload, name)
