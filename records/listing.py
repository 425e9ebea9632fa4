"""The library list: narrowing, sorting, counting, always inside a Scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from access.scope import Scope
from records import masking
from records.clean import storable
from records.document_types import document_types
from records.errors import SortUnknown
from records.models import DocumentRow
from records.scope_sql import visible
from records.types import DocumentFilter, DocumentPage, Facets
from vanthu.text import fold

_SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "issue_date": DocumentRow.issue_date,
    "created_at": DocumentRow.created_at,
    "reference_number": DocumentRow.reference_key,
    "title": DocumentRow.title_key,
    "document_type": DocumentRow.document_type,
    "issuing_body": DocumentRow.issuing_body,
    "page_count": DocumentRow.page_count,
}
SORTS = tuple(_SORTS)
"""What the list can be sorted by; a leading `-` turns the order round."""

_SEPARATORS = "/-_.,;:()\"'“”"
"""What parts words in numbers, subjects and file names."""
_PARTED = str.maketrans(dict.fromkeys(_SEPARATORS, " "))

_MOST_WORDS = 20
_MOST_ROWS = 500
_MOST_OFFSET = 2**31 - 1


def page(
    session: Session, scope: Scope, narrowing: DocumentFilter, *, sort: str, offset: int, limit: int
) -> DocumentPage:
    column = _SORTS.get(sort.removeprefix("-"))
    if column is None:
        raise SortUnknown
    offset = min(max(offset, 0), _MOST_OFFSET)
    within = condition(scope, narrowing)
    order = column.desc() if sort.startswith("-") else column.asc()
    found = session.scalars(
        select(DocumentRow)
        .where(within)
        .order_by(order.nulls_last(), DocumentRow.id.desc())
        .offset(offset)
        .limit(min(max(limit, 0), _MOST_ROWS))
    )
    total = session.scalar(select(func.count()).select_from(DocumentRow).where(within)) or 0
    return DocumentPage(tuple(masking.seen(row, scope) for row in found), total, offset)


def facets(session: Session, scope: Scope, narrowing: DocumentFilter) -> Facets:
    """Counts per value. Each facet ignores its own narrowing, so that one can change one's choice."""
    year = extract("year", DocumentRow.issue_date)
    types = condition(scope, replace(narrowing, document_type=None))
    bodies = condition(scope, replace(narrowing, issuing_body=None))
    years = condition(scope, replace(narrowing, year=None))
    statuses = condition(scope, replace(narrowing, status=None))
    return Facets(
        document_types=_count(session, DocumentRow.document_type, types),
        issuing_bodies=_count(session, DocumentRow.issuing_body, bodies),
        years={int(value): count for value, count in session.execute(_counting(year, years))},
        statuses=_count(session, DocumentRow.status, statuses),
    )


def condition(scope: Scope, narrowing: DocumentFilter) -> ColumnElement[bool]:
    """Scope first, then each narrowing that is set."""
    parts: list[ColumnElement[bool]] = [visible(scope)]
    parts.extend(_words(narrowing.text or ""))
    if narrowing.document_type is not None:
        parts.append(DocumentRow.document_type == storable(narrowing.document_type))
    if narrowing.issuing_body is not None:
        parts.append(DocumentRow.issuing_body == storable(narrowing.issuing_body))
    if narrowing.year is not None:
        parts.append(_in_year(narrowing.year))
    if narrowing.status is not None:
        parts.append(DocumentRow.status == narrowing.status.value)
    if narrowing.needs_review is not None:
        parts.append(DocumentRow.needs_review.is_(narrowing.needs_review))
    if narrowing.issued_until is not None:
        parts.append(DocumentRow.issue_date <= narrowing.issued_until)
    return and_(*parts)


def _words(typed: str) -> Iterator[ColumnElement[bool]]:
    """Each word typed stands in the document's words or names its kind; the last may be unfinished.

    Whole words: else "ba vì" would find every "ban nhân dân … về việc".
    """
    words = fold(storable(typed)).split()[:_MOST_WORDS]
    held: ColumnElement[str] = DocumentRow.search_text.expression
    for mark in _SEPARATORS:
        held = func.replace(held, mark, " ")
    held = literal(" ") + held + literal(" ")
    for place, word in enumerate(words, 1):
        phrase = " ".join(word.translate(_PARTED).split()) or word
        wanted = f" {phrase}" if place == len(words) else f" {phrase} "
        kinds = [
            kind.code for kind in document_types() if any(wanted in f" {fold(name)} " for name in kind.titles)
        ]
        yield or_(held.contains(wanted, autoescape=True), DocumentRow.document_type.in_(kinds))


def _in_year(year: int) -> ColumnElement[bool]:
    bounded = min(max(year, date.min.year), date.max.year)
    if bounded != year:
        return and_(DocumentRow.issue_date.is_(None), DocumentRow.issue_date.is_not(None))
    return DocumentRow.issue_date.between(date(year, 1, 1), date(year, 12, 31))


def _counting(column: ColumnElement[Any], within: ColumnElement[bool]) -> Select[tuple[Any, int]]:
    return (
        select(column, func.count())
        .where(within, column.is_not(None))
        .group_by(column)
        .order_by(func.count().desc(), column)
    )


def _count(
    session: Session, column: InstrumentedAttribute[Any], within: ColumnElement[bool]
) -> dict[str, int]:
    return {str(value): count for value, count in session.execute(_counting(column.expression, within))}
