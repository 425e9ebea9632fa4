"""Words and lines with boxes from a PDF page's own text layer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.layout import around, continues, insert, make_line
from ocr.legacy import Code, code_of_font, guess, is_capital_font, to_unicode
from ocr.noise import is_signature_banner
from ocr.page import Box, Line, Word
from vanthu.text import nfc

_UNSEEN = (0xFFFE, 0x00AD, 0x200B)
"""Left out; but in TCVN3 the soft hyphen's code is the letter ư."""
_UNITS = 100_000
"""pdfium gives device positions as whole numbers: a page this many units wide keeps them fine."""


@dataclass(slots=True)
class _Glyph:
    text: str
    box: Box
    font: str = ""
    """Its font's name; noted only where codes of legacy fonts are to be told."""


def count_chars(page: pdfium.PdfPage) -> int:
    """Characters in the page's text, blanks that pdfium adds included."""
    text_page = page.get_textpage()
    try:
        return max(0, int(pdfium_c.FPDFText_CountChars(text_page.raw)))
    finally:
        text_page.close()


def legacy_code(page: pdfium.PdfPage) -> Code | None:
    """The code that the page's text is in by its letters; None for Unicode."""
    text_page = page.get_textpage()
    try:
        return guess(text_page.get_text_range())
    finally:
        text_page.close()


def read_lines(
    page: pdfium.PdfPage, content_end: int | None = None, code: Code | None = None
) -> tuple[Line, ...]:
    """The page's lines in the order of its content, boxes on the page as displayed.

    Characters from `content_end` on were laid over the page (annotations, signature appearances):
    they are put into the lines they stand in, or follow as lines of their own. A signer's banner is
    not text of the document and is left out. `code`: what text in fonts without a telling name is in, on a
    page with legacy fonts; each word keeps what stood in the file among its alternatives.
    """
    end = count_chars(page) if content_end is None else content_end
    lines = _lines(_words(_glyphs(page, 0, end, code), code))
    for overlay in _lines(_words(_glyphs(page, end, None, code), code)):
        if not is_signature_banner(overlay.text):
            lines = insert(lines, overlay)
    return tuple(line for line in lines if not is_signature_banner(line.text))


def _lines(words: Iterator[Word]) -> list[Line]:
    lines: list[Line] = []
    run: list[Word] = []
    block = 0
    for word in words:
        if run and not continues(run[-1], word):
            lines.append(make_line(run, block))
            block += _new_block(lines[-1], word)
            run = []
        run.append(word)
    if run:
        lines.append(make_line(run, block))
    return lines


def visible_share(page: pdfium.PdfPage) -> float:
    """Share of text objects painted visibly and after the last large image; 1.0 on a page without text."""
    texts: list[tuple[int, bool]] = []
    last_image = -1
    width, height = page.get_size()
    for order, item in enumerate(page.get_objects(max_depth=3)):
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) > 0.25 * width * height:
                last_image = order
        elif item.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw)
            texts.append((order, mode not in (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, 7)))
    if not texts:
        return 1.0
    return sum(shown and order > last_image for order, shown in texts) / len(texts)


def _glyphs(page: pdfium.PdfPage, start: int, end: int | None, code: Code | None) -> Iterator[_Glyph | None]:
    """Each printed character of that range with its box; None where a word ends."""
    text_page = page.get_textpage()
    try:
        count = pdfium_c.FPDFText_CountChars(text_page.raw)
        high = 0
        for index in range(start, max(0, count) if end is None else end):
            point = pdfium_c.FPDFText_GetUnicode(text_page.raw, index)
            if 0xD800 <= point < 0xDC00:
                high = point
                continue
            if 0xDC00 <= point < 0xE000:
                point = 0x10000 + ((high - 0xD800) << 10) + (point - 0xDC00) if high else 0xFFFD
                high = 0
            char = chr(point) if point else " "
            font = _font_name(text_page, index) if code else ""
            if char.isspace() or (point in _UNSEEN and not font):
                if point not in _UNSEEN:
                    yield None
                continue
            box = _char_box(page, text_page, index)
            if box is not None:
                yield _Glyph(char, box, font)
    finally:
        text_page.close()


def _font_name(text_page: pdfium.PdfTextPage, index: int) -> str:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = pdfium_c.FPDFText_GetFontInfo(text_page.raw, index, buffer, 128, flags)
    return buffer.raw[: max(0, min(length, 128) - 1)].decode(errors="replace") or "?"


def _char_box(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, index: int) -> Box | None:
    """The character's cell (font height, not ink) as fractions of the displayed page."""
    cell = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFText_GetLooseCharBox(text_page.raw, index, cell):
        return None
    xs, ys = [], []
    for x, y in ((cell.left, cell.top), (cell.right, cell.bottom)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, _UNITS, _UNITS, 0, x, y, across, down)
        xs.append(across.value / _UNITS)
        ys.append(down.value / _UNITS)
    left, top, right, bottom = (_clip(v) for v in (min(xs), min(ys), max(xs), max(ys)))
    return (left, top, right, bottom) if right > left and bottom > top else None


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))


def _words(glyphs: Iterator[_Glyph | None], code: Code | None) -> Iterator[Word]:
    run: list[_Glyph] = []
    for glyph in glyphs:
        if glyph is None or (run and not _same_word(run[-1].box, glyph.box)):
            if run:
                yield _word(run, code)
            run = []
        if glyph is not None:
            run.append(glyph)
    if run:
        yield _word(run, code)


def _word(run: list[_Glyph], code: Code | None) -> Word:
    box, filed = around([glyph.box for glyph in run]), nfc("".join(glyph.text for glyph in run))
    if code is None:
        return Word(filed, box, 1.0)
    told = "".join(
        to_unicode("".join(glyph.text for glyph in part), of, capitals=is_capital_font(font))
        if (of := code_of_font(font) or (None if _is_modern(font) else code))
        else "".join(glyph.text for glyph in part)
        for font, part in groupby(run, key=lambda glyph: glyph.font)
    )
    text = nfc(told)
    return Word(text, box, 1.0, alternatives=() if text == filed else (filed,))


def _is_modern(font: str) -> bool:
    """A font by name that is never one of codes: what stands in it is Unicode."""
    return any(
        name in font for name in ("TimesNewRoman", "Arial", "Calibri", "Cambria", "Symbol", "Wingdings")
    )


def _same_word(before: Box, after: Box) -> bool:
    """On one line and close together: some writers put no blank between cells."""
    height = before[3] - before[1]
    return abs(after[3] - before[3]) < 0.6 * height and -2 * height < after[0] - before[2] < 0.8 * height


def _new_block(line: Line, word: Word) -> int:
    """1 if what follows the line is set apart from it: beside it, above it, or a wide gap below."""
    height = max(line.box[3] - line.box[1], 1e-6)
    below = word.box[1] - line.box[3]
    return int(below < -0.5 * height or below > 0.9 * height)
