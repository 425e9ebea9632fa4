"""Pieces of lines: what stands alone on a page, with its box and how surely it was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ocr.layout import around
from ocr.page import Box, Line, PageText, Word
from vanthu.text import fold

_COLUMN_GAP = 0.045
"""Share of the page's width that parts two columns."""
_NO_TEXT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words of one line on one page."""

    words: tuple[Word, ...]
    page: int
    scanned: bool

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def bare(self) -> str:
        """Folded letters and digits with single blanks: what closed lists are compared with."""
        return _NO_TEXT.sub(" ", self.folded).strip()

    @property
    def box(self) -> Box:
        return around([word.box for word in self.words])

    @property
    def middle(self) -> float:
        """Vertical middle on the page, of its words' the median: a stroke read as a word moves it not."""
        return median((word.box[1] + word.box[3]) / 2 for word in self.words)

    @property
    def height(self) -> float:
        """Median height of its words."""
        heights = sorted(word.box[3] - word.box[1] for word in self.words)
        return heights[len(heights) // 2]

    @property
    def confidence(self) -> float:
        """The least sure word: a field is no surer than that."""
        return min(word.confidence for word in self.words)

    @property
    def capitals(self) -> float:
        """Share of its letters that are capitals."""
        letters = [c for c in self.text if c.isalpha()]
        return sum(c.isupper() for c in letters) / len(letters) if letters else 0.0

    def part(self, start: int, end: int | None = None) -> Segment | None:
        """The words from `start` to `end`; None if there are none."""
        words = self.words[start:end]
        return Segment(words, self.page, self.scanned) if words else None


def segment(line: Line, page: PageText) -> Segment:
    return Segment(line.words, page.number, page.source == "scan")


def from_top(page: PageText) -> list[Segment]:
    """The page's lines as segments from top to bottom, those of a row from left to right."""
    return _in_rows([segment(line, page) for line in page.lines if line.words])


def _in_rows(segments: list[Segment]) -> list[Segment]:
    segments.sort(key=lambda s: s.middle)
    rows: list[list[Segment]] = []
    for item in segments:
        if rows and abs(item.middle - rows[-1][-1].middle) < 0.35 * max(item.height, 1e-6):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [item for row in rows for item in sorted(row, key=lambda s: s.box[0])]


def together(segments: Sequence[Segment]) -> Segment:
    """Segments of one page as one, for its text and its box."""
    return Segment(
        tuple(word for item in segments for word in item.words), segments[0].page, segments[0].scanned
    )


def word_at(item: Segment, offset: int) -> int:
    """Index of the word that holds the character at `offset` of the segment's text."""
    end = 0
    for index, word in enumerate(item.words):
        end += len(word.text) + 1
        if offset < end:
            return index
    return len(item.words) - 1


def columns(page: PageText) -> list[Segment]:
    """The page's lines cut where wide gaps part two columns."""
    pieces: list[Segment] = []
    for item in from_top(page):
        run: list[Word] = []
        for word in item.words:
            if run and word.box[0] - run[-1].box[2] > _COLUMN_GAP:
                pieces.append(Segment(tuple(run), item.page, item.scanned))
                run = []
            run.append(word)
        pieces.append(Segment(tuple(run), item.page, item.scanned))
    return _in_rows(pieces)
