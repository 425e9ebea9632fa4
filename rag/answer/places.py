"""Where quoted words stand: the boxes of the words themselves, as they were recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Protocol

from access.scope import Scope
from ocr.page import Box, Line, PageText
from rag.answer.sources import Range, Source, boxes_of
from rag.types import PageBox
from vanthu.errors import NotFound
from vanthu.text import squeeze


class ReadsPages(Protocol):
    """What is needed of the catalogue here."""

    def page_text(self, document_id: int, number: int, scope: Scope) -> PageText: ...


class Places:
    """Boxes of quotes for one answer: each page is read once, and only where something is quoted from it."""

    def __init__(self, pages: ReadsPages | None, scope: Scope) -> None:
        self._pages = pages
        self._scope = scope
        self._read: dict[tuple[int, int], PageText | None] = {}
        self._lines: dict[tuple[int, int], dict[Box, Line]] = {}

    def boxes(self, source: Source, ranges: Sequence[Range]) -> tuple[PageBox, ...]:
        """One box per printed line the ranges touch, around the quoted words of the line.

        A line whose words are not known is cut by the share of its letters.
        """
        found: list[PageBox] = []
        for start, end in ranges:
            for span in source.spans:
                s, e, page, box = span
                a, b = max(s, start), min(e, end)
                if a >= b:
                    continue
                line = self._on(source.hit.document_id, page).get(box)
                words = around(line, source.hit.text[s:e], a - s, b - s) if line else None
                found += [PageBox(page, words)] if words else boxes_of(Source(source.hit, (span,)), [(a, b)])
        return tuple(found)

    def page(self, document_id: int, number: int) -> PageText | None:
        """A page as it was recognised; None where it cannot be read."""
        key = (document_id, number)
        if key not in self._read:
            self._read[key] = None
            if self._pages is not None:
                # A page may have been corrected or removed since the passages were made.
                with suppress(NotFound):
                    self._read[key] = self._pages.page_text(document_id, number, self._scope)
        return self._read[key]

    def _on(self, document_id: int, number: int) -> dict[Box, Line]:
        """The printed lines of a page by their boxes, as passages know them."""
        key = (document_id, number)
        if key not in self._lines:
            page = self.page(document_id, number)
            self._lines[key] = {line.box: line for line in page.lines if line.words} if page else {}
        return self._lines[key]


def around(line: Line, part: str, start: int, end: int) -> Box | None:
    """The box of the words under `part[start:end]`, where `part` is the stretch of the line a passage holds.

    None where the line and its words do not agree.
    """
    text = squeeze(line.text)
    at = text.find(part)
    words = list(_words(line, text))
    if at < 0 or len(words) < len(line.words):
        return None
    boxes = [box for (s, e), box in words if s < at + end and at + start < e]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _words(line: Line, text: str) -> Iterator[tuple[Range, Box]]:
    """The words of a line with their offsets into its text, until one is not found there."""
    reached = 0
    for word in line.words:
        printed = squeeze(word.text)
        at = text.find(printed, reached)
        if at < 0:
            return
        reached = at + len(printed)
        yield (at, reached), word.box
