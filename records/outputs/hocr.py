"""hOCR 1.2: the pages as HTML that OCR tools read, every word with its place and confidence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from lxml import etree
from lxml.html import tostring

from ocr.page import Box, Line, PageText, Region, Word
from records.outputs.blocks import Block, TableBlock, blocks, words
from records.outputs.markup import Element, held

_CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_table ocr_photo ocrp_wconf"


def hocr(pages: Sequence[PageText], title: str, language: str) -> bytes:
    """The document as HTML in UTF-8."""
    root = etree.Element("html", lang=language or "vi")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "title").text = held(title)
    engines = ", ".join(dict.fromkeys(page.engine for page in pages if page.engine != "none"))
    etree.SubElement(head, "meta", name="ocr-system", content=held(f"vanthu ({engines})"))
    etree.SubElement(head, "meta", name="ocr-capabilities", content=_CAPABILITIES)
    body = etree.SubElement(root, "body")
    for page in pages:
        _Writer(page).write(body)
    written: bytes = tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>", pretty_print=True)
    return written


class _Writer:
    def __init__(self, page: PageText) -> None:
        self._page = page
        self._numbers = {kind: count(1) for kind in ("block", "line", "word")}

    def write(self, body: Element) -> None:
        page = self._page
        facts = f"bbox 0 0 {page.width} {page.height}; ppageno {page.number - 1}"
        if page.dpi:
            facts += f"; scan_res {page.dpi} {page.dpi}"
        here = _under(body, "div", "ocr_page", facts, f"page_{page.number}")
        for block in blocks(page):
            if isinstance(block, Block):
                self._text(here, block.lines, block.box)
            else:
                self._table(here, block)
        for region in page.regions:
            self._region(here, region)

    def _text(self, parent: Element, lines: Sequence[Line], box: Box) -> None:
        area = _under(parent, "div", "ocr_carea", self._bbox(box), self._id("block"))
        paragraph = _under(area, "p", "ocr_par", self._bbox(box))
        for line in lines:
            written = _under(paragraph, "span", "ocr_line", self._bbox(line.box), self._id("line"))
            for word in words(line):
                self._word(written, word)

    def _word(self, line: Element, word: Word) -> None:
        facts = f"{self._bbox(word.box)}; x_wconf {round(100 * word.confidence)}"
        if word.alternatives:
            others = " ".join(f'"{held(each).replace(chr(34), chr(39))}"' for each in word.alternatives)
            facts += f"; x_alternatives {others}"
        shown = _under(line, "span", "ocrx_word", facts, self._id("word"))
        shown.text = held(word.text)
        shown.tail = " "

    def _table(self, here: Element, block: TableBlock) -> None:
        table = _under(here, "table", "ocr_table", self._bbox(block.table.box), self._id("block"))
        rows: dict[int, Element] = {}
        for cell, lines in sorted(block.cells, key=lambda each: (each[0].row, each[0].column)):
            row = rows.setdefault(cell.row, None)
            if row is None:
                row = rows[cell.row] = etree.SubElement(table, "tr")
            spans = {"rowspan": str(cell.row_span), "colspan": str(cell.column_span)}
            inside = etree.SubElement(row, "td", {"title": self._bbox(cell.box), **spans})
            if lines:
                self._text(inside, lines, cell.box)

    def _region(self, here: Element, region: Region) -> None:
        facts = f"{self._bbox(region.box)}; x_kind {region.kind}"
        if region.text.strip():
            guess = held(" ".join(region.text.split())).replace('"', "'")
            facts += f'; x_reading "{guess}"; x_wconf {round(100 * region.confidence)}'
        _under(here, "div", "ocr_photo", facts, self._id("block"))

    def _bbox(self, box: Box) -> str:
        wide, high = self._page.width, self._page.height
        left, top, right, bottom = box
        return f"bbox {round(left * wide)} {round(top * high)} {round(right * wide)} {round(bottom * high)}"

    def _id(self, kind: str) -> str:
        return f"{kind}_{self._page.number}_{next(self._numbers[kind])}"


def _under(parent: Element, tag: str, kind: str, facts: str, name: str | None = None) -> Element:
    made = etree.SubElement(parent, tag, {"class": kind, "title": facts})
    if name is not None:
        made.set("id", name)
    return made
