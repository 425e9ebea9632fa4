"""By what a question chooses documents: kind, issuer, time of issue ("các quyết định của UBND năm 2025").

"Quyết định", "quy định", "báo cáo" are also what documents speak of, so a kind chooses only where documents
are asked for: by how many, which, listed, newest; or with who issued them or when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from rag.types import Filter, FilterKind
from rag.understand.periods import Period, read_periods
from rag.understand.vocabulary import naming
from rag.understand.words import Words, phrase
from records.document_types import document_types, type_name
from records.types import DocumentChoice
from vanthu.i18n import translate
from vanthu.text import fold

Phrase = tuple[str, ...]

_MANY = frozenset(
    map(phrase, (
        "các", "những", "mọi", "tất cả các", "tất cả", "toàn bộ", "toàn bộ các", "mấy", "một số", "nhiều",
        "all", "the", "any", "recent", "all the", "which", "what", "تمام", "کون سے", "کون سی",
    ))
)  # fmt: skip
_ASKED_FOR = frozenset(
    map(phrase, (
        "bao nhiêu", "liệt kê", "liệt kê các", "danh sách", "danh sách các", "có những", "có các", "tìm",
        "tìm các", "cho xem các", "how many", "list", "list all", "list the", "which", "find",
        "کتنے", "کتنی", "کون سے",
    ))
)  # fmt: skip
_AFTER = frozenset(map(phrase, ("nào", "mới nhất", "gần đây nhất", "mới ban hành", "nào được ban hành")))
_GENERIC = frozenset(
    {"regulation", "programme", "project", "scheme", "plan", "report", "decision", "proposal_plan",
     "strategy", "agreement", "contract", "conclusion", "minutes", "notice", "rules", "order", "copy",
     "guidance", "statement", "submission", "appeal", "invitation", "constitution", "communique",
     "master_plan"}
)  # fmt: skip
"""Common words too: they choose only with an issuer or a time of issue, or where counted or listed."""
_ISSUED = frozenset({"ban", "ky", "issued", "promulgated", "signed", "جاری"})
_OF = frozenset(
    {"cua", "do", "by", "of", "from", "the", "duoc", "ban", "hanh", "tu", "trong", "moi", "nao", "co", "in"}
)
_ANY = frozenset(map(phrase, ("văn bản", "tài liệu", "documents", "document", "دستاویزات")))
_SHORT: dict[str, Phrase] = {
    "ubnd": ("uy", "ban", "nhan", "dan"),
    "hdnd": ("hoi", "dong", "nhan", "dan"),
    "tp": ("thanh", "pho"),
    "tw": ("trung", "uong"),
    "bct": ("bo", "chinh", "tri"),
    "bbt": ("ban", "bi", "thu"),
    "bchtw": ("ban", "chap", "hanh", "trung", "uong"),
    "vptw": ("van", "phong", "trung", "uong"),
}
_ENGLISH = {
    ("politburo",): "bo chinh tri",
    ("secretariat",): "ban bi thu",
    ("central", "committee"): "ban chap hanh trung uong",
    ("government",): "chinh phu",
    ("prime", "minister"): "thu tuong chinh phu",
    ("national", "assembly"): "quoc hoi",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a question says of the documents it asks for."""

    kind: frozenset[str] = frozenset()
    """Type codes that the words may mean."""
    issuers: frozenset[str] = frozenset()
    issued: Period | None = None
    asked_for: bool = False
    """Whether documents are asked for (counted, listed, "which"), not what they say."""
    filters: tuple[Filter, ...] = ()

    @property
    def choice(self) -> DocumentChoice:
        issued = self.issued
        return DocumentChoice(
            self.kind,
            self.issuers,
            issued.first if issued else None,
            issued.last if issued else None,
        )

    def __bool__(self) -> bool:
        return bool(self.kind or self.issuers or self.issued)


NOTHING = Chosen()


def read_choice(text: str, issuers: Callable[[], Sequence[str]], without: frozenset[str]) -> Chosen:
    """What `text` chooses by. `issuers` gives those of the visible documents, asked only where one is named.

    `without` holds keys of filters that are not to be applied.
    """
    words = Words(text)
    at = _kind_at(words)
    if at is None:
        return NOTHING
    first, size, codes = at
    before = _before(words, first)
    counted = before == "asked" or bool(words.longest(first + size, _AFTER))
    period = _period(words, first + size)
    issuer_at = _issuer_at(words, first + size)
    if not counted and not period and issuer_at is None:
        return NOTHING
    if not before and not counted and not period:
        return NOTHING  # "quyết định của Thủ tướng" in running words
    filters: list[Filter] = []
    kind: frozenset[str] = frozenset()
    told = (codes - _GENERIC) or codes if (period or issuer_at is not None or counted) else codes - _GENERIC
    if told:
        shown = Filter(FilterKind.DOCUMENT_TYPE, f"document_type:{'|'.join(sorted(told))}", _type_label(told))
        if shown.key not in without:
            kind = frozenset(told)
            filters.append(shown)
    bodies: frozenset[str] = frozenset()
    if issuer_at is not None:
        bodies, shown = _issuers(words, issuer_at, issuers())
        if shown.key in without:
            bodies = frozenset()
        else:
            filters.append(shown)
    if period:
        shown = Filter(FilterKind.ISSUED, f"issued:{period.key}", issued_label(period))
        if shown.key in without:
            period = None
        else:
            filters.append(shown)
    return Chosen(kind, bodies, period, counted, tuple(filters))


