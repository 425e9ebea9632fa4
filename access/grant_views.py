"""Grants and their possible holders as lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from access.document_standing import documents
from access.models import AccountRow, DocumentGrantRow, UnitRow


@dataclass(frozen=True, slots=True)
class GrantView:
    """A grant as a custodian sees it."""

    id: int
    document_id: int
    account_id: int | None
    unit_id: int | None
    holder: str
    """The person's or unit's name."""
    holder_code: str
    """User name or unit code."""
    from_day: date
    until_day: date
    """The last day."""
    reason: str
    requested_by: int
    requested_by_name: str
    created_at: datetime
    approved_by: int | None
    approved_by_name: str | None
    approved_at: datetime | None
    revoked_at: datetime | None
    state: str
    """`asked`, `coming`, `in_force`, `expired`, `revoked`, `declined` (turned down before approval)."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody a grant can be given to: exactly one id is set."""

    account_id: int | None
    unit_id: int | None
    name: str
    code: str


def one(session: Session, grant_id: int, today: date) -> GrantView:
    return of(session, today, DocumentGrantRow.id == grant_id)[0]


def of(session: Session, today: date, *conditions: ColumnElement[bool]) -> list[GrantView]:
    """Grants that meet every condition, newest first."""
    account, asker, approver = aliased(AccountRow), aliased(AccountRow), aliased(AccountRow)
    rows = session.execute(
        select(DocumentGrantRow, account, UnitRow, asker.display_name, approver.display_name)
        .outerjoin(account, account.id == DocumentGrantRow.account_id)
        .outerjoin(UnitRow, UnitRow.id == DocumentGrantRow.unit_id)
        .join(asker, asker.id == DocumentGrantRow.requested_by)
        .outerjoin(approver, approver.id == DocumentGrantRow.approved_by)
        .where(*conditions)
        .order_by(DocumentGrantRow.id.desc())
    )
    return [_view(row, person or unit, asked, approved, today) for row, person, unit, asked, approved in rows]


def owned_by(units: Iterable[int]) -> ColumnElement[bool]:
    """Grants to documents of these units."""
    return DocumentGrantRow.document_id.in_(
        select(documents.c.id).where(documents.c.unit_id.in_(sorted(units)))
    )


def held_by(account_id: int, unit_id: int) -> ColumnElement[bool]:
    return or_(DocumentGrantRow.account_id == account_id, DocumentGrantRow.unit_id == unit_id)


def holders(session: Session, text: str, today: date, limit: int) -> list[Holder]:
    wanted = text.replace("\0", "").strip()[:100]
    if not wanted:
        return []
    people = session.scalars(
        select(AccountRow)
        .where(AccountRow.disabled_at.is_(None))
        .where(
            or_(
                AccountRow.username.contains(wanted.casefold(), autoescape=True),
                AccountRow.display_name.icontains(wanted, autoescape=True),
            )
        )
        .order_by(AccountRow.display_name, AccountRow.id)
        .limit(limit)
    )
    units = session.scalars(
        select(UnitRow)
        .where(or_(UnitRow.abolished_on.is_(None), UnitRow.abolished_on > today))
        .where(
            or_(
                UnitRow.code.contains(wanted.upper(), autoescape=True),
                UnitRow.name.icontains(wanted, autoescape=True),
            )
        )
        .order_by(UnitRow.name, UnitRow.id)
        .limit(limit)
    )
    found = [Holder(row.id, None, row.display_name, row.username) for row in people]
    return found + [Holder(None, row.id, row.name, row.code) for row in units]


def _view(
    row: DocumentGrantRow, holder: AccountRow | UnitRow, asked: str, approved: str | None, today: date
) -> GrantView:
    return GrantView(
        id=row.id,
        document_id=row.document_id,
        account_id=row.account_id,
        unit_id=row.unit_id,
        holder=holder.display_name if isinstance(holder, AccountRow) else holder.name,
        holder_code=holder.username if isinstance(holder, AccountRow) else holder.code,
        from_day=row.from_day,
        until_day=row.until_day,
        reason=row.reason,
        requested_by=row.requested_by,
        requested_by_name=asked,
        created_at=row.created_at,
        approved_by=row.approved_by,
        approved_by_name=approved,
        approved_at=row.approved_at,
        revoked_at=row.revoked_at,
        state=_state(row, today),
    )


def _state(row: DocumentGrantRow, today: date) -> str:
    if row.revoked_at is not None:
        return "declined" if row.approved_at is None else "revoked"
    if row.until_day < today:
        return "expired"
    if row.approved_at is None:
        return "asked"
    return "coming" if row.from_day > today else "in_force"
