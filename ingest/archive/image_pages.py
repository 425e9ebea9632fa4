"""Image files as PDF pages: the pixels as they were compressed, the size they have on paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import img2pdf
from PIL import Image, ImageSequence

from ocr.page import PageText

POINTS_PER_INCH = 72.0
DEFAULT_DPI = 200
_KEPT_MODES = {"1", "L", "RGB"}


def images_to_pdf(original: Path, pages: Sequence[PageText]) -> bytes:
    """A PDF with one page per image (per frame of a TIFF)."""
    layout = _Layout(pages)
    with Image.open(original) as image:
        plain = image.mode in _KEPT_MODES and "transparency" not in image.info
        data = original.read_bytes() if plain else _flattened(image)
    return bytes(
        img2pdf.convert(
            data,
            layout_fun=layout,
            engine=img2pdf.Engine.pikepdf,
            rotation=img2pdf.Rotation.ifvalid,
            nodate=True,
        )
    )


def _flattened(image: Image.Image) -> bytes:
    """Frames with transparency, palettes, 16 bits or CMYK as plain grey or RGB on white; no frame is lost."""
    frames = [_flat(frame) for frame in ImageSequence.Iterator(image)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_deflate")
    return out.getvalue()


def _flat(frame: Image.Image) -> Image.Image:
    if frame.mode.startswith("I;16") or frame.mode in {"I", "F"}:
        return frame.point(lambda level: level / 256).convert("L")
    if "A" in frame.mode or "transparency" in frame.info:
        see_through = frame.convert("RGBA")
        white = Image.new("RGBA", see_through.size, "white")
        return Image.alpha_composite(white, see_through).convert("RGB")
    return frame.convert("RGB")


class _Layout:
    """Gives each image, in turn, the size its page has on paper."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._inches = {page.number: max(page.width, page.height) / page.dpi for page in pages if page.dpi}
        self._number = 0

    def __call__(
        self, width: int, height: int, _dpi: tuple[float, float]
    ) -> tuple[float, float, float, float]:
        self._number += 1
        longer = max(width, height)
        inches = self._inches.get(self._number, longer / DEFAULT_DPI)
        scale = inches * POINTS_PER_INCH / longer
        return width * scale, height * scale, width * scale, height * scale
