"""PDF files as pages, through pdfium."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from ocr.decision import PAGE_IMAGE, Decision, PageFacts, decide, is_sound
from ocr.errors import ImageTooLarge, PdfDamaged, PdfEncrypted, PdfPasswordWrong, TooManyPages
from ocr.legacy import Code
from ocr.limits import SourceLimits
from ocr.page import Box, Line, PageText
from ocr.raster import grey, ink_mask, is_blank
from ocr.source import SourceKind, reading_dpi
from ocr.text_layer import count_chars, legacy_code, read_lines, visible_share

_LOCK = threading.RLock()
"""pdfium may be used by one thread at a time."""
_TAIL = 8192
_PRINT_DPI = 200
_LOOK_DPI = 72
_SCAN_DPI = (72, 600)
_RULES = 10
"""Ends of drawn lines that a table has at least; the lines under a letterhead have fewer."""
_LARGE_PICTURE = 0.2
_SEEN = 0.5
"""Share of the text that is painted under which another text may be what is seen: letters drawn as lines."""
_DEEPEST = 15
"""How many forms within forms are looked through for oversized pictures."""


class PdfSource:
    kind: SourceKind = "pdf"

    def __init__(self, path: Path, password: str | None, limits: SourceLimits) -> None:
        self._limits = limits
        _check_whole(path)
        with _LOCK:
            try:
                # As a stream: pdfium's own opening by name fails for files held in memory (/proc/self/fd/…).
                self._document = pdfium.PdfDocument(path.open("rb"), password=password, autoclose=True)
            except pdfium.PdfiumError as error:
                raise _open_error(error, password) from error
            self.page_count = len(self._document)
        self._content_ends: dict[int, int] = {}
        if self.page_count > limits.max_pages:
            self.close()
            raise TooManyPages(pages=self.page_count, limit=limits.max_pages)
        if not self.page_count:
            self.close()
            raise PdfDamaged

    def page(self, number: int) -> PdfPage:
        if not 1 <= number <= self.page_count:
            raise IndexError(number)
        return PdfPage(self._document, number, self._limits, self._content_ends)

    def close(self) -> None:
        with _LOCK:
            self._document.close()


def _check_whole(path: Path) -> None:
    """A PDF without its end mark was cut off; pdfium would show what is left without a word."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        if b"%%EOF" not in stream.read():
            raise PdfDamaged


def _open_error(
    error: pdfium.PdfiumError, password: str | None
) -> PdfDamaged | PdfEncrypted | PdfPasswordWrong:
    if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD or "assword" in str(error):
        return PdfEncrypted() if password is None else PdfPasswordWrong()
    return PdfDamaged()


