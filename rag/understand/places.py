"""Articles, clauses and points that a question names: "điểm a khoản 1 Điều 5", "điều 8 khoản 2"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.types import Filter, FilterKind
from rag.understand.numbers import read_numbers
from rag.understand.vocabulary import naming
from rag.understand.words import Words
from vanthu.i18n import translate
from vanthu.text import fold

_UNITS = {
    "dieu": "article", "article": "article", "آرٹیکل": "article", "دفعہ": "article",
    "khoan": "clause", "clause": "clause", "paragraph": "clause", "شق": "clause",
    "diem": "point", "point": "point", "نکتہ": "point",
}  # fmt: skip
_UNITS |= {fold(word): unit for word, unit in _UNITS.items()}
_GLUED = {"d": "article", "k": "clause"}
"""Only right before the digits: k2 đ8."""
_BETWEEN = frozenset({"cua", "va", "thuoc", "trong", "tai", "of", "and", "کی", "کا", "کے", "اور", "so", "no"})

_AND = frozenset({"va", "and", "اور"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document; what is not named is None."""

    article: str | None = None
    clause: str | None = None
    point: str | None = None

    @property
    def filter(self) -> Filter:
        key = ".".join(value or "-" for value in (self.article, self.clause, self.point))
        named = []
        if self.point:
            named.append(translate("điểm {number}").format(number=self.point))
        if self.clause:
            named.append(translate("khoản {number}").format(number=self.clause))
        if self.article:
            named.append(translate("Điều {number}").format(number=self.article))
        words = " ".join(named)
        return Filter(FilterKind.PLACE, f"{FilterKind.PLACE.value}:{key}", words[:1].upper() + words[1:])


@dataclass(frozen=True, slots=True)
class Mention:
    """One or more places named together, and where."""

    places: tuple[Place, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    unit: str
    value: str
    first: int
    last: int
    """Words of the question, the last one included."""


def read_places(text: str) -> list[Mention]:
    """The places that `text` names, in order."""
    words = Words(text)
    runs: list[list[_Part]] = []
    for part in _parts(words):
        if runs and _follows(words, runs[-1], part):
            runs[-1].append(part)
        else:
            runs.append([part])
    return [Mention(_places(run), words[run[0].first].start, words[run[-1].last].end) for run in runs]


_SAYS = frozenset(
    fold(
        "nói gì về quy định nội dung là thế nào ra sao như của cho biết xem đọc trích nguyên văn hãy tôi ghi "
        "nêu có những và trong theo toàn bộ chi tiết cụ thể what does say the of is in text full show me read"
    ).split()
)
"""Words with which one asks what a place says, and nothing else."""


def asks_only_what_it_says(text: str) -> bool:
    """Whether a place is named and its words are all that is asked: "Điều 8 Quy định 384 nói gì"."""
    mentions = [(mention.start, mention.end) for mention in read_places(text)]
    if not mentions:
        return False
    named = [(each.start, each.end) for each in read_numbers(text)]
    rest = [
        word.text
        for word in Words(text).all
        if not any(start <= word.start < end for start, end in mentions + named)
    ]
    return all(word in _SAYS for word in rest)


def _parts(words: Words) -> Iterator[_Part]:
    for n, word in enumerate(words.all):
        unit = _UNITS.get(word.text)
        if unit is None and words.glued(n):
            unit = _GLUED.get(word.text)
        if unit is None or n + 1 >= len(words):
            continue
        at = n + 2 if words.text_at(n + 1) in {"so", "no"} else n + 1
        if at >= len(words) or not words.numbering(at - 1):
            continue
        value = words[at].text
        if unit == "point":
            if len(value) == 1 and value.isalpha():
                yield _Part(unit, words[at].raw.lower(), n, at)
        elif value.isdigit() and len(value) <= 3:
            lettered = words.glued(at) and len(words.text_at(at + 1)) == 1
            last = at + 1 if lettered else at
            yield _Part(unit, value.lstrip("0") + (words[last].raw.lower() if lettered else ""), n, last)
            yield from _more(words, unit, last)


def _more(words: Words, unit: str, last: int) -> list[_Part]:
    """What is counted up after the first: "khoản 1, 2 và 3 Điều 5"; not the days of "Điều 5 và 10 ngày"."""
    found: list[_Part] = []
    while last + 1 < len(words):
        joined = words.text_at(last + 1) in _AND
        at = last + 2 if joined else last + 1
        parted = words.gap(last).strip() == ("" if joined else ",")
        value = words.text_at(at)
        if not parted or not value.isdigit() or len(value) > 3 or not value.strip("0"):
            break
        found.append(_Part(unit, value.lstrip("0"), at, at))
        last = at
    after = words.text_at(last + 1)
    known = after in _BETWEEN or after in _SAYS or after in _UNITS
    return found if not after or known or words.longest(last + 1, naming().kinds) else []


def _follows(words: Words, run: list[_Part], part: _Part) -> bool:
    """Whether it is named together with what stands before it, and does not begin another place."""
    between = words.all[run[-1].last + 1 : part.first]
    if len(between) > 1 or any(word.text not in _BETWEEN for word in between):
        return False
    gap = words.folded[words[run[-1].last].end : words[part.first].start]
    if any(mark in gap for mark in ".;?!"):
        return False
    return part.unit != "article" or all(each.unit != "article" for each in run)


def _places(run: list[_Part]) -> tuple[Place, ...]:
    article = next((part.value for part in run if part.unit == "article"), None)
    found: list[Place] = []
    for at, part in enumerate(run):
        if part.unit == "clause":
            beside = [each for each in run[max(0, at - 1) : at + 2] if each.unit == "point"]
            found.append(Place(article, part.value, beside[0].value if beside else None))
    if not found:
        point = next((part.value for part in run if part.unit == "point"), None)
        found.append(Place(article, None, point))
    return tuple(dict.fromkeys(found))
