"""The head of a first page taken apart: issuing bodies, number, place and date, title.

State: national title on the right; Party: "ĐẢNG CỘNG SẢN VIỆT NAM". Recognition often merges the two
halves of a row, so rows are split where the right half is known to begin. Pages of one column (typeset
from text) carry the same parts one under another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from ingest.cataloguing.segments import Segment, from_top, word_at
from ingest.cataloguing.title import title_of
from ocr.page import PageText
from vanthu.text import fold

_ANCHORS: dict[Literal["state", "party"], str] = {
    "state": "cong hoa xa hoi chu nghia viet nam",
    "party": "dang cong san viet nam",
}
_GLUED_TITLE = {"hoa": "cong", "cong": "dang"}
"""Second word of the titles to the first."""
_ALIKE = 82
_MOTTO = re.compile(r"doc lap.{0,12}tu do|hanh phuc")
_NUMBER = re.compile(
    r"^[\W_]{0,4}(?:(?:luat|nghi quyet|phap lenh|lenh)\s+)?[s§][a-z0-9]\s*[:.;]?\s+(?=\S)"
    r"|^[\W_]{0,4}[s§][o0-9]\s*[:.;]\s*(?=\S)"
)
_SYMBOL = re.compile(r"/?\s?[A-ZĐ][A-Za-zĐđ0-9]{0,30}\s?[-/]\s?[A-ZĐ][\w/-]*|/\d{4}/[\w-]+|\d[/-][A-ZĐ]{2}")
_DATE = re.compile(r"[nm]g[aà]y.{0,14}th[aá]ng.{0,14}n[aăâ]m", re.IGNORECASE)
_DATE_START = re.compile(r"ng[aà]y", re.IGNORECASE)
_UNDERLINE = re.compile(r"^[\W_]*$")
_SPECKS_BEHIND = 3
"""Letters that may be read behind the number from the edge of a stamp."""
_ISSUED = re.compile(r"\W*(?:\w+[\s,.]+){1,5}ng[aà]y.{0,14}th[aá]ng", re.IGNORECASE)
"""Place and date on the number's line."""
_HEAD_SHARE = 0.45
"""The head of a document ends above this share of its first page."""
_ABOVE_ANCHOR = 1.3
"""An issuing body stands at most this many line heights above the national title."""
_STAMPED = frozenset(
    {"khan", "thuong khan", "hoa toc", "hoa toc hen gio", "mat", "toi mat", "tuyet mat", "du thao"}
)
_COLUMN_GAP = 0.03
"""Share of the page's width that parts two halves of a row."""
_CUT_WITHIN = (0.22, 0.72)
_BELOW_ANCHOR = 0.075
"""Share of the page's height below the national title within which its issuing body stands."""


@dataclass(slots=True)
class Letterhead:
    system: Literal["state", "party"] | None = None
    bodies: list[Segment] = field(default_factory=list)
    """Lines that name the issuing body, parent first."""
    number: Segment | None = None
    date: Segment | None = None
    title: Segment | None = None
    rest: list[Segment] = field(default_factory=list)
    """What follows the title, or the head if there is none, from top to bottom."""
    head: list[Segment] = field(default_factory=list)
    """Everything above the title: where marks of urgency stand."""


def read_letterhead(page: PageText) -> Letterhead:
    """The parts of a first page's head; what is not there stays empty."""
    segments = _with_number_whole([_unglued(item) for item in from_top(page)])
    result = Letterhead()
    anchor_at = _find_anchor(segments)
    if anchor_at is not None:
        index, start, result.system = anchor_at
        left, right = segments[index].part(0, start), segments[index].part(start)
        segments[index : index + 1] = [part for part in (left, right) if part]
        anchor = right
    else:
        anchor = None
    if anchor is None and not any(_is_own_number(part) for s in segments for part in _halves(s)):
        result.rest = segments  # no first page in official form
        return result
    segments = [piece for s in segments for piece in (_halves(s) if s.middle < _HEAD_SHARE else [s])]
    title_at = next(
        (i for i, s in enumerate(segments) if s.middle < 0.6 and title_of(s) and not _is_number(s)), None
    )
    end = title_at if title_at is not None else _head_end(segments)
    result.title = segments[title_at] if title_at is not None else None
    result.rest = segments[end + 1 :] if title_at is not None else segments[end:]
    head = segments[:end]
    result.head = head
    result.number = next((s for s in head if _is_own_number(s)), None)
    result.date = _find_date(head)
    result.bodies = _bodies(head, anchor, result.number or result.date)
    return result


def _with_number_whole(segments: list[Segment]) -> list[Segment]:
    """`Số:` alone, joined with the number under it in a narrow column, or with the symbol behind a blank."""
    for index, (item, below) in enumerate(pairwise(segments)):
        beside = abs(item.middle - below.middle) < item.height and below.box[0] > item.box[2]
        opens = below.text[:1].isdigit() or (beside and below.text[:1] in "/-")
        if item.bare in {"so", "s6", "s0"} and opens and _SYMBOL.search(below.text):
            whole = Segment(item.words + below.words, item.page, item.scanned)
            return [*segments[:index], whole, *segments[index + 2 :]]
    return segments


def _unglued(item: Segment) -> Segment:
    """`ÔNCỘNG HÒA XÃ HỘI …`: the left half's last word and the title's first one apart."""
    for at, (word, after) in enumerate(pairwise(item.words)):
        opens = _GLUED_TITLE.get(fold(after.text))
        if opens and fold(word.text).endswith(opens) and len(word.text) > len(opens) and word.text.isupper():
            left, top, right, bottom = word.box
            cut = left + (right - left) * (len(word.text) - len(opens)) / len(word.text)
            first = replace(word, text=word.text[: -len(opens)], box=(left, top, cut - 0.002, bottom))
            second = replace(word, text=word.text[-len(opens) :], box=(cut, top, right, bottom))
            words = (*item.words[:at], first, second, *item.words[at + 1 :])
            return Segment(words, item.page, item.scanned)
    return item


