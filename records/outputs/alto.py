"""ALTO 4.4 (Library of Congress): one file a document, every word with place, confidence and other readings.

Places are in pixels of the page that was read. What is no running text is an `Illustration` of its kind, or a
`ComposedBlock` where an engine made words of it; a table is a `ComposedBlock` of cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from lxml import etree

from ocr.page import Box, Line, PageText, Region, Word
from records.outputs.blocks import Block, TableBlock, blocks, words
from records.outputs.markup import Element, bytes_of, held

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
VERSION = "4.4"

_DECIMALS = 2


def alto(pages: Sequence[PageText], filename: str) -> bytes:
    """The document as XML in UTF-8."""
    root = etree.Element(f"{{{NAMESPACE}}}alto", nsmap={None: NAMESPACE}, SCHEMAVERSION=VERSION)
    steps = _description(root, pages, filename)
    layout = _under(root, "Layout")
    for page in pages:
        _Writer(page).write(layout, steps.get(page.engine))
    return bytes_of(root)


def _description(root: Element, pages: Sequence[PageText], filename: str) -> dict[str, str]:
    """What was read and by what; the engine's name to the id of its entry."""
    described = _under(root, "Description")
    _under(described, "MeasurementUnit").text = "pixel"
    source = _under(described, "sourceImageInformation")
    _under(source, "fileName").text = held(filename)
    steps: dict[str, str] = {}
    for page in pages:
        if page.engine in steps or page.engine == "none":
            continue
        steps[page.engine] = f"PROCESS_{len(steps) + 1}"
        step = _under(described, "Processing", ID=steps[page.engine])
        _under(step, "processingCategory").text = "contentGeneration"
        software = _under(step, "processingSoftware")
        _under(software, "softwareName").text = held(page.engine)
    return steps


class _Writer:
    """Writes one page; ids are unique in the document because they begin with the page's number."""

    def __init__(self, page: PageText) -> None:
        self._page = page
        self._numbers = {kind: count(1) for kind in ("B", "L", "S", "T", "R")}

    def write(self, layout: Element, step: str | None) -> None:
        page = self._page
        facts = {
            "ID": f"P{page.number}",
            "PHYSICAL_IMG_NR": str(page.number),
            "WIDTH": str(page.width),
            "HEIGHT": str(page.height),
            "PC": _share(page.confidence),
        }
        if step:
            facts["PROCESSINGREFS"] = step
        space = _under(_under(layout, "Page", **facts), "PrintSpace", **self._place((0.0, 0.0, 1.0, 1.0)))
        for block in blocks(page):
            if isinstance(block, Block):
                self._text(space, block.lines, block.box)
            else:
                self._table(space, block)
        for region in page.regions:
            self._region(space, region)

    def _text(self, parent: Element, lines: Sequence[Line], box: Box) -> None:
        block = _under(parent, "TextBlock", ID=self._id("B"), **self._place(box))
        for line in lines:
            written = _under(block, "TextLine", ID=self._id("L"), **self._place(line.box))
            for at, word in enumerate(words(line)):
                if at:
                    _under(written, "SP")
                self._word(written, word)

    def _word(self, line: Element, word: Word) -> None:
        facts = {"ID": self._id("S"), "CONTENT": held(word.text), "WC": _share(word.confidence)}
        if word.engine == "person":
            facts["CS"] = "true"  # corrected by hand
        string = _under(line, "String", **facts, **self._place(word.box))
        for other in word.alternatives:
            _under(string, "ALTERNATIVE", PURPOSE="reading").text = held(other)

    def _table(self, space: Element, block: TableBlock) -> None:
        table = _under(space, "ComposedBlock", ID=self._id("T"), TYPE="table", **self._place(block.table.box))
        for cell, lines in block.cells:
            what = f"cell row={cell.row + 1} column={cell.column + 1}"
            what += f" rowspan={cell.row_span} columnspan={cell.column_span}"
            inside = _under(table, "ComposedBlock", ID=self._id("T"), TYPE=what, **self._place(cell.box))
            if lines:
                self._text(inside, lines, cell.box)

    def _region(self, space: Element, region: Region) -> None:
        place = self._place(region.box)
        if not region.text.strip():
            _under(space, "Illustration", ID=self._id("R"), TYPE=region.kind, **place)
            return
        made = _under(space, "ComposedBlock", ID=self._id("R"), TYPE=region.kind, **place)
        guess = Word(" ".join(region.text.split()), region.box, region.confidence)
        self._text(made, [Line(guess.text, region.box, region.confidence, (guess,))], region.box)

    def _id(self, kind: str) -> str:
        return f"P{self._page.number}_{kind}{next(self._numbers[kind])}"

    def _place(self, box: Box) -> dict[str, str]:
        left, top, right, bottom = box
        wide, high = self._page.width, self._page.height
        edges = {
            "HPOS": left * wide,
            "VPOS": top * high,
            "WIDTH": (right - left) * wide,
            "HEIGHT": (bottom - top) * high,
        }
        return {name: f"{round(value, _DECIMALS):g}" for name, value in edges.items()}


def _share(value: float) -> str:
    return f"{min(1.0, max(0.0, value)):.4g}"


def _under(parent: Element, name: str, **facts: str) -> Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", facts)
