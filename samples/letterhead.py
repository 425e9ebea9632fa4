"""The head of a document in State form (Decree 30/2020) and Party form (Guidance 36 and 05-HD/VPTW)."""

from __future__ import annotations

from random import Random
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from samples.marks import RECEIVED_HEIGHT, draw_by_hand, draw_received, hand_width
from samples.source import Head
from samples.style import BOLD, ITALIC, REGULAR

_LEFT_SHARE = 0.43
_LINE = 16.0
_PLACES = (" TỈNH ", " HUYỆN ", " XÃ ", " PHƯỜNG ")


def _issuer_lines(name: str, font: str, size: float, width: float) -> list[str]:
    """A body's name on one line, or broken before its place or near its middle, as clerks break it."""
    if not name or stringWidth(name, font, size) <= width:
        return [name] if name else []
    for place in _PLACES:
        before, found, after = name.partition(place)
        if found:
            return [before, (found + after).strip()]
    words = name.split()
    cut = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(name) / 2))
    return [" ".join(words[:cut]), " ".join(words[cut:])]


class Letterhead(Flowable):
    """Issuer at the left, the nation's or the Party's title at the right, number, place and date below."""

    def __init__(self, head: Head, random: Random, *, numbered: bool = True) -> None:
        super().__init__()
        self.head = head
        self.random = random
        self.numbered = numbered
        """False over an annexed text, which bears the issuer but no number of its own."""

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        left = aW * _LEFT_SHARE
        party = self.head.form == "party"
        self._size = 14 if party else 13
        parent = self.head.parent_body.upper() if self.head.parent_body else ""
        self._parent = _issuer_lines(parent, REGULAR, self._size, left)
        self._issuer = _issuer_lines(self.head.issuing_body.upper(), BOLD, self._size, left)
        about = ""
        if self.head.is_letter and self.numbered:
            about = ("về " if party else "V/v ") + self.head.subject
        self._about = simpleSplit(about, ITALIC if party else REGULAR, 12, left + 4 * mm)
        issuer_lines = len(self._parent) + len(self._issuer)
        self._number_y = max(issuer_lines * _LINE + (_LINE if party else 5) + 13, 48 if not party else 50)
        height = self._number_y + 6 + len(self._about) * 14 if self.numbered else self._number_y - 4
        if self.head.received and self.numbered:
            height += 11 * mm if self.head.is_letter else 3 * mm
        self.height = height
        return aW, height

    def draw(self) -> None:
        canvas = self.canv
        top = self.height
        left_x, right_x = self.width * _LEFT_SHARE / 2 - 2 * mm, self.width * (1 + _LEFT_SHARE) / 2 - 1.5 * mm
        y = top - 12
        for font, lines in ((REGULAR, self._parent), (BOLD, self._issuer)):
            canvas.setFont(font, self._size)
            for line in lines:
                canvas.drawCentredString(left_x, y, line)
                y -= _LINE
        canvas.setLineWidth(0.8)
        (self._party_title if self.head.form == "party" else self._state_title)(canvas, left_x, right_x, y)
        if not self.numbered:
            return
        number_y = top - self._number_y
        self._number(canvas, left_x, number_y)
        party = self.head.form == "party"
        self._place_and_date(canvas, right_x, top - 46 if party else number_y)
        canvas.setFont(ITALIC if party else REGULAR, 12)
        for index, line in enumerate(self._about):
            canvas.drawCentredString(left_x, number_y - 15 - index * 14, line)
        if self.head.received:
            shift = len(self._about) * 14
            draw_received(
                canvas, -14 * mm, number_y - shift - RECEIVED_HEIGHT - 3 * mm, self.head.received, self.random
            )

    def _state_title(self, canvas: Any, left_x: float, right_x: float, y: float) -> None:
        canvas.setFont(BOLD, 13)
        canvas.drawCentredString(right_x, self.height - 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        motto = "Độc lập - Tự do - Hạnh phúc"
        canvas.setFont(BOLD, 14)
        canvas.drawCentredString(right_x, self.height - 12 - _LINE, motto)
        half = stringWidth(motto, BOLD, 14) / 2
        canvas.line(right_x - half, self.height - 17.5 - _LINE, right_x + half, self.height - 17.5 - _LINE)
        under = stringWidth(self._issuer[-1], BOLD, self._size) * 0.22
        canvas.line(left_x - under, y + 10, left_x + under, y + 10)

    def _party_title(self, canvas: Any, left_x: float, right_x: float, y: float) -> None:
        canvas.setFont(BOLD, 15)
        title = "ĐẢNG CỘNG SẢN VIỆT NAM"
        canvas.drawCentredString(right_x, self.height - 12, title)
        half = stringWidth(title, BOLD, 15) / 2
        canvas.line(right_x - half, self.height - 17.5, right_x + half, self.height - 17.5)
        canvas.setFont(REGULAR, 14)
        canvas.drawCentredString(left_x, y - 1, "*")

    def _runs(
        self, canvas: Any, x: float, y: float, *, font: str, size: float, runs: list[tuple[str, bool]]
    ) -> None:
        """Print and handwriting in turn, centred about x."""
        hand = size * 1.05
        widths = [hand_width(t, hand) if by_hand else stringWidth(t, font, size) for t, by_hand in runs]
        cursor = x - sum(widths) / 2
        canvas.setFont(font, size)
        for (text, by_hand), width in zip(runs, widths, strict=True):
            if by_hand:
                draw_by_hand(canvas, cursor, y, text, size=hand, random=self.random)
            else:
                canvas.drawString(cursor, y, text)
            cursor += width

    def _number(self, canvas: Any, x: float, y: float) -> None:
        head = self.head
        party = head.form == "party"
        lead, joint = ("Số ", "-") if party else ("Số: ", "/")
        runs = [(lead, False), (head.number, head.number_by_hand), (f"{joint}{head.symbol}", False)]
        self._runs(canvas, x, y, font=REGULAR, size=14 if party else 13, runs=runs)

    def _place_and_date(self, canvas: Any, x: float, y: float) -> None:
        head = self.head
        month = f"{head.date.month:02d}" if head.date.month < 3 else str(head.date.month)
        runs = [
            (f"{head.place}, ngày ", False),
            (f"{head.date.day:02d}", head.day_by_hand),
            (f" tháng {month} năm {head.date.year}", False),
        ]
        self._runs(canvas, x, y, font=ITALIC, size=14, runs=runs)
