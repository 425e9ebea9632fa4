"""Samples that never were paper: a Word file and a Markdown text."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from samples.layout import SAMPLE_MARK
from samples.source import Block, Head, Sample, plain

_EPOCH = (2026, 1, 1, 0, 0, 0)
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def _head_lines(head: Head) -> tuple[str, str]:
    """The two sides of the letterhead."""
    party = head.form == "party"
    number = f"Số {head.reference_number}" if party else f"Số: {head.reference_number}"
    month = f"{head.date.month:02d}" if head.date.month < 3 else str(head.date.month)
    day = f"{head.place}, ngày {head.date.day:02d} tháng {month} năm {head.date.year}"
    issuer = [line.upper() for line in (head.parent_body, head.issuing_body) if line]
    left = [*issuer, *(["*"] if party else []), number]
    if head.is_letter:
        left.append(f"{'về' if party else 'V/v'} {head.subject}")
    return "\n".join(left), f"{_PARTY if party else _NATION}\n{day}"


def _title_lines(head: Head) -> list[str]:
    lines = [] if head.is_letter else [head.type.upper(), *head.subject.split("\n")]
    if len(head.addressees) == 1:
        lines.append(f"Kính gửi: {head.addressees[0]}")
    elif head.addressees:
        lines += ["Kính gửi:", *(f"- {name};" for name in head.addressees)]
    return lines


def _closing_lines(head: Head) -> tuple[list[str], list[str]]:
    left = ["Nơi nhận:", *(f"- {line}" for line in head.recipients)]
    right = [*head.signer.authority, head.signer.title, "(Đã ký)", head.signer.name]
    return left, right


def to_markdown(sample: Sample) -> bytes:
    left, right = _head_lines(sample.head)
    parts = [f"*{SAMPLE_MARK}*", *left.split("\n"), *right.split("\n")]
    parts += [f"**{line}**" for line in _title_lines(sample.head)]
    for block in sample.blocks:
        if block.kind == "table":
            header, *rows = block.rows
            lines = [header, ("---",) * len(header), *rows]
            parts.append("\n".join("| " + " | ".join(row) + " |" for row in lines))
        elif block.kind == "heading":
            parts.append(f"## {plain(block.text)}")
        elif block.kind != "turn":
            parts.append(block.text)
    below_left, below_right = _closing_lines(sample.head)
    parts += [*below_right, "\n".join(below_left)]
    return ("\n\n".join(parts) + "\n").encode()


def _add_runs(paragraph: object, text: str, *, italic: bool = False, bold: bool = False) -> None:
    for index, part in enumerate(text.split("**")):
        run = paragraph.add_run(part.replace("*", ""))  # type: ignore[attr-defined]
        run.bold = bold or index % 2 == 1
        run.italic = italic


def _add_block(document: object, block: Block) -> None:
    if block.kind == "table":
        table = document.add_table(0, len(block.rows[0]), style="Table Grid")  # type: ignore[attr-defined]
        for row in block.rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                cell.text = plain(text)
        return
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    centred = block.kind in ("heading", "italic", "centred")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if not centred:
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
    _add_runs(paragraph, block.text, italic=block.kind in ("basis", "italic"), bold=block.kind == "heading")


def _two_columns(document: object, left: str, right: str) -> None:
    table = document.add_table(1, 2)  # type: ignore[attr-defined]
    for cell, text in zip(table.rows[0].cells, (left, right), strict=True):
        cell.text = text
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def to_docx(sample: Sample) -> bytes:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.footer.paragraphs[0].text = SAMPLE_MARK
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    document.core_properties.title = "Văn bản mẫu"
    document.core_properties.created = document.core_properties.modified = datetime(*_EPOCH)
    _two_columns(document, *_head_lines(sample.head))
    for line in _title_lines(sample.head):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _add_runs(paragraph, line, bold=True)
    for block in sample.blocks:
        if block.kind != "turn":
            _add_block(document, block)
    left, right = _closing_lines(sample.head)
    _two_columns(document, "\n".join(left), "\n".join(right))
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out.getvalue())


def _without_clock(archive: bytes) -> bytes:
    """The same archive with one fixed time on its members, so that it comes out the same each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(zipfile.ZipInfo(item.filename, _EPOCH), old.read(item), zipfile.ZIP_DEFLATED)
    return out.getvalue()