def _find_anchor(segments: list[Segment]) -> tuple[int, int, Literal["state", "party"]] | None:
    """Line and word where the national or the Party title begins."""
    for index, item in enumerate(segments):
        if item.middle > _HEAD_SHARE:
            break
        for system, wanted in _ANCHORS.items():
            likeness = [_likeness(item.part(start), wanted) for start in range(len(item.words))]
            best = max(likeness)
            if best >= _ALIKE:
                return index, likeness.index(best), system
    return None


def _likeness(item: Segment | None, wanted: str) -> float:
    """How much the words look like the title, 0..100; of a title on two lines its beginning counts."""
    if item is None or item.capitals < 0.7:
        return 0.0
    bare = item.bare
    opening = " ".join(wanted.split()[:3])
    if len(opening) <= len(bare) <= len(wanted) - 4:
        return max(fuzz.ratio(bare, wanted), fuzz.ratio(bare, wanted[: len(bare)]))
    return float(fuzz.ratio(bare, wanted))


def _halves(item: Segment) -> list[Segment]:
    """A row cut where a wide gap parts the two halves of a letterhead, or a stamp from a title."""
    gaps = {
        i: after.box[0] - before.box[2]
        for i, (before, after) in enumerate(pairwise(item.words), start=1)
        if _CUT_WITHIN[0] < (before.box[2] + after.box[0]) / 2 < _CUT_WITHIN[1]
    }
    if _is_number(item):  # room left for a pen is no column
        gaps = {i: gap for i, gap in gaps.items() if _SYMBOL.search(Segment(item.words[:i], 1, False).text)}
    cut = max(gaps, key=lambda i: gaps[i], default=0)
    if not cut or gaps[cut] < _COLUMN_GAP:
        return _number_and_date(item)
    return [part for part in (item.part(0, cut), item.part(cut)) if part]


def _number_and_date(item: Segment) -> list[Segment]:
    """Number and date on one line without a gap: the place name, in capitals, begins the second half."""
    date = _DATE.search(item.text)
    if not _is_number(item) or not date:
        return [item]
    first = cut = word_at(item, date.start())
    while cut > 2 and item.words[cut - 1].text[:1].isupper() and not _SYMBOL.search(item.words[cut - 1].text):
        cut -= 1
    parts = (item.part(0, cut), item.part(cut)) if first else (item,)
    return [part for part in parts if part]


def _is_number(item: Segment) -> bool:
    return bool(_NUMBER.match(item.folded)) and bool(_SYMBOL.search(item.text)) and item.middle < _HEAD_SHARE


def _is_own_number(item: Segment) -> bool:
    """A number that stands for itself: nothing of a sentence before or behind it.

    `Nghị quyết số 20-NQ/TW, ngày 01/11/2012 của …` at the beginning of a line is a number cited.
    """
    if not _is_number(item):
        return False
    first = next((c for c in item.text if c.isalnum()), "")
    if first.islower() and not item.scanned:  # recognition takes S for s
        return False
    rest = re.sub(r"^[\w/-]*", "", item.text[[*_SYMBOL.finditer(item.text)][-1].end() :])
    return len(re.sub(r"[\W_]", "", rest)) <= _SPECKS_BEHIND or bool(_ISSUED.match(rest))


def _find_date(head: list[Segment]) -> Segment | None:
    """The line of place and date; it may be broken in two on a narrow column."""
    for index, item in enumerate(head):
        if _DATE.search(item.text) and not _is_number(item):
            return item
        following = head[index + 1] if index + 1 < len(head) else None
        if following and _DATE_START.search(item.text) and _DATE.search(f"{item.text} {following.text}"):
            return Segment(item.words + following.words, item.page, item.scanned)
    return None


def _head_end(segments: list[Segment]) -> int:
    """Without a title the head ends after the number and date, at the latest where text begins."""
    for index, item in enumerate(segments):
        if item.bare.startswith(("kinh gui", "can cu", "thuc hien")) or item.middle > _HEAD_SHARE:
            return index
    return len(segments)


def _bodies(head: list[Segment], anchor: Segment | None, number: Segment | None) -> list[Segment]:
    result: list[Segment] = []
    two_columns = anchor is not None and anchor.box[0] > 0.3
    for item in head:
        if item is anchor:
            if not two_columns and result:
                break
            continue
        if number is not None and item.middle >= number.middle - 0.2 * number.height:
            break
        if anchor is not None and two_columns:
            left_of = (item.box[0] + item.box[2]) / 2 < anchor.box[0]
            too_high = anchor.middle - item.middle > _ABOVE_ANCHOR * anchor.height
            too_low = item.middle - anchor.middle > _BELOW_ANCHOR
            if not left_of or too_high or too_low:
                continue
        if _MOTTO.search(item.folded) or _UNDERLINE.match(item.text) or _DATE_START.match(item.text):
            continue
        if (
            item.capitals >= 0.8
            and not _is_number(item)
            and item.bare not in _STAMPED
            and len(item.bare) >= (2 if result else 4)
            and not _is_rest_of_anchor(item, anchor)
        ):
            result.append(item)
    return result


def _is_rest_of_anchor(item: Segment, anchor: Segment | None) -> bool:
    """`VIỆT NAM` under `ĐẢNG CỘNG SẢN` in a narrow column."""
    return anchor is not None and item.bare in {"viet nam", "chu nghia viet nam"}
