"""Finding a text among a page's words, and what they become when it is replaced."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ocr.page import Line
from records.desk.types import Looking
from vanthu.text import squeeze


@dataclass(frozen=True, slots=True)
class Match:
    """Consecutive words of a line in which the text was found, once or oftener."""

    first: int
    words: int
    reading: str
    replaced: str


def matches(line: Line, text: str, looking: Looking, replacement: str | None = None) -> Iterator[Match]:
    """Every place of `text` in the line, left to right; a text that runs on in the next line is none."""
    ends: list[int] = []
    at = 0
    for word in line.words:
        at += len(word.text)
        ends.append(at)
        at += 1
    printed = " ".join(word.text for word in line.words)
    group: list[tuple[int, int]] = []
    for start, end in _spans(printed, squeeze(text), looking):
        if group and _word_at(ends, start) > _word_at(ends, group[-1][1] - 1):
            yield _match(printed, ends, group, replacement)
            group = []
        group.append((start, end))
    if group:
        yield _match(printed, ends, group, replacement)


def _spans(printed: str, text: str, looking: Looking) -> Iterator[tuple[int, int]]:
    where, wanted = _key(printed, looking), _key(text, looking)
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


def _match(printed: str, ends: list[int], group: list[tuple[int, int]], replacement: str | None) -> Match:
    first, last = _word_at(ends, group[0][0]), _word_at(ends, group[-1][1] - 1)
    begin = ends[first - 1] + 1 if first else 0
    reading = printed[begin : ends[last]]
    if replacement is None:
        return Match(first, last - first + 1, reading, reading)
    parts, at = [], begin
    for start, end in group:
        parts += [printed[at:start], replacement]
        at = end
    replaced = squeeze("".join([*parts, printed[at : ends[last]]]))
    return Match(first, last - first + 1, reading, replaced)


def _word_at(ends: list[int], offset: int) -> int:
    return next(i for i, end in enumerate(ends) if offset <= end)


def _key(text: str, looking: Looking) -> str:
    """As long as `text`, so that offsets carry over."""
    return "".join(_key_of(char, looking) for char in text)


def _key_of(char: str, looking: Looking) -> str:
    if looking.fold:
        char = {"đ": "d", "Đ": "D"}.get(char) or unicodedata.normalize("NFD", char)[0]
    if not looking.match_case:
        low = char.lower()
        char = low if len(low) == 1 else char
    return char
