"""The typeface of typeset pages: Tinos, which has the widths of Times New Roman and all of Vietnamese."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ingest.errors import FontMissing

FAMILY = "Tinos"
FOLDERS = (Path("/usr/share/fonts/truetype/croscore"), Path("/usr/share/fonts/croscore"))
_STYLES = {"": "Regular", "-bold": "Bold", "-italic": "Italic", "-bold-italic": "BoldItalic"}


@cache
def use_fonts() -> None:
    """Make the family known to reportlab, once."""
    folder = next((folder for folder in FOLDERS if (folder / "Tinos-Regular.ttf").is_file()), None)
    if folder is None:
        raise FontMissing
    for suffix, style in _STYLES.items():
        pdfmetrics.registerFont(TTFont(FAMILY + suffix, folder / f"Tinos-{style}.ttf"))
    pdfmetrics.registerFontFamily(
        FAMILY,
        normal=FAMILY,
        bold=f"{FAMILY}-bold",
        italic=f"{FAMILY}-italic",
        boldItalic=f"{FAMILY}-bold-italic",
    )
