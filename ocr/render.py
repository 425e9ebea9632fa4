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
    return shown(turn(source.page(number).image(), rotation), width)


def shown(upright: Image.Image, width: int = 1240) -> bytes:
    """The same, from the upright picture."""
    height = max(1, round(upright.height * width / upright.width))
    if upright.width != width:
        upright = upright.convert("RGB").resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = io.BytesIO()
    upright.save(out, format="WEBP", quality=_QUALITY, method=2)
    return out.getvalue()
