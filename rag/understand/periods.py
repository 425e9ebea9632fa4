"""Days and periods in a question: "quý I năm 2025", "từ tháng 3 đến tháng 6/2025", "trước 1/7/2025".

"Gần đây" names no day. What a period is said of (issue, validity or the matter itself) is decided elsewhere.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from vanthu.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan جنوری", "february feb فروری", "march mar مارچ", "april apr اپریل", "may مئی",
            "june jun جون", "july jul جولائی", "august aug اگست", "september sep ستمبر", "october oct اکتوبر",
            "november nov نومبر", "december dec دسمبر",
        ),
        1,
    )
    for name in map(fold, names.split())
}  # fmt: skip
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_Y = r"(?P<y>(?:19|20)\d\d)(?![\d/])"
_M, _D = r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"

# Each with how its span follows from what it holds; the longer ones first.
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?:\bngay )?(?<![\d/.-]){_D}\s?[/.-]\s?{_M}\s?[/.-]\s?{_Y}"), "day"),
    (re.compile(rf"\b(?:ngay )?{_D} thang {_M},? nam {_Y}"), "day"),
    (re.compile(rf"\b{_D} (?P<n>{_NAMED})\b,? {_Y}"), "day"),
    (re.compile(rf"\b(?P<n>{_NAMED})\b {_D},? {_Y}"), "day"),
    (re.compile(rf"\bthang {_M}(?:\s?[/.-]\s?|,? nam ){_Y}"), "month"),
    (re.compile(rf"\b(?P<n>{_NAMED})\b,? {_Y}"), "month"),
    (re.compile(rf"\bquy (?P<q>iv|iii|ii|i|[1-4])(?:\s?/\s?|,? nam |,? ){_Y}"), "quarter"),
    (re.compile(rf"\bq(?P<q>[1-4])[/ -]{_Y}"), "quarter"),
    (re.compile(rf"\b(?:6 thang|sau thang|nua) (?P<half>dau|cuoi) nam {_Y}"), "half"),
    (re.compile(rf"\b(?:trong |in |during |since |before |after |until |from )?(?:nam |year ){_Y}"), "year"),
    (re.compile(rf"\b(?:in|during|since|before|after|until|from) {_Y}"), "year"),
    (re.compile(rf"(?<![\d/.-]){_Y}(?= میں| سے| کے)"), "year"),
)
_OPEN_MONTH = re.compile(rf"\b(?:tu |from )(?:thang )?(?:{_M}|(?P<n>{_NAMED}))(?: (?:den|toi|to|until) )$")
_BEFORE = re.compile(r"(?:\btruoc|\bbefore|\bprior to)(?: ngay)? $")
_AFTER = re.compile(r"(?:\bsau|\btu sau|\bafter)(?: ngay)? $")
_SINCE = re.compile(r"(?:\btu|\bke tu|\bsince|\bfrom)(?: ngay| thoi diem)? $")
_UNTIL = re.compile(r"(?:\bden|\bcho den|\btoi|\bden het|\bden ngay|\buntil|\bby|\bup to)(?: ngay| het)? $")
_LINK = re.compile(r"\s?(?:den|toi|-|–|to|until)(?: het| ngay)? ?")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; None leaves that end open."""

    first: date | None
    last: date | None
    start: int
    end: int
    """Where it stands in the text."""

    @property
    def one_day(self) -> bool:
        return self.first is not None and self.first == self.last

    @property
    def key(self) -> str:
        return f"{self.first or ''}..{self.last or ''}"


def read_periods(text: str) -> list[Period]:
    """The days and periods that `text` names, in order."""
    folded = fold(text)
    spans = _joined(_spans(folded), folded)
    return [_opened(span, folded) for span in spans]


def _spans(folded: str) -> list[Period]:
    found: list[Period] = []
    for pattern, how in _FORMS:
        for match in pattern.finditer(folded):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            span = _READ[how](match)
            if span is not None:
                first, last = span
                found.append(Period(first, last, match.start(), match.end()))
    return sorted(found, key=lambda period: period.start)


def _joined(spans: list[Period], folded: str) -> list[Period]:
    """ "Từ … đến …" as one period."""
    whole: list[Period] = []
    for span in spans:
        before = whole[-1] if whole else None
        if (
            before
            and before.first
            and span.last
            and before.first <= span.last
            and _LINK.fullmatch(folded, before.end, span.start)
        ):
            whole[-1] = Period(before.first, span.last, _from(folded, before.start), span.end)
            continue
        whole.append(_from_month(span, folded))
    return whole


def _from_month(span: Period, folded: str) -> Period:
    """ "Từ tháng 3 đến tháng 6/2025": the first month is of the same year."""
    opened = _OPEN_MONTH.search(folded, max(0, span.start - 40), span.start)
    if not opened or not span.last:
        return span
    month = _MONTHS[opened["n"]] if opened["n"] else int(opened["m"])
    first = date(span.last.year, month, 1)
    return replace(span, first=first, start=opened.start()) if first <= span.last else span


def _from(folded: str, start: int) -> int:
    opened = _SINCE.search(folded, max(0, start - 20), start)
    return opened.start() if opened else start


def _opened(span: Period, folded: str) -> Period:
    """ "Trước", "sau", "từ", "đến" leave one end open."""
    said = folded[span.start : span.end].split(" ")
    word = said[0] if len(said) <= 3 else ""
    for pattern, english, urdu, open_end in _ENDS:
        found = pattern.search(folded, max(0, span.start - 24), span.start)
        if found or word in english or (urdu and urdu.match(folded, span.end)):
            first, last = open_end(span)
            return Period(first, last, found.start() if found else span.start, span.end)
    return span


def _before_it(span: Period) -> tuple[date | None, date | None]:
    return None, span.first - timedelta(1) if span.first else None


def _after_it(span: Period) -> tuple[date | None, date | None]:
    return span.last + timedelta(1) if span.last else None, None


# "Từ sau" is "sau", and "đến trước" is "trước": these are asked first.
_ENDS: tuple[
    tuple[re.Pattern[str], tuple[str, ...], re.Pattern[str] | None, Callable[[Period], Any]], ...
] = (
    (_BEFORE, ("before",), re.compile(r" سے پہلے"), _before_it),
    (_AFTER, ("after",), re.compile(r" کے بعد"), _after_it),
    (_SINCE, ("since", "from"), None, lambda span: (span.first, None)),
    (_UNTIL, ("until",), None, lambda span: (None, span.last)),
)

Span = tuple[date, date] | None


def _day(match: re.Match[str]) -> Span:
    named = match.groupdict()
    month = _MONTHS[named["n"]] if named.get("n") else int(named["m"] or 0)
    try:
        day = date(int(match["y"]), month, int(match["d"]))
    except ValueError:
        return None
    return day, day


def _month(match: re.Match[str]) -> Span:
    named = match.groupdict()
    month = _MONTHS[named["n"]] if named.get("n") else int(named["m"] or 0)
    return _months(int(match["y"]), month, month)


def _quarter(match: re.Match[str]) -> Span:
    last = 3 * _QUARTERS[match["q"]]
    return _months(int(match["y"]), last - 2, last)


def _half(match: re.Match[str]) -> Span:
    first = 1 if match["half"] == "dau" else 7
    return _months(int(match["y"]), first, first + 5)


def _year(match: re.Match[str]) -> Span:
    return _months(int(match["y"]), 1, 12)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


_READ: dict[str, Callable[[re.Match[str]], Span]] = {
    "day": _day, "month": _month, "quarter": _quarter, "half": _half, "year": _year
}  # fmt: skip
