"""Finding a text among a page's words, also over the ends of lines, and what they become when replaced."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.page import Line
from records.desk.runs import laid
from records.desk.types import Looking
from vanthu.text import squeeze

_HYPHENS = "-\u2010"
_CLOSED = f"{_HYPHENS}/"
"""After these, at the end of a line, a word may go on in the next: "57-NQ/" and "TW"."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a match has of one line."""

    line: int
    """Position among the lines that were looked through."""
    first: int
    words: int
    replaced: str


@dataclass(frozen=True, slots=True)
class Match:
    """Consecutive words in which the text was found, once or oftener."""

    parts: tuple[Part, ...]
    """By line; several where it runs over the end of a line."""
    reading: str
    replaced: str


@dataclass(frozen=True, slots=True)
class _Span:
    """A place of the text: offsets into what is printed, those that were read over left out."""

    offsets: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.offsets[0]

    @property
    def end(self) -> int:
        return self.offsets[-1] + 1


def matches(
    lines: Sequence[Line], text: str, looking: Looking, replacement: str | None = None
) -> Iterator[Match]:
    """Every place of `text` in lines that are read on (see `runs`), in reading order.

    A word broken at the end of a line is found as it is printed and as it is spoken, with its hyphen or
    without.
    """
    run = _Run(lines)
    group: list[_Span] = []
    for span in _spans(run, squeeze(text), looking):
        if group and run.word_at(span.start) > run.word_at(group[-1].end - 1):
            yield _match(run, group, replacement)
            group = []
        group.append(span)
    if group:
        yield _match(run, group, replacement)


class _Run:
    """Lines as one text, a blank between words and between lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.printed = " ".join(word.text for line in lines for word in line.words)
        self.ends: list[int] = []
        """Of each word, the offset behind it."""
        self.places: list[tuple[int, int]] = []
        """Of each word, its line and its position in it."""
        self.breaks: list[int] = []
        """Offsets of the blanks between lines."""
        at = 0
        for i, line in enumerate(lines):
            if at and line.words:
                self.breaks.append(at - 1)
            for j, word in enumerate(line.words):
                at += len(word.text)
                self.ends.append(at)
                self.places.append((i, j))
                at += 1

    def word_at(self, offset: int) -> int:
        return bisect_left(self.ends, offset)


def _spans(run: _Run, text: str, looking: Looking) -> Iterator[_Span]:
    """Left to right; of two that overlap the one that begins first, as printed before as spoken."""
    keys, wanted = _key(run.printed, looking), "".join(_key(text, looking))
    found: list[tuple[int, int, _Span]] = []
    for rank, offsets in enumerate(_ways(run)):
        read = "".join(run.printed[i] for i in offsets)
        where = "".join(keys[i] for i in offsets)
        for start, end in _places(read, where, wanted, looking):
            found.append((offsets[start], rank, _Span(tuple(offsets[start:end]))))
    last = 0
    for start, _, span in sorted(found, key=lambda one: one[:2]):
        if start >= last:
            yield span
            last = span.end


def _ways(run: _Run) -> Iterator[Sequence[int]]:
    """The offsets read: all; without the blank in a broken word; without its hyphen too."""
    printed = run.printed
    yield range(len(printed))
    blanks = {at for at in run.breaks if _broken(printed, at)}
    if not blanks:
        return
    yield [i for i in range(len(printed)) if i not in blanks]
    if hyphens := {at - 1 for at in blanks if printed[at - 1] in _HYPHENS}:
        yield [i for i in range(len(printed)) if i not in blanks and i not in hyphens]


def _broken(printed: str, at: int) -> bool:
    """Whether a word goes on over this end of a line."""
    return (
        at > 1 and printed[at - 1] in _CLOSED and _is_letter(printed[at - 2]) and _is_letter(printed[at + 1])
    )


def _places(printed: str, where: str, wanted: str, looking: Looking) -> Iterator[tuple[int, int]]:
    start = where.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        if looking.whole_word and (_within(printed, start) or _within(printed, end)):
            start = where.find(wanted, start + 1)
            continue
        yield start, end
        start = where.find(wanted, end)


def _within(printed: str, at: int) -> bool:
    """Whether this offset lies inside a word: letters or digits on both sides."""
    return 0 < at < len(printed) and _is_letter(printed[at - 1]) and _is_letter(printed[at])


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) != 0


def _match(run: _Run, group: Sequence[_Span], replacement: str | None) -> Match:
    first, last = run.word_at(group[0].start), run.word_at(group[-1].end - 1)
    begin, end = (run.ends[first - 1] + 1 if first else 0), run.ends[last]
    reading = replaced = run.printed[begin:end]
    if replacement is not None:
        pieces, at = [], begin
        for span in group:
            pieces += [run.printed[at : span.start], _put(run.printed, span, replacement)]
            at = span.end
        replaced = squeeze("".join([*pieces, run.printed[at:end]]))
    places = run.places[first : last + 1]
    met = list(dict.fromkeys(line for line, _ in places))
    own = [[word for line, word in places if line == each] for each in met]
    old = [run.lines[line].words[words[0] : words[-1] + 1] for line, words in zip(met, own, strict=True)]
    shares = laid(old, replaced)
    parts = tuple(
        Part(line, words[0], len(words), share) for line, words, share in zip(met, own, shares, strict=True)
    )
    return Match(parts, reading, replaced)


def _put(printed: str, span: _Span, replacement: str) -> str:
    """The replacement, broken at the ends of lines where the found word is, if what is around stays.

    "57-" and "NQ/TW" replaced by "58-NQ/TW" is "58-" and "NQ/TW"; "57-QĐ" has no such place and stands whole.
    """
    found = "".join(printed[i] for i in span.offsets)
    head = _common(found, replacement)
    tail = _common(found[head:][::-1], replacement[head:][::-1])
    grown = len(replacement) - len(found)
    pieces, at = [], 0
    for i, (before, after) in enumerate(pairwise(span.offsets), start=1):
        if after == before + 1:
            continue
        stays = i <= head or not grown
        place = i if stays else i + grown if i >= len(found) - tail else 0
        if at < place < len(replacement):
            pieces += [replacement[at:place], printed[before + 1 : after]]
            at = place
    return "".join([*pieces, replacement[at:]])


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _key(text: str, looking: Looking) -> list[str]:
    """A character for each of `text`, so that offsets carry over."""
    return [_key_of(char, looking) for char in text]


def _key_of(char: str, looking: Looking) -> str:
    if looking.fold:
        char = {"đ": "d", "Đ": "D"}.get(char) or unicodedata.normalize("NFD", char)[0]
    if not looking.match_case:
        low = char.lower()
        char = low if len(low) == 1 else char
    return char
