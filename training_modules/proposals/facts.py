"""What of a clause can be asked: figures with their units, who is responsible, terms, what is forbidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.passages import Passage
from rag.sentences import split
from vanthu.text import fold, nfc, squeeze


class FactKind(StrEnum):
    FIGURE = "figure"
    RESPONSIBLE = "responsible"
    TERM = "term"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a sentence of a clause says, and the words that answer for it."""

    kind: FactKind
    passage: Passage
    sentence: str
    answer: str
    """The figure with its unit, the body responsible, the term; "không" of what is forbidden."""
    start: int
    """Where in `sentence` it stands."""
    group: str = ""
    """What answers of other clauses are like it: the unit of a figure."""


_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
_UNITS = (
    *("ngày làm việc", "giờ", "phút", "ngày", "tuần", "tháng", "năm", "quý"),
    *("%", "phần trăm", "trang", "bản", "người", "thành viên", "lần", "điểm", "km"),
    *("tỷ đồng", "triệu đồng", "nghìn đồng", "đồng"),
)
_FIGURE = re.compile(
    rf"(?<![\w./,-])(?:{_NUMBER})\s*(?P<unit>{'|'.join(map(re.escape, _UNITS))})(?![\w/-])", re.IGNORECASE
)
_DATED = re.compile(r"(?:ngày|tháng|quý|giờ|điều|khoản|điểm|số|mục|chương)\s*$", re.IGNORECASE)
"""What stands before a number that is a date's or a place's, not a quantity."""
_WHO = re.compile(
    r"^(?P<who>\w[^,;:.()]{3,90}?)\s+(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ trì)\s+\S.{14,}",
    re.IGNORECASE,
)
_TERM = re.compile(r"^(?:\d{1,3}[.)]|[a-zđ]\))?\s*(?P<term>\w.{1,70}?) là \S.{24,}", re.IGNORECASE)
_EXPLAINS = re.compile(r"giai thich tu ngu|giai thich thuat ngu")
_FORBIDDEN = re.compile(r"\bkhông được\b", re.IGNORECASE)
_LEANS = re.compile(r"\b(?:này|đó|nêu trên|nói trên|trên đây|sau đây|dưới đây)\b|:\s*$", re.IGNORECASE)
"""A sentence that points beyond itself cannot be asked by itself."""
SHORTEST, LONGEST = 30, 320
"""Characters of a sentence that is asked."""


_LISTED = re.compile(r"^[“\"]?\s*(?:\d{1,2}(?:\.\d{1,2}){0,2}[.),](?!\d)|[a-zđ]\)|[-–+•])\s*")
"""The mark a sentence begins with in a list."""
_LIMIT = re.compile(
    r"\b(?:thời hạn|không quá|tối thiểu|tối đa|ít nhất|nhiều nhất|chậm nhất|đạt|giá trị|trong vòng)\b"
    r"[^,;.]{0,24}$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d\s*(?:-|–|đến)\s*$")
_CLOCK = re.compile(r"^\s*\d{1,2}\s*phút", re.IGNORECASE)


def facts_of(passages: Iterable[Passage]) -> Iterator[Fact]:
    """Every fact, in reading order; one of each kind for a sentence."""
    for passage in passages:
        text = nfc(passage.text)
        for start, end in split(text):
            sentence = _LISTED.sub("", squeeze(text[start:end])).strip('“”"')
            if SHORTEST <= len(sentence) <= LONGEST and _can_be_asked(sentence):
                yield from _of(passage, sentence)


def _can_be_asked(sentence: str) -> bool:
    """It stands by itself, and is no heading."""
    first = sentence.split(maxsplit=1)[0]
    return not first[0].islower() and not _LEANS.search(sentence) and not (len(first) > 2 and first.isupper())


def _of(passage: Passage, sentence: str) -> Iterator[Fact]:
    figures = [found for found in _FIGURE.finditer(sentence) if _is_quantity(found, sentence)]
    figures.sort(key=lambda found: not _LIMIT.search(sentence[: found.start()]))
    for found in figures[:1]:
        unit = fold(found["unit"])
        yield Fact(FactKind.FIGURE, passage, sentence, squeeze(found[0]), found.start(), unit)
    if _EXPLAINS.search(fold(passage.heading_path)):
        if term := _TERM.match(sentence):
            yield Fact(FactKind.TERM, passage, sentence, term["term"], term.start("term"))
    elif body := _WHO.match(sentence):
        yield Fact(FactKind.RESPONSIBLE, passage, sentence, body["who"], body.start("who"))
    if ban := _FORBIDDEN.search(sentence):
        yield Fact(FactKind.FORBIDDEN, passage, sentence, "không", ban.start())


def _is_quantity(found: re.Match[str], sentence: str) -> bool:
    """Not a date, a number of a place, a time of the day or the end of a range."""
    before, after = sentence[: found.start()], sentence[found.end() :]
    return not (_DATED.search(before) or _RANGE.search(before) or _CLOCK.search(after))
