"""Corrections of a page's words, as functions of the page: lines stay where they are, their words change.

A word a person typed or confirmed bears `engine="person"` and is certain. Lines are never added or removed,
so that tables, which name lines by position, and other persons' places stay right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from ocr.layout import around
from ocr.page import Box, Line, PageText, Word
from records.clean import storable

PERSON = "person"
_MARGIN = 0.08
"""Where the lines of a typed page are laid: their places are not known."""


def typed(text: str) -> str:
    """What a person typed, as it is kept: composed, blanks single, nothing that cannot be seen."""
    seen = "".join(" " if char.isspace() else char for char in text)
    return " ".join("".join(c for c in storable(seen) if unicodedata.category(c)[0] != "C").split())


def retyped(line: Line, first: int, count: int, text: str, *, confirm: bool = True) -> Line:
    """The line with `count` words from `first` on replaced by `text` (as from `typed`).

    As many words as before keep their boxes one by one; otherwise those that differ share the room of those
    they replace. `confirm`: whoever typed has vouched for all of `text`; else words that stay as they are
    keep their engine and their doubt. Raises `IndexError` where the line has no such words.
    """
    old = line.words[first : first + count]
    if first < 0 or count < 1 or len(old) != count:
        raise IndexError
    words = _placed(old, text.split())
    if not confirm:
        words = _kept(old, words)
    return with_words(line, (*line.words[:first], *words, *line.words[first + count :]))


def with_words(line: Line, words: Sequence[Word]) -> Line:
    """The line with these words; its box stands, whatever is left in it."""
    sure = _mean(words) if words else line.confidence
    return replace(line, text=" ".join(word.text for word in words), confidence=sure, words=tuple(words))


def with_line(page: PageText, position: int, line: Line, recognised: PageText | None) -> PageText:
    """The page with another line in that place. `recognised`: the page as it was first read."""
    lines = (*page.lines[:position], line, *page.lines[position + 1 :])
    if recognised is not None and lines == recognised.lines:
        return replace(page, lines=lines, confidence=recognised.confidence)
    words = [word for each in lines for word in each.words]
    return replace(page, lines=lines, confidence=_mean(words) if words else 0.0)


def typed_page(number: int, text: str, size: tuple[int, int]) -> PageText:
    """A page that no engine could read, typed by a person; its lines are laid over the page evenly."""
    rows = [row for row in map(typed, text.splitlines()) if row]
    height = (1 - 2 * _MARGIN) / max(len(rows), 1)
    lines = tuple(_typed_line(row, _MARGIN + i * height, height) for i, row in enumerate(rows))
    source, engine, sure = ("scan", PERSON, 1.0) if rows else ("blank", "none", 0.0)
    return PageText(number, *size, 0, engine, source, sure, lines)  # type: ignore[arg-type]


def shared(box: Box, texts: Sequence[str]) -> list[Box]:
    """A box of one line given to several words, by their letters and the blanks between them."""
    left, top, right, bottom = box
    letters = sum(map(len, texts)) + len(texts) - 1
    step, at, boxes = (right - left) / max(letters, 1), left, []
    for text in texts:
        end = min(at + len(text) * step, right)
        boxes.append((at, top, end, bottom))
        at = min(end + step, right)
    return boxes


def _placed(old: Sequence[Word], texts: Sequence[str]) -> list[Word]:
    if len(old) == len(texts):
        return [_person(text, word.box) for text, word in zip(texts, old, strict=True)]
    if not texts:
        return []
    head, tail = alike(old, texts)
    middle = texts[head : len(texts) - tail]
    boxes = [word.box for word in old]
    room = boxes[head : len(old) - tail]
    places = [*boxes[:head], *(shared(around(room), middle) if middle else []), *boxes[len(old) - tail :]]
    return [_person(text, box) for text, box in zip(texts, places, strict=True)]


def alike(old: Sequence[Word], texts: Sequence[str]) -> tuple[int, int]:
    """How many words at the beginning and at the end stay, where they become more or fewer.

    Room is left for those that come in between.
    """
    most = min(len(old), len(texts))
    most -= len(texts) > len(old)
    head = tail = 0
    while head < most and old[head].text == texts[head]:
        head += 1
    while tail < most - head and old[-1 - tail].text == texts[-1 - tail]:
        tail += 1
    return head, tail


def _kept(old: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """The new words, those unchanged in text and place as they were."""
    before = {(word.text, word.box): word for word in old}
    return [before.get((word.text, word.box), word) for word in words]


def _person(text: str, box: Box) -> Word:
    return Word(text, box, 1.0, PERSON)


def _typed_line(text: str, top: float, height: float) -> Line:
    box = (_MARGIN, top, 1 - _MARGIN, top + 0.8 * height)
    texts = text.split()
    words = tuple(_person(t, b) for t, b in zip(texts, shared(box, texts), strict=True))
    return Line(text, box, 1.0, words)


def _mean(words: Sequence[Word]) -> float:
    return sum(word.confidence for word in words) / len(words)
