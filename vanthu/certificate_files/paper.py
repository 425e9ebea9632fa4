"""The certificate as a page to print: A4 across, PDF/A-2u, with a QR code that leads to its check page.

In Vietnamese with English beneath, whoever asks for it: a paper goes from hand to hand.
"""

from __future__ import annotations

import io
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import fontpkg_be_vietnam_pro
import pikepdf
import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from ingest.archive import ArchiveForm, Facts
from ingest.archive.pdfa import declare
from training_modules.certificates.codes import shown
from vanthu.certificate_files.badge import check_address
from vanthu.text import printable

if TYPE_CHECKING:
    from datetime import date

    from training_modules.certificates.views import Certificate

WIDTH, HEIGHT = landscape(A4)
MARGIN = 26 * mm
INK, SOFT, ACCENT, FAINT = HexColor("#1b2426"), HexColor("#536164"), HexColor("#0f5e59"), HexColor("#b9c6c5")
WHAT = "Chứng nhận hoàn thành. Tra cứu bản ghi và hiệu lực tại địa chỉ in trên chứng nhận."
QR_MM = 34.0


def paper(told: Certificate, home: str) -> bytes:
    """One page, the same bytes for the same certificate and address."""
    _use_fonts()
    out = io.BytesIO()
    first = {"initialFontName": _face()}  # the one it would take has no place in a PDF/A
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, lang="vi", **first)  # type: ignore[arg-type]
    canvas.setTitle(f"Chứng nhận số {told.number}")
    _frame(canvas)
    _head(canvas, told)
    _body(canvas, told)
    _foot(canvas, told, check_address(told, home))
    canvas.showPage()
    canvas.save()
    return _for_keeping(out.getvalue(), told)


def _frame(canvas: Canvas) -> None:
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1.6)
    canvas.rect(10 * mm, 10 * mm, WIDTH - 20 * mm, HEIGHT - 20 * mm)
    canvas.setLineWidth(0.4)
    canvas.rect(12 * mm, 12 * mm, WIDTH - 24 * mm, HEIGHT - 24 * mm)


def _head(canvas: Canvas, told: Certificate) -> None:
    _line(canvas, told.issuer, HEIGHT - 28 * mm, 11, bold=True, colour=SOFT)
    _line(canvas, "CHỨNG NHẬN", HEIGHT - 44 * mm, 30, bold=True, colour=ACCENT, spacing=3)
    _line(canvas, "CERTIFICATE", HEIGHT - 51 * mm, 10, colour=SOFT, spacing=4)


def _body(canvas: Canvas, told: Certificate) -> None:
    _line(canvas, told.holder, HEIGHT - 74 * mm, 27, bold=True)
    _line(canvas, told.unit, HEIGHT - 83 * mm, 12, colour=SOFT)
    done = "đã hoàn thành chương trình" if told.programme else "đã hoàn thành khoá học"
    english = "has completed the programme" if told.programme else "has completed the course"
    _line(canvas, f"{done}  ·  {english}", HEIGHT - 98 * mm, 11, colour=SOFT)
    y = _text(canvas, told.title, HEIGHT - 102 * mm, 20, bold=True)
    if told.title_en != told.title:
        y = _text(canvas, told.title_en, y - 1 * mm, 11.5, colour=SOFT)
    if told.programme:
        titles = (f"{n}. {each.title}" for n, each in enumerate(told.programme, 1))
        courses = "  ·  ".join(title.replace(" ", "\u00a0") for title in titles)
        y = _text(canvas, courses, y - 3 * mm, 9)
    scores = "  ·  ".join(f"{score.title}: {score.correct}/{score.total}" for score in told.scores)
    said = [f"Bản {told.edition} của khoá học", scores] if scores else [f"Bản {told.edition} của khoá học"]
    _text(canvas, "  ·  ".join(said), y - 3 * mm, 9.5, colour=SOFT)


