"""Fonts and paragraph styles (Decree 30/2020/NĐ-CP, Annex I; Tinos has the widths of Times New Roman)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT_FOLDER = Path("/usr/share/fonts/truetype/croscore")
PAGE = A4
PAGE_LANDSCAPE = landscape(A4)
TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 15 * mm

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"


@lru_cache(maxsize=1)
def register_fonts() -> None:
    for name, stem in (
        (REGULAR, "Tinos-Regular"),
        (BOLD, BOLD),
        (ITALIC, ITALIC),
        (BOLD_ITALIC, BOLD_ITALIC),
    ):
        pdfmetrics.registerFont(TTFont(name, str(FONT_FOLDER / f"{stem}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD_ITALIC)


BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    fontSize=14,
    leading=18.2,
    alignment=TA_JUSTIFY,
    firstLineIndent=12.7 * mm,
    spaceBefore=3,
    spaceAfter=4,
    allowWidows=0,
    allowOrphans=0,
)
BASIS = ParagraphStyle("basis", parent=BODY, fontName=ITALIC)
HEADING = ParagraphStyle(
    "heading",
    parent=BODY,
    fontName=BOLD,
    alignment=TA_CENTER,
    firstLineIndent=0,
    spaceBefore=5,
    spaceAfter=3,
    keepWithNext=1,
)
CENTRED = ParagraphStyle("centred", parent=HEADING, fontName=REGULAR, keepWithNext=0)
CENTRED_ITALIC = ParagraphStyle("centred-italic", parent=CENTRED, fontName=ITALIC)
TYPE_NAME = ParagraphStyle("type", parent=HEADING, spaceBefore=14, spaceAfter=0)
TYPE_NAME_PARTY = ParagraphStyle("type-party", parent=TYPE_NAME, fontSize=16, leading=20)
SUBJECT = ParagraphStyle("subject", parent=HEADING, spaceBefore=0, spaceAfter=1)
ADDRESSEE = ParagraphStyle("addressee", parent=BODY, alignment=TA_LEFT, firstLineIndent=0, spaceAfter=0)
RECIPIENT = ParagraphStyle(
    "recipient",
    fontName=REGULAR,
    fontSize=11,
    leading=13,
    alignment=TA_LEFT,
    leftIndent=5,
    firstLineIndent=-5,
)
RECIPIENT_PARTY = ParagraphStyle("recipient-party", parent=RECIPIENT, fontSize=12, leading=14.5)
CELL = ParagraphStyle("cell", fontName=REGULAR, fontSize=12, leading=14.5, alignment=TA_LEFT)
CELL_CENTRED = ParagraphStyle("cell-centred", parent=CELL, alignment=TA_CENTER)
CELL_HEAD = ParagraphStyle("cell-head", parent=CELL_CENTRED, fontName=BOLD)


def markup(text: str) -> str:
    """`**bold**` and `*italic*` as the layout engine writes them."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
