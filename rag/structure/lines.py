"""Printed lines and the paragraphs they make, each character tied to its place on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ocr.page import Box, PageText
from vanthu.text import squeeze

Span = tuple[int, int, int, Box]
"""Start and end offsets into a text, page, box of the printed line."""

NO_PLACE: Box = (0.0, 0.0, 1.0, 1.0)
"""The whole page: for plain text, which has no places."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line, white space squeezed. `after_gap` is a blank line (or a wide gap) before it."""

    text: str
    page: int
    box: Box
    after_gap: bool = False
    placed: bool = True

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(slots=True)
class Paragraph:
    """Running text with its spans; grows line by line."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    centred: bool = False

    def add(self, text: str, page: int, box: Box) -> None:
        """Join a printed line: by a blank, or by nothing where a line broke at a hyphen inside a symbol."""
        if not text:
            return
        if self.text and not _broken_symbol(self.text, text):
            self.text += " "
        start = len(self.text)
        self.text += text
        self.spans.append((start, len(self.text), page, box))

    def cut(self, at: int) -> tuple[Paragraph, Paragraph]:
        """Two paragraphs, white space around the cut dropped; a line cut in two keeps its box in both."""
        return self.part(0, at), self.part(at, len(self.text))

    def part(self, start: int, end: int) -> Paragraph:
        """Characters `start` to `end`, trimmed of white space."""
        start, end = trimmed(self.text, start, end)
        spans = [
            (max(s, start) - start, min(e, end) - start, page, box)
            for s, e, page, box in self.spans
            if s < end and e > start
        ]
        return Paragraph(self.text[start:end], spans, self.centred)

    @property
    def page(self) -> int:
        return self.spans[0][2] if self.spans else 1


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same range without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def joined(paragraphs: Iterable[Paragraph]) -> Paragraph:
    """Several paragraphs as one text, a line break between them."""
    whole = Paragraph()
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        if whole.text:
            whole.text += "\n"
        base = len(whole.text)
        whole.text += paragraph.text
        whole.spans.extend((s + base, e + base, page, box) for s, e, page, box in paragraph.spans)
    return whole


def lines_of_pages(pages: Sequence[PageText]) -> list[TextLine]:
    """The printed lines of recognised pages in reading order; `after_gap` from the distance between lines."""
    lines: list[TextLine] = []
    for page in pages:
        above: TextLine | None = None
        for printed in page.lines:
            text = squeeze(printed.text)
            if not text:
                continue
            gap = above is not None and printed.box[1] - above.box[3] > 1.2 * max(above.height, 0.008)
            above = TextLine(text, page.number, printed.box, gap)
            lines.append(above)
    return lines


def lines_of_text(text: str) -> list[TextLine]:
    """Lines of plain text; a blank line is a gap. Text without any blank line has a gap at every line."""
    raw = [squeeze(line) for line in text.splitlines()]
    everywhere = not any(not line for line in raw[1:-1])
    lines: list[TextLine] = []
    gap = True
    for line in raw:
        if line:
            lines.append(TextLine(line, 1, NO_PLACE, gap or everywhere, placed=False))
        gap = not line
    return lines


def _broken_symbol(before: str, after: str) -> bool:
    """Whether `…57-` / `NQ/TW…` is one symbol broken at the line's end (no blank stood there)."""
    # The end alone: a search would walk the whole paragraph for each of its lines.
    broken = re.fullmatch(r"[\w/][-/]", before[-2:])
    return bool(broken and re.match(r"[\wĐ]", after))
