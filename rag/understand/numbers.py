"""Reference numbers as people write them: `nq57`, `NQ 57/TW`, `57/NQ-TW`, "nghị quyết 57 của Bộ Chính trị".

Only read here; which document of the library is meant, `rag.understand.named` decides. So the reading may be
generous: number first, then whatever beside it says of kind, body, year and issuer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rag.understand.vocabulary import Naming, naming
from rag.understand.words import Words

_DATE = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}(?!\d)")
_DAY = re.compile(
    r"[\s,(]{0,3}(?:(?:ban hanh|ky|issued|dated)\s)?(?:(?:ngay|on|of)\s)?"
    r"(\d{1,2})(?:\s?[/.-]\s?|\sthang\s)(\d{1,2})(?:\s?[/.-]\s?|\snam\s)(\d{4})(?!\d)"
)
_YEAR = re.compile(r"[\s,(]{0,3}(?:(?:ban hanh|issued)\s)?(?:(?:nam|in|of|from)\s)?((?:19|20)\d\d)(?!\d)\)?")
_PARTS = frozenset({"dieu", "khoan", "chuong", "muc", "phan", "trang", "article", "clause", "chapter"})
_REGULATION = frozenset({"qd", "qyd", "qdi"})
"""QĐ of a Party regulation is written in three ways."""
_OF = frozenset(
    {"cua", "do", "tu", "by", "of", "from", "the", "کی", "کا", "کے", "s", "viet", "nam", "vietnam", "dang"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """A document named by its number, as far as the question says it."""

    number: str
    """Without leading zeros."""
    text: str
    """As written."""
    start: int
    end: int
    kinds: frozenset[str] = frozenset()
    """Kind symbols (folded) it may carry; empty where the question names none."""
    kind_words: tuple[str, ...] = ()
    """The kind as a word, where it is named so."""
    bodies: tuple[str, ...] = ()
    """Body symbols as written, folded."""
    issuer: tuple[str, ...] = ()
    """The issuer's name, folded."""
    year: int | None = None
    day: date | None = None
    sure: bool = True
    """Whether a number is meant without doubt: of "báo cáo 6 chuyên đề" it is not."""


def read_numbers(text: str) -> list[Named]:
    """The documents that `text` names by number, in order."""
    words = Words(text)
    table = naming()
    found: list[Named] = []
    reached = 0
    for place, word in enumerate(words.all):
        if place < reached or not word.digits or len(word.text) > 6:
            continue
        named = _at(words, place, table)
        if named is not None and (not found or named.start >= found[-1].end):
            found.append(named)
            reached = next((n for n, each in enumerate(words.all) if each.start >= named.end), len(words))
    return found


def mentions(text: str, wanted: Iterable[Named]) -> bool:
    """Whether `text` names one of `wanted`: what is not in the library itself others may speak of."""
    numbers = {(each.number, kind) for each in wanted for kind in each.kinds or {""}}
    if not any(number in text for number, _ in numbers):
        return False
    return any((each.number, kind) in numbers for each in read_numbers(text) for kind in each.kinds or {""})


def _at(words: Words, place: int, table: Naming) -> Named | None:
    word = words[place]
    later = place > 0 and words[place - 1].digits and words.beside(place - 1)
    if later or words.text_at(place - 1) in _PARTS or _DATE.match(words.folded, word.start):
        return None  # of a date or a decimal number; "điều 3 qđ 12" names decision 12
    left = _Left(words, place, table)
    right = _Right(words, place, table, kind_known=bool(left.kinds))
    told = bool(right.bodies or right.year)
    if left.doubted and not told and (len(word.text) < 2 or _counted(words, place, table)):
        left.forget(words, place)
    kinds = right.kinds or left.kinds
    near = words.joined(place) or words.glued(place) or left.numbered
    if not kinds and not (right.bodies and near):
        return None
    bare = not (right.kinds or right.bodies or right.year or left.bodies)
    if bare and not left.numbered and _no_number(words, place, table, in_words=bool(left.kind_words)):
        return None
    named = Named(
        word.text.lstrip("0") or "0",
        words.raw[left.start : right.end],
        left.start,
        right.end,
        kinds,
        left.kind_words,
        right.bodies or left.bodies,
        (),
        right.year,
        sure=not bare or left.numbered or bool(left.kinds and len(word.text) > 1),
    )
    return _with_what_follows(words, _with_issuer_before(words, named, table), table)


