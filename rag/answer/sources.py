"""What an answer is made from: a hit with the places of its words, cut into sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ocr.page import Box
from rag.ground.orders import speaks_to_machines
from rag.lexical.terms import Spelling, syllables
from rag.sentences import split
from rag.structure.walk import CLOSING, OPENING
from rag.types import Hit, PageBox

Range = tuple[int, int]
"""Start and end offset into a passage's text."""

TELLING = 6
"""Syllables from which the same words elsewhere are the same sentence, not a common phrase."""
PADDING = 0.006
"""Added to both sides of a cut box, a fraction of the page's width: letters are not equally wide."""


@dataclass(frozen=True, slots=True)
class Source:
    """A passage found for a question."""

    hit: Hit
    spans: tuple[tuple[int, int, int, Box], ...]
    """As in `Segment.spans`: offsets into `hit.text`, page, box of the printed line."""
    superseded: bool = False
    """Whether its document was replaced or repealed by the date asked about."""

    @property
    def at_edge(self) -> bool:
        """Whether it is what stands above and below a document's text: letterhead, title, recipients."""
        return self.hit.heading.endswith((OPENING, CLOSING))

    @property
    def cited_text(self) -> str:
        """Heading path and text: what a sentence about the passage may rest on."""
        number = f"{self.hit.reference_number} - " if self.hit.reference_number else ""
        return f"{number}{self.hit.title} - {self.hit.heading}\n{self.hit.text}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a source that may be quoted."""

    source: int
    start: int
    end: int
    text: str
    lead: Range | None = None
    """The words that introduce the list it is an item of."""
    opens_list: bool = False

    def full_text(self, sources: Sequence[Source]) -> str:
        """The sentence with what introduces it."""
        if self.lead is None:
            return self.text
        return f"{sources[self.source].hit.text[self.lead[0] : self.lead[1]]} {self.text}"


def units(sources: Sequence[Source]) -> list[Unit]:
    """Every sentence of the sources, in order. A sentence of a list knows what introduced the list."""
    return [unit for index, source in enumerate(sources) for unit in units_of(source.hit.text, index)]


def units_of(text: str, source: int = 0) -> list[Unit]:
    """The same of the words of one source."""
    found: list[Unit] = []
    lead: Range | None = None
    for start, end in split(text):
        sentence = text[start:end]
        if speaks_to_machines(sentence):
            continue
        opens = sentence.endswith(":")
        item = lead is not None and sentence[:1] in "-–+abcdefghijklmnopqrstuvwxyzđ123456789"
        found.append(Unit(source, start, end, sentence, lead if item and not opens else None, opens))
        if opens:
            lead = (start, end)
        elif not item:
            lead = None
    return found


def repeated(all_units: Sequence[Unit], sources: Sequence[Source]) -> set[int]:
    """Units whose words another one holds too, in a copy or a replaced document: all but the one to cite.

    That is one in force, then the earliest issued, then the best found.
    """
    alike: dict[str, list[int]] = {}
    for i, unit in enumerate(all_units):
        plain = " ".join(syllables(unit.full_text(sources), Spelling.EXACT))
        if len(plain.split()) >= TELLING:
            alike.setdefault(plain, []).append(i)

    def first(i: int) -> tuple[bool, date, int]:
        source = sources[all_units[i].source]
        return source.superseded, source.hit.issue_date or date.max, i

    return {i for group in alike.values() for i in sorted(group, key=first)[1:]}


def boxes_of(source: Source, ranges: Sequence[Range]) -> tuple[PageBox, ...]:
    """One box per printed line the ranges touch, cut to the quoted part of the line by its letters."""
    boxes: list[PageBox] = []
    for start, end in ranges:
        for s, e, page, (left, top, right, bottom) in source.spans:
            a, b = max(s, start), min(e, end)
            if a >= b:
                continue
            width = right - left
            cut_left = left if a == s else max(left, left + width * (a - s) / (e - s) - PADDING)
            cut_right = right if b == e else min(right, left + width * (b - s) / (e - s) + PADDING)
            boxes.append(PageBox(page, (cut_left, top, cut_right, bottom)))
    return tuple(boxes)
