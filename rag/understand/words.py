"""A question's words in folded form, each with its place, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from vanthu.text import fold, nfc

_PIECE = re.compile(r"\d+|[^\W\d_]+")
_MARKS = "-/\\_.:‐‑‒–—―−∕⁄"
_STROKES = frozenset(_MARKS) - {".", ":"}


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters or of digits: `nq57` is two."""

    text: str
    """Folded."""
    raw: str
    start: int
    end: int

    @property
    def digits(self) -> bool:
        return self.text.isdigit()


class Words:
    """The words of one text. Offsets are those of the composed text."""

    def __init__(self, text: str) -> None:
        self.raw = nfc(text)
        self.folded = fold(self.raw)
        self.all = [
            Word(found.group(), self.raw[found.start() : found.end()], found.start(), found.end())
            for found in _PIECE.finditer(self.folded)
        ]

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, place: int) -> Word:
        return self.all[place]

    def text_at(self, place: int) -> str:
        """The folded word there; empty beyond either end."""
        return self.all[place].text if 0 <= place < len(self.all) else ""

    def gap(self, place: int) -> str:
        """What stands between this word and the next."""
        if not 0 <= place < len(self.all) - 1:
            return "\n"
        return self.folded[self.all[place].end : self.all[place + 1].start]

    def glued(self, place: int) -> bool:
        return self.gap(place) == ""

    def joined(self, place: int) -> bool:
        """By a dash or a stroke, blanks around it or not."""
        gap = self.gap(place)
        return len(gap) <= 4 and _near(gap) and any(mark in _STROKES for mark in gap)

    def beside(self, place: int) -> bool:
        """Nothing but blanks, dashes, strokes or one stop without a blank: still one name."""
        gap = self.gap(place)
        return len(gap) <= 4 and _near(gap) and not gap.startswith(". ")

    def numbering(self, place: int) -> bool:
        """Beside, or with the stop of "No. 57"."""
        return self.beside(place) or self.gap(place) in {". ", ".: "}

    def spaced(self, place: int) -> bool:
        gap = self.gap(place)
        return bool(gap) and gap.isspace()

    def longest(self, start: int, phrases: Container[tuple[str, ...]]) -> int:
        """How many words from `start` on are one of `phrases`, the longest; 0 where none begins there."""
        most = 0
        for size in range(1, 7):
            if start + size > len(self.all) or (size > 1 and not self.beside(start + size - 2)):
                break
            if tuple(word.text for word in self.all[start : start + size]) in phrases:
                most = size
        return most

    def longest_before(self, end: int, phrases: Container[tuple[str, ...]]) -> int:
        """How many words that end before `end` are one of `phrases`, the longest."""
        most = 0
        for size in range(1, 7):
            start = end - size
            if start < 0 or (size > 1 and not self.beside(start)):
                break
            if tuple(word.text for word in self.all[start:end]) in phrases:
                most = size
        return most


def _near(gap: str) -> bool:
    return all(mark in _MARKS or mark.isspace() for mark in gap)


def phrase(text: str) -> tuple[str, ...]:
    """Folded words of a fixed expression, as `Words` would have them."""
    return tuple(_PIECE.findall(fold(text)))
