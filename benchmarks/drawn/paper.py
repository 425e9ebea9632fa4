"""Drawn documents set on pages: both forms, drafts, joint issuers, urgency stamps."""

from __future__ import annotations

import io
from random import Random
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer

from benchmarks.drawn.heads import DrawnHead
from benchmarks.drawn.words import body_text
from samples.closing import Closing
from samples.letterhead import Letterhead
from samples.marks import SEAL_RED
from samples.style import (
    ADDRESSEE,
    BASIS,
    BODY,
    BOLD,
    BOTTOM,
    CENTRED,
    HEADING,
    ITALIC,
    LEFT,
    PAGE,
    REGULAR,
    RIGHT,
    SUBJECT,
    TOP,
    TYPE_NAME,
    TYPE_NAME_PARTY,
    markup,
    register_fonts,
)

_URGENCY = {"urgent": "KHẨN", "very_urgent": "THƯỢNG KHẨN", "express": "HỎA TỐC"}
_BLANK = " " * 9


class _Head(Letterhead):
    """A letterhead whose number and date may be blank, with a stamp of urgency."""

    head: DrawnHead

    def draw(self) -> None:
        super().draw()
        if self.numbered and self.head.urgency:
            self._stamp(
                _URGENCY[self.head.urgency], 6 * mm, self.height - self._number_y - 26 - 14 * len(self._about)
            )

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        width, height = super().wrap(aW, aH)
        self.height = height + (26 if self.head.urgency and self.numbered else 0)
        return width, self.height

    def _stamp(self, text: str, x: float, y: float) -> None:
        canvas: Any = self.canv
        canvas.saveState()
        canvas.setStrokeColorRGB(*SEAL_RED)
        canvas.setFillColorRGB(*SEAL_RED)
        canvas.setLineWidth(1.2)
        canvas.setFont(BOLD, 14)
        canvas.rect(x, y - 4, stringWidth(text, BOLD, 14) + 10, 18)
        canvas.drawString(x + 5, y, text)
        canvas.restoreState()

    def _number(self, canvas: Any, x: float, y: float) -> None:
        symbol = self.head.symbol.replace("QĐ", "OĐ") if self.head.slip else self.head.symbol
        party = self.head.form == "party"
        lead, joint = ("Số ", "-") if party else ("Số: ", "/")
        number = _BLANK if self.head.draft else self.head.number
        by_hand = self.head.number_by_hand
        runs = [(lead, False), (number, by_hand), (f"{joint}{symbol}", False)]
        self._runs(canvas, x, y, font=REGULAR, size=14 if party else 13, runs=runs)

    def _place_and_date(self, canvas: Any, x: float, y: float) -> None:
        if not self.head.draft:
            super()._place_and_date(canvas, x, y)
            return
        text = f"{self.head.place}, ngày{_BLANK}tháng{_BLANK}năm {self.head.date.year}"
        self._runs(canvas, x, y, font=ITALIC, size=14, runs=[(text, False)])


def _addressees(head: DrawnHead) -> list[Flowable]:
    if len(head.addressees) == 1:
        return [Spacer(1, 10), Paragraph(f"Kính gửi: {head.addressees[0]}", CENTRED), Spacer(1, 8)]
    left = ADDRESSEE.clone("to", leftIndent=120)
    return [
        Spacer(1, 10),
        Paragraph("Kính gửi:", ADDRESSEE.clone("dear", leftIndent=70)),
        *[Paragraph(f"- {name};", left) for name in head.addressees],
        Spacer(1, 8),
    ]


def _opening(head: DrawnHead) -> list[Flowable]:
    party = head.form == "party"
    if head.is_letter:
        return _addressees(head)
    parts: list[Flowable] = [Spacer(1, 6)]
    if head.draft:
        parts.append(Paragraph("DỰ THẢO", BODY))
    parts.append(Paragraph(head.type.upper(), TYPE_NAME_PARTY if party else TYPE_NAME))
    parts.append(Paragraph(markup(head.subject), SUBJECT))
    parts.append(Paragraph("-----" if party else "_______", CENTRED))
    parts.append(Spacer(1, 8))
    if not party:
        if head.issuing_body.startswith(("Ủy ban", "Hội đồng", "Chính phủ")) and head.code in {
            "decision",
            "resolution",
        }:
            parts.append(Paragraph(head.issuing_body.upper(), HEADING))
        parts += [Paragraph(base, BASIS) for base in head.bases]
    return parts


def set_on_pages(head: DrawnHead, random: Random, *, long: bool) -> bytes:
    """The clean PDF: one page, or two or three if `long`."""
    register_fonts()
    out = io.BytesIO()
    template = BaseDocTemplate(
        out, pagesize=PAGE, invariant=1, title="Văn bản vẽ để đo", author="", lang="vi"
    )
    frame = Frame(LEFT, BOTTOM, PAGE[0] - LEFT - RIGHT, PAGE[1] - TOP - BOTTOM, 0, 0, 0, 0, id="page")
    template.addPageTemplates(PageTemplate("page", [frame], pagesize=PAGE, onPageEnd=_numbered))
    parts: list[Flowable] = [_Head(head, random), *_opening(head)]
    for number, text in enumerate(body_text(random, random.randint(9, 14) if long else 3), start=1):
        parts.append(Paragraph(f"{number}. {text}", BODY))
    parts.append(Closing(head, random, by_hand=head.format == "scan"))
    if long and random.random() < 0.5:
        parts += [
            PageBreak(),
            Paragraph("PHỤ LỤC", HEADING),
            Paragraph(f"<i>(Ban hành kèm theo {head.type} số {head.reference_number})</i>", CENTRED),
            *[Paragraph(text, BODY) for text in body_text(random, 4)],
        ]
    template.build(parts)
    return out.getvalue()


def _numbered(canvas: Any, _: BaseDocTemplate) -> None:
    if canvas.getPageNumber() > 1:
        canvas.setFont(REGULAR, 13)
        canvas.drawCentredString((PAGE[0] + LEFT - RIGHT) / 2, PAGE[1] - 13 * mm, str(canvas.getPageNumber()))