def issued_label(period: Period) -> str:
    """ "Ban hành năm 2025"."""
    first, last = period.first, period.last
    if first and last == date(first.year, 12, 31) and first == date(first.year, 1, 1):
        return translate("Ban hành năm {year}").format(year=first.year)
    if first and last and first == last:
        return translate("Ban hành ngày {day}").format(day=_day(first))
    if first and last:
        return translate("Ban hành từ {first} đến {last}").format(first=_day(first), last=_day(last))
    if first:
        return translate("Ban hành từ {day}").format(day=_day(first))
    return translate("Ban hành đến {day}").format(day=_day(last) if last else "")


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


@cache
def _kinds() -> dict[Phrase, frozenset[str]]:
    """Words for a kind to the type codes they may mean; of "văn bản" to none."""
    by_symbol: dict[str, set[str]] = {}
    found: dict[Phrase, set[str]] = {each: set() for each in _ANY}
    for kind in document_types():
        for title in kind.titles:
            found.setdefault(phrase(title), set()).add(kind.code)
        for symbol in kind.symbols:
            by_symbol.setdefault(fold(symbol), set()).add(kind.code)
            if symbol.isupper() and len(symbol) == 2 and fold(symbol) not in naming().risky:
                found.setdefault((fold(symbol),), set()).add(kind.code)
    for words, symbols in naming().kinds.items():
        if words not in found and "*" not in symbols:
            meant = symbols - {"qh", "ubtvqh"} or symbols
            codes = {code for symbol in meant for code in by_symbol.get(symbol, ())}
            found[words] = codes
            if words[-1].isascii():
                found[(*words[:-1], f"{words[-1]}s")] = codes
    return {words: frozenset(codes) for words, codes in found.items()}


@cache
def _kind_phrases() -> frozenset[Phrase]:
    return frozenset(_kinds())


def _kind_at(words: Words) -> tuple[int, int, frozenset[str]] | None:
    """The first words for a kind that are said of documents."""
    for place in range(len(words)):
        size = words.longest(place, _kind_phrases())
        if not size:
            continue
        named = tuple(word.text for word in words.all[place : place + size])
        follows = place + size
        told = _before(words, place) or words.longest(follows, _AFTER) or _period(words, follows)
        if told and not (words.text_at(follows).isdigit() and words.beside(follows - 1)):
            return place, size, _kinds()[named]
    return None


def _before(words: Words, place: int) -> str:
    if words.longest_before(place, _ASKED_FOR):
        return "asked"
    return "many" if words.longest_before(place, _MANY) else ""


def _period(words: Words, follows: int) -> Period | None:
    """A period right behind the kind, or with nothing between but who issued it and that it was issued."""
    start = words[follows - 1].end
    for period in read_periods(words.raw):
        if period.start < start:
            continue
        between = [word.text for word in words.all[follows:] if word.end <= period.start]
        if len(between) <= 10 and (_ISSUED & set(between) or _only_names(words, follows, len(between))):
            return period
    return None


def _only_names(words: Words, first: int, count: int) -> bool:
    issuer = _issuer_at(words, first)
    return issuer is not None or all(word.text in _OF for word in words.all[first : first + count])


def _issuer_at(words: Words, follows: int) -> int | None:
    """Where the issuer's name begins: behind the kind and "của", "do"."""
    at = follows
    while at < len(words) and at - follows < 4 and words.text_at(at) in _OF:
        at += 1
    known = words.longest(at, frozenset(naming().issuers)) or words.text_at(at) in _SHORT
    return at if known and at > follows else None


def _issuers(words: Words, at: int, held: Sequence[str]) -> tuple[frozenset[str], Filter]:
    """The issuers among `held` that the words from `at` on name, the longest agreement."""
    size = words.longest(at, frozenset(naming().issuers)) or 1
    alias = tuple(word.text for word in words.all[at : at + size])
    asked = _spelled(_ENGLISH.get(alias, "").split() or [word.text for word in words.all[at : at + 14]])
    least = len(_spelled([*alias])) if alias not in _ENGLISH else len(asked)
    agreeing: dict[int, list[str]] = {}
    for body in held:
        name = _spelled([*phrase(body)])
        alike = next(
            (n for n, (a, b) in enumerate(zip(name, asked, strict=False)) if a != b),
            min(len(name), len(asked)),
        )
        if alike >= least:
            agreeing.setdefault(alike, []).append(body)
    found = frozenset(agreeing[max(agreeing)]) if agreeing else frozenset()
    typed = words.raw[words[at].start : words[at + size - 1].end]
    label = next(iter(found)) if len(found) == 1 else typed
    key = f"issuer:{' '.join(_spelled([*phrase(label)]))}"
    return found, Filter(FilterKind.ISSUER, key, label, bool(found))


def _spelled(words: Sequence[str]) -> list[str]:
    return [part for word in words for part in _SHORT.get(word, (word,))]


def _type_label(codes: frozenset[str]) -> str:
    names = dict.fromkeys(type_name(kind.code) for kind in document_types() if kind.code in codes)
    return " / ".join(translate(name) for name in names)
