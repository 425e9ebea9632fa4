"""Word documents: paragraphs, headings, lists, tables with merged cells, pictures, text boxes, notes.

Everything a reader of the printed document would see is taken, headers and text boxes too: a secrecy mark may
stand there. What only the file knows (deleted text, field codes, hidden text) is not.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import LxmlError

from ingest.errors import DocxDamaged
from ingest.typeset.blocks import Align, Block, Cell, PageBreak, Paragraph, Picture, Rule, Run, Table
from ingest.typeset.docx_numbers import Numbering
from vanthu.text import nfc

_EMU_PER_MM = 36_000
_ALIGN: dict[str, Align] = {
    "center": "centre",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_SKIPPED = {qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_OFF = {"0", "false", "off", "none"}


def docx_blocks(stream: BinaryIO) -> list[Block]:
    try:
        document = docx.Document(stream)
        return list(_Reader(document).blocks())
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, EOFError) as fault:
        raise DocxDamaged from fault


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._part: Any = document.part
        self._numbering = Numbering(document)
        self._styles = {style.style_id: style for style in document.styles}
        self._boxes: list[Any] = []
        """Text boxes met inside the paragraph at hand; they are set after it."""

    def blocks(self) -> Iterator[Block]:
        yield from self._margins("header")
        yield from self._children(self._document.element.body)
        yield from self._notes()
        yield from self._margins("footer")

    def _margins(self, kind: str) -> Iterator[Block]:
        """Headers or footers that say something, each once; a page number alone says nothing."""
        seen: set[str] = set()
        for section in self._document.sections:
            for which in (kind, f"first_page_{kind}", f"even_page_{kind}"):
                margin = getattr(section, which)
                if margin.is_linked_to_previous:
                    continue
                part, self._part = self._part, margin.part
                found = [block for block in self._children(margin._element) if not isinstance(block, Picture)]
                self._part = part
                text = " ".join(block.text for block in found if isinstance(block, Paragraph)).strip()
                if any(isinstance(block, Table) for block in found) or (text and not text.isdigit()):
                    if text not in seen:
                        yield from found
                    seen.add(text)

    def _notes(self) -> Iterator[Block]:
        for relation in self._document.part.rels.values():
            if relation.reltype != _NOTES or relation.is_external:
                continue
            root: Any = parse_xml(relation.target_part.blob)
            notes = [note for note in root if note.get(qn("w:type")) in {None, "normal"}]
            if notes:
                yield Rule()
            for note in notes:
                for block in self._children(note):
                    if isinstance(block, Paragraph):
                        runs = (Run(f"{note.get(qn('w:id'))} ", raised=True), *block.runs)
                        yield Paragraph(runs, align="left")

    def _children(self, parent: Any) -> Iterator[Block]:
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield self._table(child)
            elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
                yield from self._children(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        properties = element.find(qn("w:pPr"))
        style = self._style(properties)
        mark, depth = self._numbering.next(
            properties if _has_number(properties) else _style_properties(style)
        )
        level = _heading_level(style)
        if properties is not None and _on(properties.find(qn("w:pageBreakBefore"))):
            yield PageBreak()
        align = _align(properties, style)
        first_line = align == "justify" and not mark and not level

        def made(runs: list[Run]) -> Paragraph:
            return Paragraph(tuple(runs), align, level, depth, mark, first_line)

        runs: list[Run] = []
        pictures: list[Picture] = []
        for item in self._inline(element, bold=level > 0 or _style_bold(style)):
            if isinstance(item, Run):
                runs.append(item)
            elif isinstance(item, Picture):
                pictures.append(item)
            else:
                if any(run.text.strip() for run in runs):
                    yield made(runs)
                    runs, mark, first_line = [], "", False
                yield item
        if any(run.text.strip() for run in runs) or not pictures:
            yield made(runs)
        yield from pictures
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self._children(box)

    def _inline(self, element: Any, *, bold: bool) -> Iterator[Run | Picture | PageBreak]:
        for child in element.iterchildren():
            if child.tag in _SKIPPED:
                continue
            if child.tag == qn("w:r"):
                yield from self._run(child, bold=bold)
            elif isinstance(child.tag, str):
                yield from self._inline(child, bold=bold)

    def _run(self, element: Any, *, bold: bool) -> Iterator[Run | Picture | PageBreak]:
        properties = element.find(qn("w:rPr"))
        if _set(properties, "w:vanish"):
            return
        bold = _set(properties, "w:b", bold)
        italic = _set(properties, "w:i")
        raised = properties is not None and _val(properties.find(qn("w:vertAlign"))) == "superscript"
        capitals = _set(properties, "w:caps")
        for item in self._run_items(element):
            if isinstance(item, str):
                text = nfc(item)
                yield Run(text.upper() if capitals else text, bold, italic, raised)
            else:
                yield item

    def _run_items(self, element: Any) -> Iterator[str | Picture | PageBreak]:
        for child in element.iterchildren():
            if child.tag in _SKIPPED:
                continue
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in {qn("w:tab"), qn("w:ptab")}:
                yield "\t"
            elif child.tag == qn("w:noBreakHyphen"):
                yield "-"
            elif child.tag in {qn("w:br"), qn("w:cr")}:
                yield PageBreak() if child.get(qn("w:type")) == "page" else "\n"
            elif child.tag == qn("w:footnoteReference"):
                yield f"[{child.get(qn('w:id'))}]"
            elif child.tag == qn("w:txbxContent"):
                self._boxes.append(child)
            elif child.tag == qn("a:blip"):
                yield from self._picture(child)
            elif isinstance(child.tag, str):
                yield from self._run_items(child)

    def _picture(self, blip: Any) -> Iterator[Picture]:
        relation = self._part.rels.get(blip.get(qn("r:embed")) or "")
        if relation is None or relation.is_external:
            return
        drawing = next(blip.iterancestors(qn("wp:inline"), qn("wp:anchor")), None)
        extent = None if drawing is None else drawing.find(qn("wp:extent"))
        width = None if extent is None else int(extent.get("cx", "0")) / _EMU_PER_MM
        yield Picture(relation.target_part.blob, width or None)

    def _table(self, element: Any) -> Table:
        cells: list[Cell] = []
        open_spans: dict[int, int] = {}
        """Column to the index of the cell that goes on downwards there."""
        rows = element.findall(qn("w:tr"))
        columns = 0
        for row, line in enumerate(rows):
            column = max(0, int(_val(_find(line, "w:trPr", "w:gridBefore")) or 0))
            for tc in _row_cells(line):
                width = max(1, int(_val(_find(tc, "w:tcPr", "w:gridSpan")) or 1))
                merge = _find(tc, "w:tcPr", "w:vMerge")
                if merge is not None and _val(merge) != "restart" and column in open_spans:
                    above = cells[open_spans[column]]
                    cells[open_spans[column]] = Cell(
                        above.row, above.column, above.blocks, above.columns, row - above.row + 1
                    )
                else:
                    open_spans.pop(column, None)
                    if merge is not None:
                        open_spans[column] = len(cells)
                    cells.append(Cell(row, column, tuple(_flat(self._children(tc))), width))
                column += width
                columns = max(columns, column)
        grid = [int(c.get(qn("w:w")) or 0) for c in element.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
        widths = tuple(float(width) for width in grid) if len(grid) == columns else ()
        return Table(cells, columns, len(rows), widths, ruled=self._ruled(element))

    def _ruled(self, table: Any) -> bool:
        properties = table.find(qn("w:tblPr"))
        if properties is None:
            return False
        borders = properties.find(qn("w:tblBorders"))
        if borders is not None:
            return any(_val(edge) not in {None, "none", "nil"} for edge in borders)
        style = _val(properties.find(qn("w:tblStyle")))
        return bool(style) and style in self._styles and "grid" in str(self._styles[style].name).lower()

    def _style(self, properties: Any) -> Any:
        name = _val(properties.find(qn("w:pStyle"))) if properties is not None else None
        return self._styles.get(name or "")


def _flat(blocks: Iterator[Block]) -> Iterator[Block]:
    """A table in a cell is set as its cells' paragraphs, one after the other."""
    for block in blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                yield from cell.blocks
        elif not isinstance(block, PageBreak):
            yield block