class PdfPage:
    def __init__(
        self, document: pdfium.PdfDocument, number: int, limits: SourceLimits, content_ends: dict[int, int]
    ) -> None:
        self._document = document
        self._limits = limits
        self._content_ends = content_ends
        self.number = number
        self._shown: tuple[int, Image.Image] | None = None

    @contextmanager
    def _open(self) -> Iterator[pdfium.PdfPage]:
        with _LOCK:
            try:
                page = self._document[self.number - 1]
            except pdfium.PdfiumError as error:
                raise PdfDamaged from error
            try:
                yield page
            finally:
                page.close()

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        """Lines of the text layer, with the words of annotations where they stand on the page.

        Numbers and dates are often put on as signature appearances, which are no page content. They
        become content of the copy in memory (the file is not touched), after the page's own.
        """
        if self.number not in self._content_ends:
            with self._open() as page:
                self._content_ends[self.number] = count_chars(page)
                pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
        with self._open() as page:
            return read_lines(page, self._content_ends[self.number], self._code)

    @cached_property
    def _code(self) -> Code | None:
        """TCVN3 or VNI, if the page's text is in the codes of such fonts."""
        with self._open() as page:
            return legacy_code(page)

    @cached_property
    def _images(self) -> list[tuple[Box, int]]:
        """Images on the page: box as displayed fractions of its area, and dots per inch."""
        found: list[tuple[Box, int]] = []
        with self._open() as page:
            width, height = page.get_size()
            for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
                across, down = item.get_px_size()
                if across * down > self._limits.max_pixels:
                    raise ImageTooLarge(pixels=across * down, limit=self._limits.max_pixels)
                left, bottom, right, top = item.get_bounds()
                inches = max(right - left, top - bottom) / 72
                dpi = round(max(across, down) / inches) if inches > 0 else 0
                found.append(((left / width, bottom / height, right / width, top / height), dpi))
        return found

    @cached_property
    def native_dpi(self) -> int:
        """Resolution of the largest image if it makes up the page, else what print needs."""
        image = max(self._images, key=lambda entry: _area(entry[0]), default=None)
        if image is None or _area(image[0]) < 0.25:
            return _PRINT_DPI
        return min(max(image[1], _SCAN_DPI[0]), _SCAN_DPI[1])

    @cached_property
    def facts(self) -> PageFacts:
        """What the decision rests on."""
        cover = min(1.0, sum(_area(box) for box, _ in self._images))
        if cover >= PAGE_IMAGE:
            # It is looked at as it will be read, with what `_lines` makes of annotations: rendered once.
            self._lines  # noqa: B018
            look = grey(self.image(reading_dpi(self.native_dpi)).convert("L").reduce(2))
        else:
            look = grey(self.image(_LOOK_DPI))
        mask = ink_mask(look)
        if is_blank(mask):
            return PageFacts(0, False, 0.0, 0.0, cover, 0.0, True)
        lines = self._lines
        with self._open() as page:
            visible = visible_share(page)
        text = " ".join(line.text for line in lines)
        boxes = [word.box for line in lines for word in line.words]
        all_ink = int(mask.sum())
        for left, top, right, bottom in boxes:
            height, width = mask.shape
            mask[
                math.floor(top * height) - 1 : math.ceil(bottom * height) + 2,
                math.floor(left * width) - 1 : math.ceil(right * width) + 2,
            ] = False
        reach = max((b[3] for b in boxes), default=0.0) - min((b[1] for b in boxes), default=0.0)
        return PageFacts(
            letters=sum(c.isalnum() for c in text),
            sound=is_sound(text),
            visible_on_top=visible,
            text_height=max(0.0, reach),
            image_cover=cover,
            ink_covered=1.0 - int(mask.sum()) / max(1, all_ink),
            blank=False,
        )

    @property
    def decision(self) -> Decision:
        return decide(self.facts)

    def image(self, dpi: int | None = None) -> Image.Image:
        """As displayed, annotations and signature appearances included; never over the pixel limit."""
        self._images  # noqa: B018  (refuses oversized images before they are decoded)
        wanted = dpi or self.native_dpi
        if self._shown is not None and self._shown[0] == wanted:
            return self._shown[1]
        with self._open() as page:
            width, height = page.get_size()
            fits = 72 * math.sqrt(self._limits.max_pixels / max(1.0, width * height))
            try:
                bitmap = page.render(scale=min(wanted, fits) / 72)
                shown: Image.Image = bitmap.to_pil().convert("RGB")
            except (pdfium.PdfiumError, ValueError, MemoryError) as error:
                raise PdfDamaged from error
        self._shown = wanted, shown
        return shown

    @property
    def is_ruled(self) -> bool:
        """Whether enough lines are drawn on the page to rule a table."""
        with self._open() as page:
            ends = 0
            for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
                ends += max(0, pdfium_c.FPDFPath_CountSegments(item.raw))
                if ends >= _RULES:
                    return True
            return False

    @property
    def layer_in_doubt(self) -> bool:
        """Whether text lies over a picture that may show something else, or is not what is seen at all."""
        pictured = any(_area(box) >= _LARGE_PICTURE for box, _ in self._images)
        return pictured or self.facts.visible_on_top < _SEEN

    def text_layer(self) -> PageText:
        with self._open() as page:
            width, height = page.get_size()
        lines = self._lines
        scale = _PRINT_DPI / 72
        return PageText(
            number=self.number,
            width=round(width * scale),
            height=round(height * scale),
            dpi=_PRINT_DPI,
            engine="text_layer",
            source="text_layer",
            confidence=1.0 if lines else 0.0,
            lines=lines,
            treatment=(self._code,) if self._code else (),
        )


def _area(box: Box) -> float:
    """Share of the page within the box, what hangs over the edge left out."""
    left, low, right, high = (min(1.0, max(0.0, edge)) for edge in box)
    return max(0.0, right - left) * max(0.0, high - low)
