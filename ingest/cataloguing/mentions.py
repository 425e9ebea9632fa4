"""Where a document names itself: `(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2026 của …)`.

Annexes say so. It bears out number and date of the letterhead, and tells a number that is hand-written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.cataloguing.issue_date import written_dates
from ingest.cataloguing.segments import Segment, segment
from ocr.page import PageText
from records.reference import ReferenceFound, parse_printed
from vanthu.text import fold

_WITH = re.compile(r"\bkem theo\b.{0,40}\bso\s*:?\s*", re.DOTALL)
_LINES = 3
"""A mention stands on one line or is broken over so many."""
_NEAR = 45


@dataclass(frozen=True, slots=True)
class Mention:
    reference: ReferenceFound
    day: date | None
    where: Segment


def own_mentions(pages: Sequence[PageText]) -> Iterator[Mention]:
    """Each "kèm theo … số …" from the second page on: the first page tells of others' annexes."""
    for page in pages[1:]:
        lines = [line for line in page.lines if line.words]
        for at, line in enumerate(lines):
            if "kem theo" not in fold(line.text):
                continue
            text = " ".join(each.text for each in lines[at : at + _LINES])
            found = _WITH.search(fold(text))
            for reference in parse_printed(text) if found else []:
                if found and reference.start == found.end():
                    dates = written_dates(text[reference.end :])
                    day = dates[0][1] if dates and dates[0][0] < _NEAR else None
                    yield Mention(reference, day, segment(line, page))
