"""The foot of a document: "Nơi nhận" at the left; authority, office, signature and name at the right."""

from __future__ import annotations

from random import Random
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Flowable, Paragraph

from samples.marks import draw_seal, draw_signature
from samples.source import Head, Signer
from samples.style import BOLD, BOLD_ITALIC, ITALIC, RECIPIENT, RECIPIENT_PARTY, REGULAR, markup

_LINE = 16.5
_GAP = 30 * mm  # room for the signature between office and name


class Closing(Flowable):
    def __init__(self, head: Head, random: Random, *, by_hand: bool) -> None:
        super().__init__()
        self.head = head
        self.random = random
        self.by_hand = by_hand
        """Signed and sealed; otherwise "(Đã ký)" is printed, as born-digital copies have it."""

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        party = self.head.form == "party"
        style = RECIPIENT_PARTY if party else RECIPIENT
        self._recipients = [Paragraph(markup(f"- {line}"), style) for line in self.head.recipients]
        self._heights = [p.wrap(aW * 0.45, aH)[1] for p in self._recipients]
        self._right = self._lines(self.head.signer)
        right = len(self._right) * _LINE + _GAP + 26
        left = sum(self._heights) + 20
        if self.head.co_signer:
            self._left_top = right
            self.height = right + left + 8
        else:
            self._left_top = 0.0
            self.height = max(left, right) + 8
        return aW, self.height

    def _lines(self, signer: Signer) -> list[tuple[str, str]]:
        """Font and text of what stands over the signature."""
        party = self.head.form == "party"
        share = 0.50
        lines = [(BOLD, line) for line in signer.authority]
        lines.append((REGULAR if party and signer.authority else BOLD, signer.title))
        return [
            (font, part) for font, text in lines for part in simpleSplit(text, font, 14, self.width * share)
        ]

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.page_has_seal = True
        self._sign(canvas, self.width * 0.74, self.head.signer, self._right, seal=True)
        if self.head.co_signer:
            self._sign(
                canvas, self.width * 0.22, self.head.co_signer, self._lines(self.head.co_signer), seal=False
            )
        y = self.height - self._left_top - 18
        if self.head.form == "party":
            canvas.setFont(REGULAR, 14)
            canvas.drawString(0, y, "Nơi nhận:")
            canvas.setLineWidth(0.7)
            canvas.line(0, y - 2, canvas.stringWidth("Nơi nhận", REGULAR, 14), y - 2)
        else:
            canvas.setFont(BOLD_ITALIC, 12)
            canvas.drawString(0, y, "Nơi nhận:")
        y -= 3
        for paragraph, height in zip(self._recipients, self._heights, strict=True):
            y -= height
            paragraph.drawOn(canvas, 0, y)

    def _sign(
        self, canvas: Any, x: float, signer: Signer, lines: list[tuple[str, str]], *, seal: bool
    ) -> None:
        y = self.height - 18
        for font, text in lines:
            canvas.setFont(font, 14)
            canvas.drawCentredString(x, y, text)
            y -= _LINE
        name_y = y - _GAP + 6
        if self.by_hand:
            if seal:
                parent = self.head.parent_body if len(self.head.issuing_body) < 14 else None
                body = " ".join(filter(None, (self.head.issuing_body, parent))).upper()
                aside, above = self.random.uniform(-21, -17) * mm, self.random.uniform(18, 21.5) * mm
                draw_seal(canvas, x + aside, name_y + above, body, self.random)
            draw_signature(canvas, x + 2 * mm, name_y + 22, signer.name)
        else:
            canvas.setFont(ITALIC, 13)
            canvas.drawCentredString(x, name_y + _GAP / 2, "(Đã ký)")
        canvas.setFont(BOLD, 14)
        canvas.drawCentredString(x, name_y, signer.name)
