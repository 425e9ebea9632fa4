"""Place and date of issue from the head's date line.

Day and month are often filled in by hand. They count as printed only if nothing sets them apart from
the printed year: the gaps around them, their height, the certainty they were read with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.cataloguing.segments import Segment, word_at
from ocr.page import Word

_LINE = re.compile(
    r"^(?P<place>.*?)(?<![\s,.])[\s,.]*\bng[aàáâ]y\s*(?P<day>\S{0,4}?)\s*th[aáàâ]ng\s*(?P<month>\S{0,3}?)\s*"
    r"n[aăâáà]m\s*(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^(?P<place>.*?)(?<![\s,.])[\s,.]*\bng[aàáâ]y\b.{0,14}\bth[aáàâ]ng\b.{0,14}n[aăâáà]m", re.IGNORECASE
)
_WRITTEN = re.compile(
    r"ngày\s*(?P<day>\d{1,2})\s*(?:tháng|/|-|\.)\s*(?P<month>\d{1,2})\s*(?:năm|/|-|\.)\s*(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_SURE = 0.90
_WIDE = 1.5
"""Gaps this much wider than the one before the printed year were left for a pen."""
_TALL = 1.15


@dataclass(frozen=True, slots=True)
class DateRead:
    place_name: str | None
    value: date | None
    """None where day or month cannot be read."""
    doubtful: bool
    handwritten: bool
    where: Segment


def read_date(line: Segment) -> DateRead | None:
    """Place and date of the line; the date only if it is one."""
    match = _LINE.search(line.text)
    if not match:
        begins = _PLACE.search(line.text)
        return DateRead(_place(begins["place"]), None, False, line.scanned, line) if begins else None
    place = _place(match["place"])
    day, month, year = match["day"], match["month"], match["year"]
    value = _date(day, month, year)
    by_hand = line.scanned and _by_hand(line, match)
    return DateRead(place, value, value is not None and by_hand, by_hand, line)


def _place(printed: str) -> str | None:
    return re.sub(r"^[\W\d_]+|[\W_]+$", "", printed) or None


def _date(day: str, month: str, year: str) -> date | None:
    if not re.fullmatch(r"\d{1,2}", day) or not re.fullmatch(r"\d{1,2}", month):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _by_hand(line: Segment, match: re.Match[str]) -> bool:
    """Whether day or month differ from the printed words around them."""
    year_at = word_at(line, match.start("year"))
    year = line.words[year_at]
    if year_at == 0 or year.confidence < _SURE:
        return True
    printed_gap = max(year.box[0] - line.words[year_at - 1].box[2], 1e-4)
    for name in ("day", "month"):
        index = word_at(line, match.start(name))
        word = line.words[index]
        if word.text != match[name] or not 0 < index < len(line.words) - 1:
            return True
        before, after = line.words[index - 1], line.words[index + 1]
        gaps = (word.box[0] - before.box[2], after.box[0] - word.box[2])
        if word.confidence < _SURE or max(gaps) > _WIDE * printed_gap or _odd_height(word, year):
            return True
    return False


def _odd_height(word: Word, year: Word) -> bool:
    ratio = (word.box[3] - word.box[1]) / max(year.box[3] - year.box[1], 1e-6)
    return not 1 / _TALL <= ratio <= _TALL


def written_dates(text: str) -> list[tuple[int, date]]:
    """Dates in running text ("ngày 22/12/2024", "ngày 22 tháng 12 năm 2024") with their offsets."""
    found = []
    for match in _WRITTEN.finditer(text):
        value = _date(match["day"], match["month"], match["year"])
        if value:
            found.append((match.start(), value))
    return found
