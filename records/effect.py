"""From which day a document holds, as its own text says: "… này có hiệu lực (thi hành) từ ngày …".

The day is printed, and reading it again is cheap: nothing is stored, so no document of an older library lacks
it and a corrected page counts at once. Law on promulgation of legal documents (64/2025/QH15), Art. 53; Party
documents say "có hiệu lực từ ngày ký".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ocr.page import PageText
from records.models import DocumentRow, PageRow
from records.personal_data import mask
from vanthu.text import fold, nfc, squeeze

HEAD_PAGES, TAIL_PAGES = 4, 6
"""Pages read at both ends of a document: a decision says it before what it issues, a law at its end."""
REMEMBERED = 4_096
"""Documents whose day is kept in memory; then it begins anew."""

_KINDS = (
    "luat|bo luat|phap lenh|lenh|nghi dinh|nghi quyet|quyet dinh|quy dinh|quy che|chi thi|ket luan|thong tu"
    "|thong tu lien tich|thong bao|thong tri|huong dan|ke hoach|cong van|van ban|chuong trinh|de an|dieu le"
)
_DAY = r"(?P<day>\d{1,2}) ?(?:thang|/|-|\.) ?(?P<month>\d{1,2}) ?(?:nam|/|-|\.) ?(?P<year>(?:19|20)\d\d)"
_HOLDS = re.compile(
    rf"\b(?:{_KINDS}) nay\b[^.;:\n]{{0,120}}?\bco hieu luc (?:thi hanh )?(?:(?:ke )?tu )?"
    rf"(?:(?:sau )?(?P<later>\d{{1,3}}) ngay,? (?:ke )?tu )?"
    rf"(?:ngay (?:{_DAY}|(?P<signed>(?:duoc )?(?:ky|ban hanh|thong qua|cong bo)\b)))"
)


@dataclass(frozen=True, slots=True)
class Effect:
    """The day from which a document holds."""

    day: date
    words: str
    """The clause that says so, as printed."""
    start: int
    end: int
    """Where it stands in the text that was read."""


def stated(text: str, issued: date | None) -> Effect | None:
    """What `text` says of the document it belongs to; a day of signing needs the day of issue.

    Words in quotation marks belong to another document: they are what an amendment puts in its place.
    """
    composed = nfc(text)
    plain = re.sub(r"\s", " ", fold(composed))
    for found in _HOLDS.finditer(plain):
        if composed.rfind("“", 0, found.start()) > composed.rfind("”", 0, found.start()):
            continue
        day = _day(found, issued)
        if day is not None:
            words = squeeze(composed[found.start() : found.end()])
            return Effect(day, words, found.start(), found.end())
    return None


def effect_of(session: Session, row: DocumentRow, *, hidden: bool) -> Effect | None:
    """The same of a whole document, from its pages; `hidden`: personal data in it is covered."""
    known = _KNOWN.setdefault(session.connection().engine, {})
    key = row.id, row.revision, row.issue_date
    if key not in known:
        if len(known) >= REMEMBERED:
            known.clear()
        known[key] = _read(session, row.id, row.page_count, row.issue_date)
    found = known[key]
    return replace(found, words=mask(found.words)) if found and hidden else found


_KNOWN: WeakKeyDictionary[Engine, dict[tuple[int, int, date | None], Effect | None]] = WeakKeyDictionary()
"""What was read of the documents of a database, by id, revision and day of issue."""


def _read(session: Session, document_id: int, pages: int, issued: date | None) -> Effect | None:
    ends = PageRow.number <= HEAD_PAGES, PageRow.number > pages - TAIL_PAGES
    contents = session.scalars(
        select(PageRow.content)
        .where(PageRow.document_id == document_id, PageRow.content.is_not(None), ends[0] | ends[1])
        .order_by(PageRow.number)
    )
    return stated(_running(PageText.unpack(content) for content in contents if content), issued)


def _running(pages: Iterable[PageText]) -> str:
    return " ".join(line.text for page in pages for line in page.lines)


def _day(found: re.Match[str], issued: date | None) -> date | None:
    if found["signed"]:
        return issued + timedelta(days=int(found["later"] or 0)) if issued else None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
