"""Opens a file as pages: PDF, PNG, JPEG or (multi-page) TIFF, told apart by content, not by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol

from PIL import Image

from ocr.decision import Decision
from ocr.errors import EmptyFile, UnknownFormat
from ocr.limits import SourceLimits
from ocr.page import PageText

SourceKind = Literal["pdf", "image"]

__all__ = [
    "TARGET_DPI",
    "PageSourceFile",
    "SourceLimits",
    "SourcePage",
    "open_source",
    "reading_dpi",
    "sniff",
]

_IMAGE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_PDF_START_WITHIN = 1024
_READING_DPI = (150, 250)
"""A scan within these is read as it is; others are brought to 200. Real scans at 200 dpi read best there."""
TARGET_DPI = 200


def reading_dpi(native: int) -> int:
    """The resolution that a page of this resolution is read at."""
    low, high = _READING_DPI
    return native if low <= native <= high else TARGET_DPI


class SourcePage(Protocol):
    """One page of a file, upright as its file says it is displayed."""

    number: int

    @property
    def native_dpi(self) -> int:
        """Dots per inch of what the file holds: of the scan, or a print-like 200 for text."""
        ...

    @property
    def decision(self) -> Decision: ...

    @property
    def is_ruled(self) -> bool:
        """Whether a page with a text layer may hold ruled tables."""
        ...

    @property
    def layer_in_doubt(self) -> bool:
        """Whether the text layer should be held against the picture before it is believed."""
        ...

    def image(self, dpi: int | None = None) -> Image.Image:
        """The page as displayed, grey or RGB; at its native resolution if `dpi` is None."""
        ...

    def text_layer(self) -> PageText:
        """The words of the file's own text layer."""
        ...


class PageSourceFile(Protocol):
    """An open file of pages."""

    kind: SourceKind
    page_count: int

    def page(self, number: int) -> SourcePage:
        """The page of that number, from 1."""
        ...

    def close(self) -> None: ...


def sniff(path: Path) -> SourceKind:
    """What the file is by its first bytes."""
    with path.open("rb") as stream:
        start = stream.read(_PDF_START_WITHIN)
    if not start:
        raise EmptyFile
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(_IMAGE_STARTS):
        return "image"
    raise UnknownFormat


@contextmanager
def open_source(
    path: Path, *, password: str | None = None, limits: SourceLimits | None = None
) -> Iterator[PageSourceFile]:
    """The file's pages, within limits; raises a `SourceError` that says what is wrong with the file."""
    from ocr.image_source import ImageSource  # noqa: PLC0415  (each kind loads its library only when met)
    from ocr.pdf_source import PdfSource  # noqa: PLC0415

    limits = limits or SourceLimits()
    source: PageSourceFile
    source = PdfSource(path, password, limits) if sniff(path) == "pdf" else ImageSource(path, limits)
    try:
        yield source
    finally:
        source.close()
