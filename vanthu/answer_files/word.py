"""As DOCX: type, size and margins of official documents (Decree 30/2020/NĐ-CP, appendix I), true footnotes.

python-docx knows no footnotes: their part is written here as ECMA-376 (part 1, 17.11) has it. A source that
is pointed to again is pointed to by a cross-reference to its first mark.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from vanthu.answer_files.sheet import Grid, Kind, Line, Mark, Piece, Sheet, Words
from vanthu.db import now

FONT, SIZE, TABLE_SIZE, NOTE_SIZE = "Times New Roman", 14, 12, 11
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
FIRST_LINE = Mm(12.7)
MARK_WIDTH = Mm(7)
_ALIGN = {
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "about": WD_ALIGN_PARAGRAPH.CENTER,
    "words": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "item": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_STYLES: dict[Kind, str] = {"title": "Title", "question": "Heading 1", "heading": "Heading 2"}
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)


def word(sheet: Sheet) -> bytes:
    """The sheet as a Word document."""
    document = docx.Document()
    document.core_properties.title = sheet.title
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = "vi-VN"
    document.core_properties.created = document.core_properties.modified = now()
    _style(document)
    writer = _Writer(document)
    for part in sheet.parts:
        if isinstance(part, Grid):
            writer.grid(part)
        else:
            writer.line(part)
    _number_pages(document)
    _add_notes(document, sheet.notes)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._marked: set[int] = set()

    def line(self, line: Line) -> None:
        paragraph = self._document.add_paragraph(style=_STYLES.get(line.kind))
        if line.kind in _ALIGN:
            paragraph.alignment = _ALIGN[line.kind]
        if line.kind == "words":
            paragraph.paragraph_format.first_line_indent = FIRST_LINE
        if line.kind == "item":
            paragraph.paragraph_format.left_indent = FIRST_LINE
            paragraph.paragraph_format.first_line_indent = -MARK_WIDTH
            paragraph.add_run(f"{line.mark}\t")
        self._write(paragraph, line.pieces, heads=line.kind in _STYLES)

    def grid(self, grid: Grid) -> None:
        across = max(len(row) for row in (grid.columns, *grid.rows))
        table = self._document.add_table(rows=0, cols=across, style="Table Grid")
        head = tuple((Words(name, bold=True),) for name in grid.columns)
        for pieces in (head, *grid.rows):
            for cell, said in zip(table.add_row().cells, pieces, strict=False):
                self._write(cell.paragraphs[0], said, Pt(TABLE_SIZE))
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        self._document.add_paragraph()

    def _write(
        self, paragraph: Any, pieces: Iterable[Piece], size: Pt | None = None, *, heads: bool = False
    ) -> None:
        """`heads`: the style is bold by itself, which what is not bold has to be told."""
        for piece in pieces:
            if isinstance(piece, Mark):
                self._mark(paragraph, piece.number)
                continue
            run = paragraph.add_run(piece.text)
            run.bold, run.italic = piece.bold or (False if heads else None), piece.italic or None
            run.font.size = size

    def _mark(self, paragraph: Any, number: int) -> None:
        """A footnote; where that was made already, a cross-reference to its mark."""
        name = f"_Ref{number}"
        if number in self._marked:
            for kind, text in (("begin", ""), ("", f" NOTEREF {name} \\f \\h "), ("separate", "")):
                _field(paragraph, kind, text)
            paragraph.add_run(str(number)).font.superscript = True
            _field(paragraph, "end", "")
            return
        self._marked.add(number)
        for tag in ("w:bookmarkStart", "w:footnoteReference", "w:bookmarkEnd"):
            element = OxmlElement(tag)
            element.set(qn("w:id"), str(number))
            if tag == "w:bookmarkStart":
                element.set(qn("w:name"), name)
            if tag == "w:footnoteReference":
                run = paragraph.add_run()
                run.font.superscript = True
                run._r.append(element)
            else:
                paragraph._p.append(element)


def _field(paragraph: Any, kind: str, text: str) -> None:
    """One part of a complex field: where it begins, what it is, where its result begins and ends."""
    run = paragraph.add_run()
    element = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        element.set(qn("w:fldCharType"), kind)
    else:
        element.set(qn("xml:space"), "preserve")
        element.text = text
    run._r.append(element)


def _style(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Header"):
        style = document.styles[name]
        properties = style.element.get_or_add_rPr()
        for told in ("w:rFonts", "w:spacing", "w:kern", "w:color", "w:lang"):
            for element in properties.findall(qn(told)):  # of the theme, and English
                properties.remove(element)
        borders = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
        if borders is not None:
            borders.getparent().remove(borders)
        style.font.name, style.font.size = FONT, Pt(SIZE)
        properties.rFonts.set(qn("w:cs"), FONT)
        properties.rFonts.set(qn("w:eastAsia"), FONT)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.bold = name not in {"Normal", "Header"} or None
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.line_spacing = 1.15
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _number_pages(document: Document) -> None:
    """In the middle of the upper margin, from the second page on."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        _field(paragraph, kind, text)


def _add_notes(document: Document, notes: list[str]) -> None:
    root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
    for number, note in enumerate(notes, 1):
        root.append(_note(number, note))
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    where = PackURI("/word/footnotes.xml")
    part = Part(where, CONTENT_TYPE.WML_FOOTNOTES, data, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    told = parse_xml(
        f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    )
    settings = document.settings.element
    settings.insert_element_before(told, "w:endnotePr", "w:compat", "w:docVars", "w:rsids")


def _note(number: int, text: str) -> Any:
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    size = f'<w:sz w:val="{NOTE_SIZE * 2}"/>'
    raised = '<w:vertAlign w:val="superscript"/>'
    note = parse_xml(
        f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:spacing w:before="0" w:after="40"/>'
        f'<w:jc w:val="both"/></w:pPr><w:r><w:rPr>{fonts}{size}{raised}</w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr>{fonts}{size}</w:rPr><w:t xml:space="preserve"/></w:r></w:p></w:footnote>'
    )
    note.findall(f".//{qn('w:t')}")[0].text = f" {text}"
    return note
