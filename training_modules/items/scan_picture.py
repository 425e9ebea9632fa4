"""The picture of a page that a drill shows instead of its text: what is read by eye cannot be pasted."""

from __future__ import annotations

import base64
import io
import random
from functools import lru_cache
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = Path(fontpkg_be_vietnam_pro.__file__).parent / "files" / "BeVietnamPro-Regular.ttf"
WIDTH = 900
"""Pixels: sharp on a telephone at twice its width, and a few dozen kilobytes."""
MARGIN = 48
SIZE = 25
LEADING = 42
PAPER, INK = 244, 38
"""Grey levels."""
SPECKS = 0.0006
"""Share of the picture's dots that are dirt."""
SKEW = 0.35
"""Degrees: as a page lies in a scanner."""


@lru_cache(maxsize=64)
def picture_of(text: str) -> str:
    """The text as a scanned page, a `data:` address of a PNG; the same for the same text."""
    font = ImageFont.truetype(str(FONT), SIZE)
    lines = [line for paragraph in text.splitlines() for line in _wrapped(paragraph, font)]
    page = Image.new("L", (WIDTH, 2 * MARGIN + LEADING * len(lines)), PAPER)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + number * LEADING), line, INK, font)
    page = page.rotate(SKEW, Image.Resampling.BICUBIC, fillcolor=PAPER)
    page = page.filter(ImageFilter.GaussianBlur(0.6))
    _dirty(page)
    sink = io.BytesIO()
    page.quantize(16).save(sink, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(sink.getvalue()).decode()


def _wrapped(paragraph: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _dirty(page: Image.Image) -> None:
    """Specks, always at the same places for a page of that size."""
    chance = random.Random(f"{page.size}")  # noqa: S311  (dirt, not a secret)
    for _ in range(int(SPECKS * page.width * page.height)):
        place = chance.randrange(page.width), chance.randrange(page.height)
        page.putpixel(place, chance.randrange(90, 200))
