"""A document with doubts, entered beside a running server: its page drawn, its words where they stand."""

from __future__ import annotations

import io
import secrets
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ocr.layout import make_line
from ocr.page import Box, PageText, Region, Word
from records.types import DocumentStatus, FieldName, FieldValue, NewDocument
from ui.web.assets import FONTS
from vanthu.services import Services
from vanthu.settings import Settings

WIDTH, HEIGHT = 1240, 1754
LINES = (
    "Số: 115/NQ-CP",
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Theo đề nghị của ?Bộ trưởng ?Bô Tài chính",
    "Giao ?các ?eơ quan ?oOo thi hành Nghị quyết này",
)
"""As read; a word that begins with `?` is in doubt."""
OTHERS = {"Bô": ("Bộ", "Bồ"), "eơ": ("cơ", "eo")}


def plant(data: Path, username: str) -> int:
    """Enter it for `username`'s unit; its id. Open: a number, a date, a type, and five words."""
    services = Services(Settings(data=data))
    try:
        owner = services.accounts.principal(username)
        page, image = _page()
        stored = services.files.put(image)
        catalogue = services.catalogue
        document_id = catalogue.register(
            NewDocument("nq.png", owner.unit_id, stored.sha256, "image/png", stored.size, 1, owner.account_id)
        )
        catalogue.put_page(document_id, page, stored.sha256)
        catalogue.put_fields(document_id, _fields(page), needs_review=True)
        catalogue.set_status(document_id, DocumentStatus.READY)
        return document_id
    finally:
        services.close()


def _fields(page: PageText) -> list[FieldValue]:
    number, subject = page.lines[0].words[1], page.lines[1]
    return [
        FieldValue(
            FieldName.REFERENCE_NUMBER, "116/NQ-CP", 0.3, 1, number.box, doubtful=True,
            alternatives=("115/NQ-CP",), evidence="Số: 115/NQ-CP",
        ),
        FieldValue(FieldName.ISSUE_DATE, "2026-04-29", 0.4, 1, number.box, doubtful=True),
        FieldValue(FieldName.DOCUMENT_TYPE, "decision", 0.5, 1, number.box, doubtful=True),
        FieldValue(FieldName.ISSUING_BODY, "Chính phủ", 0.99, 1, subject.box),
        FieldValue(FieldName.SUBJECT, "Về việc thử bàn soát", 0.99, 1, subject.box),
    ]  # fmt: skip


def _page() -> tuple[PageText, bytes]:
    font = ImageFont.truetype(str(FONTS / "BeVietnamPro-Regular.ttf"), 30)
    paper = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(paper)
    draw.text((120, 1600), secrets.token_hex(8), fill="black", font=font)  # no two are duplicates
    made = []
    for number, text in enumerate(LINES):
        left, top, words = 120.0, 200 + number * 70, []
        for raw in text.split():
            word = raw.lstrip("?")
            right = left + draw.textlength(word, font)
            draw.text((left, top), word, fill="black", font=font)
            box: Box = (left / WIDTH, top / HEIGHT, right / WIDTH, (top + 40) / HEIGHT)
            doubtful = raw != word
            words.append(
                Word(word, box, 0.4 if doubtful else 0.98, "tesseract", OTHERS.get(word, ()), doubtful)
            )
            left = right + 12
        made.append(make_line(words))
    kept = io.BytesIO()
    paper.save(kept, "WEBP", quality=60)
    seal = Region("seal", (0.5, 0.6, 0.7, 0.75))
    page = PageText(1, WIDTH, HEIGHT, 150, "tesseract", "scan", 0.9, tuple(made), regions=(seal,))
    return page, kept.getvalue()