def _no_number(words: Words, place: int, table: Naming, *, in_words: bool) -> bool:
    """Whether it is a year ("kế hoạch 2025") or counts what follows it."""
    return 1900 <= int(words[place].text) <= 2100 or (in_words and _counted(words, place, table))


def _counted(words: Words, place: int, table: Naming) -> bool:
    """Whether the number counts what follows: "kế hoạch 5 năm", but not "nghị quyết 57 năm 2024"."""
    unit = words.text_at(place + 1)
    dated = unit in {"nam", "ngay", "thang"} and words.text_at(place + 2).isdigit()
    if words.joined(place + 2) and words.text_at(place + 3).isdigit():
        dated = False  # "kế hoạch 5 năm 2021-2025"
    return unit in table.units and words.spaced(place) and not dated


class _Left:
    """What stands before the number: kind, in words or as a symbol, and "số"."""

    def __init__(self, words: Words, place: int, table: Naming) -> None:
        self.kinds: frozenset[str] = frozenset()
        self.kind_words: tuple[str, ...] = ()
        self.bodies: tuple[str, ...] = ()
        self.doubted = False
        """Whether the symbol is also a word: then what stands behind the number decides."""
        at = place - 1
        while at >= max(0, place - 3) and words.text_at(at) in table.numbered and words.numbering(at):
            at -= 1
        self.numbered = at < place - 1
        self.start = words[at + 1].start if self.numbered else words[place].start
        if at < 0 or not words.beside(at):
            return
        if words[at].text in table.bodies and at and words.joined(at - 1):
            self.bodies = (words[at].text,)
            at -= 1
        size = words.longest_before(at + 1, frozenset(table.kinds))
        if size:
            self.kind_words = tuple(word.text for word in words.all[at + 1 - size : at + 1])
            self.kinds = table.kinds[self.kind_words]
            self.start = words[at + 1 - size].start
        elif self._symbol(words, at, table):
            self.start = words[at].start
        else:
            self.bodies = ()

    def forget(self, words: Words, place: int) -> None:
        self.kinds, self.bodies, self.start = frozenset(), (), words[place].start

    def _symbol(self, words: Words, at: int, table: Naming) -> bool:
        word = words[at]
        kind, body = table.glued.get(word.text, (word.text, ""))
        if kind not in table.symbols or not _as_symbol(word.raw):
            return False
        told = word.raw[:1].isupper() or not words.spaced(at) or self.numbered
        self.doubted = kind in table.risky and not told
        self.kinds = _REGULATION if kind in _REGULATION else frozenset({kind})
        self.bodies = (body,) if body else self.bodies
        return True


