"""A sample as a clean A4 PDF in the true form, before it goes through the scanner."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from random import Random
from typing import Any

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from samples.closing import Closing
from samples.letterhead import Letterhead
from samples.source import Block, Head, Sample
from samples.style import (
    ADDRESSEE,
    BASIS,
    BODY,
    BOTTOM,
    CELL,
    CELL_CENTRED,
    CELL_HEAD,
    CENTRED,
    CENTRED_ITALIC,
    HEADING,
    LEFT,
    PAGE,
    PAGE_LANDSCAPE,
    REGULAR,
    RIGHT,
    SUBJECT,
    TOP,
    TYPE_NAME,
    TYPE_NAME_PARTY,
    markup,
    register_fonts,
)

SAMPLE_MARK = "VĂN BẢN MẪU"
_BOLD_ONLY = re.compile(r"\*\*[^*]+\*\*")
_FIGURE = re.compile(r"\**[\d.,%/]+\**")
_COLUMN_WIDTHS = {2: (7, 3), 3: (1, 7, 4), 4: (1, 6, 4, 3), 5: (1, 7, 4, 4, 3), 6: (1.1, 7, 3.6, 4.6, 3, 4.4)}


@dataclass(frozen=True, slots=True)
class Laid:
    """The clean PDF and the pages that bear a seal or a stamp (from 1)."""

    pdf: bytes
    sealed_pages: frozenset[int]


class _RestartNumbers(Flowable):
    """The next page is the first of an annexed text, whose pages are counted anew."""

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.numbers_from = canvas.getPageNumber()


class _Template(BaseDocTemplate):
    """Portrait and landscape pages; page number top centre from the second page on."""

    def __init__(self, out: io.BytesIO, head: Head) -> None:
        super().__init__(out, pagesize=PAGE, invariant=1, title="Văn bản mẫu", author="", lang="vi")
        self._head = head
        for name, size in (("portrait", PAGE), ("landscape", PAGE_LANDSCAPE)):
            width, height = size
            frame = Frame(LEFT, BOTTOM, width - LEFT - RIGHT, height - TOP - BOTTOM, 0, 0, 0, 0, id=name)
            self.addPageTemplates(PageTemplate(name, [frame], pagesize=size, onPageEnd=self._end))
        self.sealed: set[int] = set()

    def _end(self, canvas: Any, _: BaseDocTemplate) -> None:
        width, height = canvas._pagesize
        page = canvas.getPageNumber()
        number = page - getattr(canvas, "numbers_from", 1) + 1
        if number > 1:
            canvas.setFont(REGULAR, 13)
            canvas.drawCentredString((width + LEFT - RIGHT) / 2, height - 13 * mm, str(number))
        canvas.setFont(REGULAR, 8)
        canvas.drawRightString(width - RIGHT, 9 * mm, SAMPLE_MARK)
        if getattr(canvas, "page_has_seal", False) or (page == 1 and self._head.received):
            self.sealed.add(page)
        canvas.page_has_seal = False


def _title(head: Head, type_name: str, subject: str, width: float) -> list[Flowable]:
    party = head.form == "party"
    parts: list[Flowable] = []
    if head.received:
        parts.append(Spacer(1, 6 * mm))
    parts.append(Paragraph(type_name.upper(), TYPE_NAME_PARTY if party else TYPE_NAME))
    parts += [Paragraph(markup(line.strip()), SUBJECT) for line in subject.split("\n") if line.strip()]
    if party:
        parts.append(Paragraph("-----", CENTRED))
    else:
        parts.append(Spacer(1, 3))
        parts.append(HRFlowable(width * 0.24, 0.8, color=colors.black, spaceBefore=0, spaceAfter=10))
    return parts


def _addressees(head: Head) -> list[Flowable]:
    party = head.form == "party"
    label = "*Kính gửi:*" if party else "Kính gửi:"
    names = head.addressees
    space = Spacer(1, 8 * mm if head.received else 5 * mm)
    if len(names) == 1:
        return [space, Paragraph(markup(f"{label} {names[0]}"), CENTRED), Spacer(1, 8)]
    rows: list[Flowable] = [space, Paragraph(markup(label), ADDRESSEE.clone("k", leftIndent=72))]
    ends = [";"] * (len(names) - 1) + ["."]
    rows += [
        Paragraph(
            markup(f"- {name}{end}"), ADDRESSEE.clone("a", leftIndent=132, firstLineIndent=-7, spaceBefore=0)
        )
        for name, end in zip(names, ends, strict=True)
    ]
    return [*rows, Spacer(1, 8)]


def _table(block: Block, width: float) -> Table:
    header, *rows = block.rows
    columns = len(header)
    shares = _COLUMN_WIDTHS[columns]
    cells: list[list[Any]] = [[Paragraph(markup(cell), CELL_HEAD) for cell in header]]
    spans: list[tuple[Any, ...]] = []
    for row in rows:
        if len([cell for cell in row if cell]) <= 2 and not any(row[2:]):
            spans.append(("SPAN", (1, len(cells)), (columns - 1, len(cells))))
            spans.append(("NOSPLIT", (0, len(cells)), (-1, len(cells) + 1)))
        line = [
            Paragraph(
                markup(cell),
                CELL_CENTRED
                if index == 0 or header[index] == "Thời hạn" or _FIGURE.fullmatch(cell)
                else CELL,
            )
            for index, cell in enumerate([*row, *[""] * (columns - len(row))])
        ]
        cells.append(line)
    style = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        *spans,
    ]
    widths = [width * share / sum(shares) for share in shares]
    return Table(cells, colWidths=widths, repeatRows=1, style=TableStyle(style), spaceBefore=6, spaceAfter=8)


_STYLES = {
    "paragraph": BODY,
    "basis": BASIS,
    "heading": HEADING,
    "italic": CENTRED_ITALIC,
    "centred": CENTRED,
}


class _Story:
    """Turns blocks into the layout engine's parts."""

    def __init__(self, sample: Sample) -> None:
        self.head = sample.head
        self.random = Random(zlib.crc32(sample.id.encode()))
        self.width = PAGE[0] - LEFT - RIGHT
        self.by_hand = self.head.format == "scan"
        self.parts: list[Flowable] = [Letterhead(self.head, self.random)]
        if self.head.is_letter:
            self.parts += _addressees(self.head)
        else:
            self.parts += _title(self.head, self.head.type, self.head.subject, self.width)
            if self.head.addressees:
                self.parts += _addressees(self.head)[1:]

    def sign(self) -> None:
        """The signature never stands alone on a page: the last paragraph comes with it."""
        closing = Closing(self.head, self.random, by_hand=self.by_hand)
        last = self.parts.pop()
        self.parts.append(KeepTogether([last, Spacer(1, 4), closing]))

    def turn(self, text: str) -> None:
        command, _, rest = text.partition(" ")
        if command == "signature":
            self.sign()
            return
        sideways = rest.startswith("landscape")
        page = PAGE_LANDSCAPE if sideways else PAGE
        self.width = page[0] - LEFT - RIGHT
        self.parts += [
            NextPageTemplate("landscape" if sideways else "portrait"),
            PageBreak(),
            _RestartNumbers(),
        ]
        if command == "attached":
            self.parts.append(Letterhead(self.head, self.random, numbered=False))

    def build(self, blocks: tuple[Block, ...]) -> list[Flowable]:
        signed = False
        for block in blocks:
            if block.kind == "turn":
                self.turn(block.text)
                signed = signed or block.text == "signature"
            elif block.kind == "table":
                self.parts.append(_table(block, self.width))
            else:
                style = _STYLES[block.kind]
                if _BOLD_ONLY.fullmatch(block.text):
                    style = style.clone(style.name, keepWithNext=1)
                self.parts.append(Paragraph(markup(block.text), style))
        if not signed:
            self.sign()
        return self.parts


def lay_out(sample: Sample) -> Laid:
    register_fonts()
    out = io.BytesIO()
    template = _Template(out, sample.head)
    template.build(_Story(sample).build(sample.blocks))
    return Laid(out.getvalue(), frozenset(template.sealed))
