"""Documents chosen by what a question says of them: a number, a kind, an issuer, a time of issue.

Asked with every question, so each of these reads an index and never the rows of the whole library.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from access.scope import Scope
from records import masking
from records.clean import storable
from records.models import DocumentRow
from records.reference import key
from records.scope_sql import visible
from records.types import DocumentChoice, DocumentSummary

MOST_NUMBERED = 200
"""Documents of one number that are looked at, newest first: committees of every term begin at 01."""


def numbered(session: Session, number: str, scope: Scope) -> list[DocumentSummary]:
    """Visible documents whose reference number begins with this number, newest first."""
    begins = _begins(key(storable(number)))
    if begins is None:
        return []
    seen = scope
    if scope.granted_ids:
        seen = scope.among(session.scalars(select(DocumentRow.id).where(begins)))
    found = session.scalars(
        select(DocumentRow)
        .where(visible(seen), begins)
        .order_by(DocumentRow.issue_date.desc().nulls_last(), DocumentRow.id.desc())
        .limit(MOST_NUMBERED)
    )
    return [masking.seen(row, scope) for row in found]


def chosen_ids(session: Session, scope: Scope, choice: DocumentChoice, most: int) -> list[int] | None:
    """Ids of the visible documents chosen; None where they are more than `most`."""
    chosen = select(DocumentRow.id).where(visible(scope), *_conditions(choice)).limit(most + 1)
    found = sorted(session.scalars(chosen))
    return None if len(found) > most else found


def count(session: Session, scope: Scope, choice: DocumentChoice) -> int:
    """How many visible documents are chosen."""
    counted = select(func.count()).select_from(DocumentRow).where(visible(scope), *_conditions(choice))
    return session.scalar(counted) or 0


def issuers(session: Session, scope: Scope) -> list[str]:
    """Who issued the visible documents, as written there."""
    named = select(DocumentRow.issuing_body).where(visible(scope), DocumentRow.issuing_body.is_not(None))
    return [body for body in session.scalars(named.distinct().order_by(DocumentRow.issuing_body)) if body]


def _begins(number: str) -> ColumnElement[bool] | None:
    """The range serves the index; that the number ends there is for `startswith`."""
    if not number.isascii() or not number.isdigit():
        return None
    after = number[:-1] + (chr(ord(number[-1]) + 1) if number[-1] < "9" else "a")
    marked = (DocumentRow.reference_key.startswith(f"{number}{mark}") for mark in "-/.")
    whole = DocumentRow.reference_key == number
    return and_(DocumentRow.reference_key.between(number, after), or_(whole, *marked))


def _conditions(choice: DocumentChoice) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if choice.document_types:
        parts.append(DocumentRow.document_type.in_(sorted(choice.document_types)))
    if choice.issuing_bodies:
        parts.append(DocumentRow.issuing_body.in_(sorted(choice.issuing_bodies)))
    if choice.issued_from is not None:
        parts.append(DocumentRow.issue_date >= choice.issued_from)
    if choice.issued_until is not None:
        parts.append(DocumentRow.issue_date <= choice.issued_until)
    return parts
