"""From an account to a Principal: where it may act, in which roles, and what it may read under grants.

Everything is read anew each time, so that what was granted, ended or revoked counts from the next call on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from access.models import AccountRoleRow, AccountRow, AssignmentRow, DocumentGrantRow, UnitRow
from access.principal import Principal
from access.roles import Action, Role


@dataclass(frozen=True, slots=True)
class Post:
    """A unit that an account may act for today, and its roles there."""

    unit_id: int
    roles: frozenset[Role]
    own: bool
    """The account's own unit, not an assignment."""


def principal_of(
    session: Session,
    account: AccountRow,
    on: date,
    *,
    unit_id: int | None = None,
    limits: frozenset[Action] = frozenset(Action),
) -> Principal:
    """The principal of `account` acting for `unit_id`, or for its own unit where that is not (or no longer)
    one of its posts on the day `on`."""
    held = posts(session, account, on)
    post = next((post for post in held if post.unit_id == unit_id), held[0])
    unit = session.get_one(UnitRow, post.unit_id)
    gone = unit.abolished_on is not None and unit.abolished_on <= on
    path = () if gone else path_of(session, unit)
    return Principal(
        account_id=account.id,
        username=account.username,
        display_name=account.display_name,
        unit_id=unit.id,
        unit_code=unit.code,
        unit_name=unit.name,
        unit_path=path,
        roles=frozenset() if gone else post.roles,
        inherited=merged_into(session, path, on),
        granted=frozenset() if gone else granted_ids(session, account.id, unit.id, on),
        limits=limits,
    )


def posts(session: Session, account: AccountRow, on: date) -> list[Post]:
    """Where the account may act on that day, its own unit first. A unit that was merged is its successor."""
    own = session.scalars(select(AccountRoleRow.role).where(AccountRoleRow.account_id == account.id))
    found = [Post(heir(session, account.unit_id, on), _roles(own), own=True)]
    assigned: dict[int, set[str]] = {}
    rows = session.execute(
        select(AssignmentRow.unit_id, AssignmentRow.role)
        .where(AssignmentRow.account_id == account.id, in_force(AssignmentRow, on))
        .where(AssignmentRow.ended_at.is_(None))
        .order_by(AssignmentRow.id)
    )
    for unit_id, role in rows:
        assigned.setdefault(heir(session, unit_id, on), set()).add(role)
    return found + [Post(unit_id, _roles(roles), own=False) for unit_id, roles in assigned.items()]


def heir(session: Session, unit_id: int, on: date) -> int:
    """The unit that stands in the place of this one on that day: itself, or what it was merged into."""
    seen = {unit_id}
    unit = session.get_one(UnitRow, unit_id)
    while unit.abolished_on is not None and unit.abolished_on <= on and unit.successor_id is not None:
        if unit.successor_id in seen:
            break
        seen.add(unit.successor_id)
        unit = session.get_one(UnitRow, unit.successor_id)
    return unit.id


def path_of(session: Session, unit: UnitRow) -> tuple[int, ...]:
    """Ids from the unit up to the root."""
    path = [unit.id]
    parent_id = unit.parent_id
    while parent_id is not None and parent_id not in path:
        path.append(parent_id)
        parent = session.get(UnitRow, parent_id)
        parent_id = parent.parent_id if parent else None
    return tuple(path)


def merged_into(session: Session, units: Iterable[int], on: date) -> frozenset[int]:
    """Units that had been merged into one of `units` by that day, directly or through others."""
    known = set(units)
    newest = set(known)
    while newest:
        found = session.scalars(
            select(UnitRow.id).where(UnitRow.successor_id.in_(sorted(newest)), UnitRow.abolished_on <= on)
        )
        newest = set(found) - known
        known |= newest
    return frozenset(known - set(units))


def kept_units(session: Session, unit_id: int, on: date) -> frozenset[int]:
    """Units whose data a custodian of this one decides about: itself, and those merged into it."""
    return frozenset({unit_id}) | merged_into(session, (unit_id,), on)


def granted_ids(session: Session, account_id: int, unit_id: int, on: date) -> frozenset[int]:
    """Documents with a grant in force on that day, to this account or to whoever acts for this unit."""
    return frozenset(session.scalars(grants_in_force(on, account_id=account_id, unit_id=unit_id)))


def grants_in_force(on: date, *, account_id: int, unit_id: int) -> Select[int]:
    return select(DocumentGrantRow.document_id).where(
        or_(DocumentGrantRow.account_id == account_id, DocumentGrantRow.unit_id == unit_id),
        in_force(DocumentGrantRow, on),
        DocumentGrantRow.approved_at.is_not(None),
        DocumentGrantRow.revoked_at.is_(None),
    )


def in_force(table: type[AssignmentRow] | type[DocumentGrantRow], on: date) -> ColumnElement[bool]:
    """From its first day to its last, both included."""
    return and_(table.from_day <= on, or_(table.until_day.is_(None), table.until_day >= on))


def _roles(stored: Iterable[str]) -> frozenset[Role]:
    return frozenset(Role(role) for role in stored)
