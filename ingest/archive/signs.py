"""What signatures and form fields show on a page, kept as pictures in the copy.

A signature field in a copy would be shown as broken: it belongs to the original, which is kept. Its fonts are
often not embedded, which an archive may not have; so the place is drawn as it looks, over itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Name, Stream
from PIL import Image

DPI = 200
_POINTS = 72
_HIDDEN = 0b100010
"""Annotation flags: hidden, not to be viewed."""

_Rect = tuple[float, float, float, float]


def draw_for_good(pdf: pikepdf.Pdf, file: Path, password: str | None) -> None:
    """Replace every form field and signature of `pdf`, read from `file`, by a picture of what it shows."""
    if "/AcroForm" not in pdf.Root:
        return
    with file.open("rb") as stream, pypdfium2.PdfDocument(stream, password=password) as drawn:
        drawn.init_forms()
        for number, page in enumerate(pdf.pages):
            notes = list(page.get("/Annots", []))
            fields = [note for note in notes if note.get("/Subtype") == Name.Widget]
            for rect in _shown(fields):
                _lay(pdf, page, rect, _picture(drawn, number, rect))
            kept = [note for note in notes if note.get("/Subtype") != Name.Widget]
            if "/Annots" in page:
                del page["/Annots"]
            if kept:
                page.Annots = Array(kept)
    del pdf.Root["/AcroForm"]


def _shown(fields: list[pikepdf.Object]) -> Iterator[_Rect]:
    for field in fields:
        x0, y0, x1, y1 = (float(edge) for edge in field.get("/Rect", [0, 0, 0, 0]))
        left, right, bottom, top = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if (
            right - left >= 1
            and top - bottom >= 1
            and not int(field.get("/F", 0)) & _HIDDEN
            and "/AP" in field
        ):
            yield left, bottom, right, top


def _picture(drawn: pypdfium2.PdfDocument, number: int, rect: _Rect) -> Image.Image:
    page = drawn[number]
    page.set_rotation(0)
    left, bottom, right, top = page.get_cropbox()
    margins = (rect[0] - left, rect[1] - bottom, right - rect[2], top - rect[3])
    bitmap = page.render(scale=DPI / _POINTS, crop=tuple(max(0.0, margin) for margin in margins))
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    return picture


def _lay(pdf: pikepdf.Pdf, page: pikepdf.Page, rect: _Rect, picture: Image.Image) -> None:
    image = Stream(pdf, zlib.compress(picture.tobytes(), 9))
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = picture.size
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.FlateDecode
    name = page.add_resource(pdf.make_indirect(image), Name.XObject)
    x0, y0, x1, y1 = (float(edge) for edge in page.cropbox)
    left, bottom = max(rect[0], min(x0, x1)), max(rect[1], min(y0, y1))
    right, top = min(rect[2], max(x0, x1)), min(rect[3], max(y0, y1))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(
        b"\nQ\nq %.2f 0 0 %.2f %.2f %.2f cm %s Do Q\n"
        % (right - left, top - bottom, left, bottom, bytes(name))
    )
