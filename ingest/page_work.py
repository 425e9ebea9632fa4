"""What a worker process does with an upload: counts its pages, reads and looks at one, makes the archive.

Everything comes sealed from the spool and goes sealed back to it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.about import read_about
from ingest.findings import WHOLE_FILE, Finding, put_findings
from ingest.looking import look_at_file, look_at_page, nothing_read
from ingest.media import MediaType
from ingest.page_items import (
    MAKING,
    PAGES,
    PASSWORD,
    SEARCHABLE,
    SHOWN,
    image_item,
    read_pages,
    source_item,
    text_item,
)
from ingest.spool import ORIGINAL, Spool
from ocr.limits import SourceLimits
from ocr.page import PageText
from ocr.raster import turn
from ocr.recognise import OcrOptions, recognise_page
from ocr.render import shown
from ocr.source import PageSourceFile, open_source

NOTHING_SURE, SURE = 0, 1
"""Whether a page bears a mark that needs no second look."""


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
    second_engine: bool = True
    networks: str = ""
    """Folder with TrueOCR's networks; empty for those that came with it."""
    archive_form: str = "pdfa-2u"


class PageWork:
    """Holds the upload it worked on last open, so that its next page costs no unsealing."""

    def __init__(self, settings: WorkSettings) -> None:
        self._spool = Spool(Path(settings.spool), Path(settings.keys))
        self._limits = SourceLimits(max_pages=settings.max_pages, max_pixels=settings.max_image_pixels)
        self._options = OcrOptions(
            settings.languages,
            settings.page_timeout_s,
            settings.tesseract,
            settings.second_engine,
            models=Path(settings.networks) if settings.networks else None,
        )
        self._archive_form = settings.archive_form
        self._open: tuple[str, PageSourceFile] | None = None
        self._held = ExitStack()
        self._tasks: dict[str, Callable[..., int]] = {
            "inspect": self.inspect,
            "recognise": self.recognise,
            "look": self.look,
            "archive": self.archive,
            "compose": self.compose,
            "let_go": self.let_go,
        }

    def do(self, task: str, arguments: dict[str, Any]) -> int:
        return self._tasks[task](**arguments)

    def inspect(self, upload: str) -> int:
        """The number of pages. A file without pages of its own is typeset first.

        The name and what lies beneath the pages are looked at here.
        """
        self.let_go()
        about = read_about(self._spool, upload)
        kind = MediaType(about.media_type)
        if not kind.has_pages and not self._spool.has(upload, PAGES):
            self._typeset(upload, kind)
        pages = self._source(upload).page_count
        with self._spool.opened(upload, ORIGINAL) as path:
            found = look_at_file(
                path,
                kind,
                about.filename,
                password=self._password(upload),
                max_pixels=self._limits.max_pixels,
                tesseract=self._options.tesseract,
            )
            if kind is MediaType.PDF:
                self._uncover(upload, path)
        put_findings(self._spool, upload, WHOLE_FILE, found)
        return pages

    def recognise(self, upload: str, number: int) -> int:
        """Read page `number` (from 1), look at it, keep text and picture; `SURE` or `NOTHING_SURE`."""
        source = self._source(upload)
        page = recognise_page(source, number, self._options)
        found = self._look(upload, source, page)
        # The text last: its presence says that the page is done.
        self._spool.put(upload, text_item(number), page.pack())
        return _sure(found)

    def look(self, upload: str, number: int) -> int:
        """Look at the picture of a page whose text could not be read; `SURE` or `NOTHING_SURE`."""
        source = self._source(upload)
        return _sure(self._look(upload, source, nothing_read(number)))

    def archive(self, upload: str) -> int:
        """Make the searchable PDF; its size in bytes."""
        from ingest.archive import ArchiveForm, write_searchable_pdf  # noqa: PLC0415  (loaded when needed)
        from ingest.archive.source import Making, Source  # noqa: PLC0415

        pages = read_pages(self._spool, upload).texts
        has_said = self._spool.has(upload, MAKING)
        making = Making.unpack(self._spool.get(upload, MAKING)) if has_said else Making()
        typeset = self._spool.has(upload, PAGES)
        with (
            self._spool.opened(upload, self._paged_item(upload)) as path,
            self._spool.writer(upload, SEARCHABLE) as sealed,
        ):
            return write_searchable_pdf(
                path,
                pages,
                sealed,
                password=self._password(upload),
                source=Source.TYPESET if typeset else making.source,
                form=ArchiveForm(self._archive_form),
                facts=making.facts,
            )

    def compose(
        self, upload: str, pages: list[list[int]], kinds: dict[str, str], sizes: dict[str, list[list[int]]]
    ) -> int:
        """Put a new original together from stored ones beside it; its number of pages.

        `pages`: document, page and turn of each; `kinds` and `sizes` by document: media type, and number,
        width, height and dpi of an image file's frames.
        """
        from ingest.composing.build import SourceFile, build  # noqa: PLC0415

        with ExitStack() as held:
            files = {}
            for name, kind in kinds.items():
                path = held.enter_context(self._spool.opened(upload, source_item(int(name))))
                frames = [
                    PageText(number, width, height, dpi, "", "scan", 0.0)
                    for number, width, height, dpi in sizes[name]
                ]
                files[name] = SourceFile(path, MediaType(kind), frames)
            pdf = build([(str(document), page, turn) for document, page, turn in pages], files)
        self._spool.put(upload, ORIGINAL, pdf)
        return len(pages)

    def let_go(self) -> int:
        """Close what is held open."""
        self._held.close()
        self._open = None
        return 0

    def _look(self, upload: str, source: PageSourceFile, page: PageText) -> list[Finding]:
        """Look for marks; keep what was found, then the picture."""
        filed = source.page(page.number)
        upright = turn(filed.image(), page.rotation)
        # Under the picture of a scan there may lie a text that nobody sees and every search finds.
        layers = [filed.text_layer()] if source.kind == "pdf" and page.source != "text_layer" else []
        found = look_at_page(page, upright, layers, self._options.tesseract)
        put_findings(self._spool, upload, page.number, found)
        self._spool.put(upload, image_item(page.number), shown(upright))
        return found

    def _uncover(self, upload: str, path: Path) -> None:
        """Layers that are switched off are kept with the original, so they are read and looked at too."""
        from ingest.beneath.pdf import uncovered  # noqa: PLC0415

        whole = uncovered(path, self._password(upload))
        if whole is not None:
            self._spool.put(upload, SHOWN, whole)
            self.let_go()

    def _typeset(self, upload: str, kind: MediaType) -> None:
        from ingest.typeset import typeset  # noqa: PLC0415

        with self._spool.reader(upload, ORIGINAL) as stream, self._spool.writer(upload, PAGES) as sealed:
            typeset(stream, kind, sealed)

    def _source(self, upload: str) -> PageSourceFile:
        if self._open is None or self._open[0] != upload:
            self.let_go()
            in_layers = self._spool.has(upload, SHOWN)
            item = SHOWN if in_layers else self._paged_item(upload)
            path = self._held.enter_context(self._spool.opened(upload, item))
            password = None if in_layers else self._password(upload)
            source = open_source(path, password=password, limits=self._limits)
            self._open = upload, self._held.enter_context(source)
        return self._open[1]

    def _paged_item(self, upload: str) -> str:
        return PAGES if self._spool.has(upload, PAGES) else ORIGINAL

    def _password(self, upload: str) -> str | None:
        return self._spool.get(upload, PASSWORD).decode() if self._spool.has(upload, PASSWORD) else None


def _sure(found: list[Finding]) -> int:
    return SURE if any(finding.sure for finding in found) else NOTHING_SURE
