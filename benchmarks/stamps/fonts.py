"""Typefaces of the two halves: none of those measured with was seen while training or tuning."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (Path("/usr/share/fonts/truetype"), Path("/usr/share/fonts/opentype"))
_MEASURED = (
    "Free",
    "BebasNeue",
    "ComicNeue",
    "DancingScript",
    "Breip",
    "breipfont",
    "BeVietnamPro",
    "DejaVu",
)
"""Beginnings of the file names of the typefaces kept for measuring."""
_NO_LETTERS = (
    "Symbol",
    "D050000L",
    "Droid",
    "NotoColor",
    "MathTeXGyre",
    "3270",
    "OpenSymbol",
    "CabinSketch",
    "LinBiolinum_K",
)
STROKE = "stroke"
"""Letters drawn with a pen along lines, as engraving and drafting machines do; no file."""
_FIRST_SIZE = 100


def measured() -> list[str]:
    return [STROKE, *(str(path) for path in _files() if path.name.startswith(_MEASURED))]


def trained() -> list[str]:
    """Whatever else is installed: the more, the better the training (see docs/decisions/0006)."""
    return [STROKE, *(str(path) for path in _files() if not path.name.startswith(_MEASURED))]


@lru_cache(maxsize=1)
def _files() -> list[Path]:
    found = [path for folder in FOLDERS for kind in ("*.ttf", "*.otf") for path in folder.rglob(kind)]
    try:
        import fontpkg_be_vietnam_pro  # noqa: PLC0415

        for folder in fontpkg_be_vietnam_pro.__path__:
            found += Path(folder).rglob("*.ttf")
    except ImportError:
        pass
    return sorted((path for path in found if not path.name.startswith(_NO_LETTERS)), key=lambda p: p.name)


@lru_cache(maxsize=512)
def face(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=512)
def size_for(path: str, capital: int) -> int:
    """The size at which a capital M is `capital` pixels high."""
    box = face(path, _FIRST_SIZE).getbbox("M", anchor="ls")
    return max(4, round(_FIRST_SIZE * capital / max(1.0, -box[1])))


@lru_cache(maxsize=8192)
def has(path: str, char: str) -> bool:
    """Whether the typeface draws the character (and not the box that stands for a missing one)."""
    font = face(path, 24)
    return bytes(font.getmask(char)) != bytes(font.getmask("\uffff")) and font.getbbox(char)[2] > 0