class _Right:
    """What stands behind the number: year, kind symbol, body symbols."""

    def __init__(self, words: Words, place: int, table: Naming, *, kind_known: bool) -> None:
        self.year: int | None = None
        self.kinds: frozenset[str] = frozenset()
        self.bodies: tuple[str, ...] = ()
        self._words, self._table = words, table
        at = place
        follows = words.text_at(at + 1)
        if words.joined(at) and len(follows) == 4 and follows[:2] in {"19", "20"} and follows.isdigit():
            self.year = int(follows)
            at += 1
        at = self._kind(at, kind_known=kind_known)
        while len(self.bodies) < 3 and (step := self._body(at)):
            at += step
        self.end = words[at].end

    def _kind(self, at: int, *, kind_known: bool) -> int:
        words, table = self._words, self._table
        if at + 1 >= len(words) or not words.beside(at):
            return at
        word = words[at + 1]
        kind, body = table.glued.get(word.text, (word.text, ""))
        law = word.text in {"qh", "ubtvqh"} and words.glued(at + 1) and words.text_at(at + 2).isdigit()
        if law:
            self.kinds, self.bodies = frozenset({word.text}), (word.text + words.text_at(at + 2),)
            return at + 2
        if kind not in table.symbols or not _as_symbol(word.raw):
            return at
        joined = words.joined(at) or words.glued(at)
        follows = body or words.text_at(at + 2) in table.bodies
        if not joined and not follows and kind in table.risky and not word.raw.isupper():
            return at
        if kind_known and not joined and not body:
            return at  # "nghị quyết 57 TT ...": the next thing, not its symbol
        self.kinds = _REGULATION if kind in _REGULATION else frozenset({kind})
        self.bodies = (body,) if body else ()
        return at + 1

    def _body(self, at: int) -> int:
        words, table = self._words, self._table
        if at + 1 >= len(words) or not words.beside(at) or words[at + 1].digits:
            return 0
        word = words[at + 1]
        known = word.text in table.bodies and _as_symbol(word.raw)
        joined = words.joined(at) or (words.glued(at) and bool(self.kinds or self.year))
        if not known and not (joined and len(word.text) <= 12 and _as_symbol(word.raw)):
            return 0
        numbered = words.glued(at + 1) and words.text_at(at + 2).isdigit()  # QH15
        self.bodies = (*self.bodies, word.text + (words.text_at(at + 2) if numbered else ""))
        return 2 if numbered else 1


def _as_symbol(raw: str) -> bool:
    """A symbol has no mark but đ's stroke (and the ố of TBố): "đã" is none."""
    lowered = raw.lower().replace("ố", "o")
    return lowered.isascii() or lowered.replace("đ", "d").isascii()


def _with_issuer_before(words: Words, named: Named, table: Naming) -> Named:
    """ "Politburo Resolution 57"; in Urdu the issuer always stands first."""
    at = next((n for n, word in enumerate(words.all) if word.start >= named.start), 0)
    while at and words[at - 1].text in {"کی", "کا", "کے", "s"}:
        at -= 1
    size = words.longest_before(at, frozenset(table.issuers))
    if not size or (words[at - size].raw.isascii() and not words[at - size].raw[:1].isupper()):
        return named
    return replace(named, issuer=tuple(word.text for word in words.all[at - size : at]))


def _with_what_follows(words: Words, named: Named, table: Naming) -> Named:
    """Day, year and issuer behind the number, in any order."""
    for _ in range(3):
        longer = _dated(words, named) or _issued(words, named, table)
        if longer is None:
            break
        named = longer
    return named


def _dated(words: Words, named: Named) -> Named | None:
    if named.day is None and (found := _DAY.match(words.folded, named.end)):
        try:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None
        return replace(named, day=day, end=found.end(), text=words.raw[named.start : found.end()], sure=True)
    if named.year is None and named.day is None and (found := _YEAR.match(words.folded, named.end)):
        if int(found[1]) > 2100:
            return None
        whole = words.raw[named.start : found.end()]
        return replace(named, year=int(found[1]), end=found.end(), text=whole, sure=True)
    return None


def _issued(words: Words, named: Named, table: Naming) -> Named | None:
    if named.issuer:
        return None
    at = next((n for n, word in enumerate(words.all) if word.start >= named.end), len(words))
    if at >= len(words) or any(mark in ";?!" for mark in words.folded[named.end : words[at].start]):
        return None
    linked = at
    while linked < len(words) and words[linked].text in _OF and linked - at < 2:
        linked += 1
    size = 0
    for start in (at, linked):
        size = words.longest(start, frozenset(table.issuers))
        if size:
            at = start
            break
    if not size:
        return None
    end = words[at + size - 1].end
    return replace(
        named,
        issuer=tuple(word.text for word in words.all[at : at + size]),
        end=end,
        text=words.raw[named.start : end],
        sure=True,
    )