def _row_cells(line: Any) -> Iterator[Any]:
    for child in line.iterchildren():
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")}:
            yield from _row_cells(child)


def _find(element: Any, *path: str) -> Any:
    for name in path:
        element = element.find(qn(name)) if element is not None else None
    return element


def _val(element: Any) -> str | None:
    return None if element is None else element.get(qn("w:val"))


def _on(switch: Any) -> bool:
    return switch is not None and _val(switch) not in _OFF


def _set(properties: Any, name: str, otherwise: bool = False) -> bool:
    switch = properties.find(qn(name)) if properties is not None else None
    return otherwise if switch is None else _on(switch)


def _has_number(properties: Any) -> bool:
    return properties is not None and properties.find(qn("w:numPr")) is not None


def _lineage(style: Any) -> Iterator[Any]:
    while style is not None:
        yield style
        style = getattr(style, "base_style", None)


def _style_properties(style: Any) -> Any:
    found = (own.element.find(qn("w:pPr")) for own in _lineage(style))
    return next((properties for properties in found if _has_number(properties)), None)


def _style_bold(style: Any) -> bool:
    found = (own.font.bold for own in _lineage(style))
    return bool(next((bold for bold in found if bold is not None), False))


def _heading_level(style: Any) -> int:
    for own in _lineage(style):
        name = str(own.name).lower()
        if name == "title":
            return 1
        if name.startswith("heading ") and name[8:].isdigit():
            return int(name[8:])
    return 0


def _align(properties: Any, style: Any) -> Align:
    direct = _val(_find(properties, "w:jc")) if properties is not None else None
    for own in _lineage(style):
        direct = direct or _val(_find(own.element, "w:pPr", "w:jc"))
    return _ALIGN.get(direct or "", "left")
