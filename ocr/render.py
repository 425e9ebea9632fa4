"""The page as it is shown to people."""

from __future__ import annotations

import io

from PIL import Image

from ocr.raster import turn
from ocr.source import PageSourceFile

_QUALITY = 72


def page_image(source: PageSourceFile, number: int, rotation: int = 0, width: int = 1240) -> bytes:
    """The upright page as WebP, `width` pixels across; `rotation` is what recognition found (clockwise).

    Boxes of `PageText` fit it as fractions.
    """
    page = source.page(number)
    shown = turn(page.image(), rotation)
    height = max(1, round(shown.height * width / shown.width))
    if shown.width != width:
        shown = shown.convert("RGB").resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = io.BytesIO()
    shown.save(out, format="WEBP", quality=_QUALITY, method=2)
    return out.getvalue()