def _foot(canvas: Canvas, told: Certificate, address: str) -> None:
    bottom, side = 20 * mm, QR_MM * mm
    left = MARGIN + side + 6 * mm
    _qr(canvas, address, MARGIN, bottom, side)
    home = address.removesuffix(shown(told.code))
    for text, y, size, colour, bold in (
        ("Tra cứu hiệu lực của chứng nhận · Check this certificate", 25.0, 8.5, SOFT, False),
        (home, 18.5, _fitting(home, 9.5, WIDTH / 2 - left + 20 * mm), INK, False),
        (shown(told.code), 11.5, 13.0, INK, True),
        (f"SHA-256 {told.record_sha256}", 4.0, 6.0, SOFT, False),
    ):
        canvas.setFillColor(colour)
        canvas.setFont(_face(bold=bold), size)
        canvas.drawString(left, bottom + y * mm, text)
    right = WIDTH - MARGIN
    until = f"Có giá trị đến hết ngày {_day(told.valid_until)}" if told.valid_until else "Không thời hạn"
    for text, y, size, bold in (
        (f"Số {told.number}", 25.0, 13.0, True),
        (f"Cấp ngày {_day(told.issued_on)} · Issued {told.issued_on.isoformat()}", 18.5, 9.5, False),
        (until, 12.5, 9.5, False),
    ):
        canvas.setFillColor(INK)
        canvas.setFont(_face(bold=bold), size)
        canvas.drawRightString(right, bottom + y * mm, text)


def _qr(canvas: Canvas, address: str, x: float, y: float, side: float) -> None:
    """Drawn as squares: no picture, sharp at any size."""
    code = segno.make(address, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix]
    unit = side / (len(rows) + 8)  # four light modules around it, as the standard asks
    canvas.setFillColor(INK)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        across = 0
        for dark, modules in groupby(row):
            many = len([*modules])
            if dark:
                path.rect(x + (across + 4) * unit, y + side - (down + 5) * unit, many * unit, unit)
            across += many
    canvas.drawPath(path, stroke=0, fill=1)


def _line(
    canvas: Canvas,
    text: str,
    y: float,
    size: float,
    *,
    bold: bool = False,
    colour: Color = INK,
    spacing: float = 0,
) -> None:
    """One centred line, made smaller where it would not fit."""
    said = printable(text)
    face = _face(bold=bold)
    canvas.setFillColor(colour)
    canvas.setFont(face, size if spacing else _fitting(said, size, WIDTH - 2 * MARGIN, bold=bold))
    canvas.drawCentredString(WIDTH / 2, y, said, charSpace=spacing)


def _fitting(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """The size, or as much smaller as the line needs to fit."""
    width = pdfmetrics.stringWidth(text, _face(bold=bold), size)
    return size * min(1.0, room / max(width, 1.0))


def _text(
    canvas: Canvas, text: str, y: float, size: float, *, bold: bool = False, colour: Color = INK
) -> float:
    """Centred lines from `y` down, at most three; where they end."""
    while True:
        style = ParagraphStyle(
            "", fontName=_face(bold=bold), fontSize=size, leading=size * 1.35, alignment=TA_CENTER,
            textColor=colour,
        )  # fmt: skip
        set_ = Paragraph(escape(printable(text)), style)
        _, height = set_.wrap(WIDTH - 2 * MARGIN, HEIGHT)
        if height <= 3.1 * style.leading or size <= 6:
            break
        size -= 0.5
    set_.drawOn(canvas, MARGIN, y - height)
    return y - height


def _for_keeping(made: bytes, told: Certificate) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        facts = Facts(
            title=f"Chứng nhận số {told.number}",
            number=told.number,
            issued=told.issued_on.isoformat(),
            issuer=told.issuer,
            language="vi",
        )
        declare(pdf, ArchiveForm.A2U, facts, what=WHAT, sound_fonts=True)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


@cache
def _use_fonts() -> None:
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    for bold, face in ((False, "Regular"), (True, "SemiBold")):
        pdfmetrics.registerFont(TTFont(_face(bold=bold), folder / f"BeVietnamPro-{face}.ttf"))


def _face(*, bold: bool = False) -> str:
    return "BeVietnamPro-SemiBold" if bold else "BeVietnamPro"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
