"""The day as of which one asks: "tại thời điểm 6/2024", "vào ngày 1/3/2025 thì", "trước khi sửa đổi"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from access.scope import Scope
from rag.types import Filter, FilterKind
from rag.understand.periods import Period, read_periods
from records.types import DocumentSummary, Relation, RelationKind
from vanthu.i18n import translate
from vanthu.text import fold

_AT = re.compile(
    r"(?:\b(?:tai|vao|o|den)? ?thoi diem(?: ngay)?|\btinh(?: den| toi)?(?: het| ngay)?"
    r"|\bvao(?: hoi)?(?: ngay)?"
    r"|\bas of|\bas at|\bon|\bhieu luc (?:vao|tai|o|den|trong)(?: thoi diem)?(?: ngay)?) ?$"
)
_PLAIN = re.compile(r"\b(?:vao(?: hoi)?(?: ngay)?|on) ?$")
"""Of such a day it must be said what held then: "vào ngày 1/3/2025 thì", "còn hiệu lực … vào ngày …"."""
_THEN = re.compile(
    r"\s?(?:,|thi\b|quy dinh\b|con\b|dang\b|ai\b|muc\b|which\b|what\b|who\b|was\b|were\b|did\b)"
)
_FORCE = re.compile(r"\b(?:hieu luc|in force|valid|نافذ)\b")
_BEFORE_CHANGE = re.compile(
    r"\btruoc (?:khi|luc) (?:co |duoc |bi )?(?:sua doi|thay the|bai bo|bo sung|dieu chinh)"
    r"|\bbefore (?:it was |being |the )?(?:amend|replace|repeal)"
)
_CHANGES = {RelationKind.AMENDS, RelationKind.REPLACES, RelationKind.REPEALS}


class TellsChanges(Protocol):
    """What is needed of the catalogue here."""

    def relations(self, document_id: int, scope: Scope) -> Sequence[Relation]: ...

    def summaries(
        self, ids: Sequence[int], scope: Scope, issued_until: date | None = None
    ) -> dict[int, DocumentSummary]: ...


def read_day(text: str) -> Period | None:
    """The period in `text` as of which is asked; its last day counts."""
    folded = fold(text)
    for period in read_periods(text):
        at = _AT.search(folded, max(0, period.start - 40), period.start)
        if at is None or period.last is None:
            if folded.startswith(("on ", "vao ", "as of "), period.start) and period.last:
                at = _AT.search(folded, period.start, period.start + 3)
            if at is None:
                continue
        plain = _PLAIN.search(folded, max(0, period.start - 40), period.start)
        if plain is None or _THEN.match(folded, period.end) or _FORCE.search(folded):
            return period
    return None


def day_before_change(text: str, named: frozenset[int], catalogue: TellsChanges, scope: Scope) -> date | None:
    """The last day on which the named documents stood as they were, where that is asked.

    As far as visible documents tell: of several changes the last.
    """
    if not named or not _BEFORE_CHANGE.search(fold(text)):
        return None
    acting = {
        relation.document_id
        for document_id in sorted(named)
        for relation in catalogue.relations(document_id, scope)
        if relation.direction == "incoming" and relation.kind in _CHANGES and relation.document_id
    }
    days = [row.issue_date for row in catalogue.summaries(sorted(acting), scope).values() if row.issue_date]
    return max(days) - timedelta(1) if days else None


def shown(day: date) -> Filter:
    said = translate("Tại ngày {day}").format(day=day.strftime("%d/%m/%Y"))
    return Filter(FilterKind.IN_FORCE_ON, f"{FilterKind.IN_FORCE_ON.value}:{day.isoformat()}", said)
