"""What a worker process does with an upload: counts its pages, reads one, makes the searchable PDF.

Everything comes sealed from the spool and goes sealed back to it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.media import MediaType
from ingest.page_items import PAGES, PASSWORD, SEARCHABLE, image_item, read_pages, text_item
from ingest.spool import ORIGINAL, Spool
from ocr.limits import SourceLimits
from ocr.recognise import OcrOptions, recognise_page
from ocr.render import page_image
from ocr.source import PageSourceFile, open_source


@dataclass(frozen=True, slots=True)
class WorkSettings:
    """What a worker is told when it starts; plain values, they travel on its command line."""

    spool: str
    keys: str
    max_pages: int
    max_image_pixels: int
    languages: str
    page_timeout_s: float
    tesseract: str = "tesseract"


class PageWork:
    """Holds the upload it worked on last open, so that its next page costs no unsealing."""

    def __init__(self, settings: WorkSettings) -> None:
        self._spool = Spool(Path(settings.spool), Path(settings.keys))
        self._limits = SourceLimits(max_pages=settings.max_pages, max_pixels=settings.max_image_pixels)
        self._options = OcrOptions(settings.languages, settings.page_timeout_s, settings.tesseract)
        self._open: tuple[str, PageSourceFile] | None = None
        self._held = ExitStack()
        self._tasks: dict[str, Callable[..., int]] = {
            "inspect": self.inspect,
            "recognise": self.recognise,
            "archive": self.archive,
            "let_go": self.let_go,
        }

    def do(self, task: str, arguments: dict[str, Any]) -> int:
        return self._tasks[task](**arguments)

    def inspect(self, upload: str, media_type: str) -> int:
        """The number of pages. A file without pages of its own is typeset first."""
        self.let_go()
        kind = MediaType(media_type)
        if not kind.has_pages and not self._spool.has(upload, PAGES):
            self._typeset(upload, kind)
        return self._source(upload).page_count

    def recognise(self, upload: str, number: int) -> int:
        """Read page `number` (from 1) and keep its text and its picture; the count of its words."""
        source = self._source(upload)
        page = recognise_page(source, number, self._options)
        self._spool.put(upload, image_item(number), page_image(source, number, page.rotation))
        # The text last: its presence says that the page is done.
        self._spool.put(upload, text_item(number), page.pack())
        return sum(len(line.words) for line in page.lines)

    def archive(self, upload: str) -> int:
        """Make the searchable PDF; its size in bytes."""
        from ingest.archive import write_searchable_pdf  # noqa: PLC0415  (loaded when needed)

        pages = read_pages(self._spool, upload).texts
        with (
            self._spool.opened(upload, self._paged_item(upload)) as path,
            self._spool.writer(upload, SEARCHABLE) as sealed,
        ):
            return write_searchable_pdf(path, pages, sealed, password=self._password(upload))

    def let_go(self) -> int:
        """Close what is held open."""
        self._held.close()
        self._open = None
        return 0

    def _typeset(self, upload: str, kind: MediaType) -> None:
        from ingest.typeset import typeset  # noqa: PLC0415

        with self._spool.reader(upload, ORIGINAL) as stream, self._spool.writer(upload, PAGES) as sealed:
            typeset(stream, kind, sealed)

    def _source(self, upload: str) -> PageSourceFile:
        if self._open is None or self._open[0] != upload:
            self.let_go()
            path = self._held.enter_context(self._spool.opened(upload, self._paged_item(upload)))
            source = open_source(path, password=self._password(upload), limits=self._limits)
            self._open = upload, self._held.enter_context(source)
        return self._open[1]

    def _paged_item(self, upload: str) -> str:
        return PAGES if self._spool.has(upload, PAGES) else ORIGINAL

    def _password(self, upload: str) -> str | None:
        return self._spool.get(upload, PASSWORD).decode() if self._spool.has(upload, PASSWORD) else None
