"""What an amending text says it changes: "Sửa đổi khoản 2 Điều 5 như sau: “2. …”", as exact places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.answer.sources import Range
from rag.understand.places import Place, read_places
from vanthu.text import fold


class Act(StrEnum):
    AMENDS = "amends"
    ADDS = "adds"
    REPEALS = "repeals"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, with its places in the text that orders it."""

    act: Act
    places: tuple[Place, ...]
    """The provisions changed; an added one is what it will be called."""
    announced: Range
    text: Range | None
    """The new words, without the marks around them; None where nothing takes the old one's place."""


_ANNOUNCED = re.compile(
    r"(?:^|\n)[ “]{0,2}(?:(?:\d{1,3}|[a-z])[.)] ?|[-–+] ?)?"
    r"(?P<act>sua doi(?: ?, ?bo sung| va bo sung)?|bo sung|thay the|bai bo|huy bo)\b"
    r"(?P<what>[^\n“”:;]{3,240})(?P<end>:|;|\.(?=\s|$)|(?=\n)|$)"
)
_PASSIVE = re.compile(
    r"(?:^|\n)[ “]{0,2}(?:(?:\d{1,3}|[a-z])[.)] ?|[-–+] ?)?(?P<what>(?:diem|khoan|dieu) [^\n“”:;]{1,80}?)"
    r" duoc (?P<act>sua doi|bo sung|thay the|bai bo)[^\n“”:;]{0,60}(?P<end>:)"
)
BEFORE_MARK = 60
"""Letters between an announcement and the mark that opens the new words, at most."""
_SECTION = re.compile(r"\b(?:muc|phan|chuong|phu luc) (?:[ivx]+|\d+)\b")
_ACTS = {"bo sung": Act.ADDS, "bai bo": Act.REPEALS, "huy bo": Act.REPEALS}


def changes(text: str, heading: str = "") -> list[Change]:
    """The changes `text` orders. A clause named alone is of the article named last, or in `heading`."""
    announced = sorted(_announced(text), key=lambda found: found[0].start("what"))
    above = next((p.article for m in read_places(heading) for p in m.places if p.article), None)
    told: list[Change] = []
    for at, (found, act) in enumerate(announced):
        start, end = found.span()
        start += len(text[start:end]) - len(text[start:end].lstrip())
        places = _places(text[found.start("what") : found.end("what")], act)
        above = next((place.article for place in places if place.article), above)
        places = tuple(
            place if place.article else Place(above, place.clause, place.point) for place in places
        )
        sectioned = _SECTION.search(fold(text[start:end])) and not all(place.article for place in places)
        if not places or sectioned:  # clauses of a section count anew in each: not to be told apart here
            continue
        limit = announced[at + 1][0].start() if at + 1 < len(announced) else len(text)
        new = _new_words(text, end, limit) if found["end"] == ":" else None
        if new is None and act is not Act.REPEALS:
            continue
        told.append(Change(act, places, (start, end), new))
    return told


def _announced(text: str) -> Iterator[tuple[re.Match[str], Act]]:
    plain = fold(text)
    if len(plain) != len(text):
        return
    quoted = _inside_marks(text)
    for pattern in (_ANNOUNCED, _PASSIVE):
        for found in pattern.finditer(plain):
            if not any(start < found.start("what") < end for start, end in quoted):
                yield found, _ACTS.get(found["act"], Act.AMENDS)


def _places(what: str, act: Act) -> tuple[Place, ...]:
    """The provisions named; of "khoản 4 vào sau khoản 3 Điều 19" the one that is added."""
    named = [place for mention in read_places(what) for place in mention.places]
    if act is not Act.ADDS or not named:
        return tuple(dict.fromkeys(named))
    article = next((place.article for place in named if place.article), None)
    first = named[0]
    return (Place(first.article or article, first.clause, first.point),)


def _new_words(text: str, start: int, limit: int) -> Range | None:
    """What stands behind the announcement, up to the closing mark or the next announcement."""
    closed = text.find("”", start, limit)
    end = closed if closed >= 0 else limit
    opened = text.find("“", start, min(end, start + BEFORE_MARK))
    start = max(start, opened)  # a page's foot may stand between
    while start < end and text[start] in ' \n\t“"':
        start += 1
    while end > start and text[end - 1] in ' \n\t”"':
        end -= 1
    return (start, end) if start < end else None


def _inside_marks(text: str) -> list[Range]:
    spans, start = [], -1
    for at, char in enumerate(text):
        if char == "“" and start < 0:
            start = at
        elif char == "”" and start >= 0:
            spans.append((start, at))
            start = -1
    return spans
