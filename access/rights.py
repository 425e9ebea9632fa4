"""From an account to a Principal: where it may act, in which roles, and what it may read under grants.

Everything is read anew each time, so that what was granted, ended or revoked counts from the next call on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, bindparam, case, literal, or_, select
from sqlalchemy.orm import Session

from access.models import (
    AccountRoleRow,
    AccountRow,
    AssignmentRow,
    DocumentGrantRow,
    UnitRow,
    UnitVersionRow,
)
from access.principal import Principal
from access.roles import Action, Role

HIGHEST = 64
"""Units between one and the root, successors of merged ones included: a bound for what must never happen."""


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
    way = _way_up(session, unit.id, on)
    path = () if gone else tuple(way)
    return Principal(
        account_id=account.id,
        username=account.username,
        display_name=account.display_name,
        unit_id=unit.id,
        unit_code=unit.code,
        unit_name=way[unit.id],
        unit_path=path,
        roles=frozenset() if gone else post.roles,
        inherited=merged_into(session, path, on),
        granted=frozenset() if gone else granted_ids(session, account.id, unit.id, on),
        limits=limits,
    )


def posts(session: Session, account: AccountRow, on: date) -> list[Post]:
    """Where the account may act on that day, its own unit first. A unit that was merged is its successor."""
    home = heir(session, account.unit_id, on)
    roles: dict[int, set[str]] = {
        home: set(session.scalars(select(AccountRoleRow.role).where(AccountRoleRow.account_id == account.id)))
    }
    rows = session.execute(
        select(AssignmentRow.unit_id, AssignmentRow.role)
        .where(AssignmentRow.account_id == account.id, in_force(AssignmentRow, on))
        .where(AssignmentRow.ended_at.is_(None))
        .order_by(AssignmentRow.id)
    )
    for unit_id, role in rows:
        roles.setdefault(heir(session, unit_id, on), set()).add(role)
    return [Post(unit_id, _roles(held), own=unit_id == home) for unit_id, held in roles.items()]


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


def path_of(session: Session, unit_id: int, on: date) -> tuple[int, ...]:
    """Ids from the unit up to the root, as the units stood on that day; for a merged one, its successor's."""
    return tuple(_way_up(session, unit_id, on))


def _way_up(session: Session, unit_id: int, on: date) -> dict[int, str]:
    """The path with what each unit was called on that day, in one query."""
    return {row.id: row.name for row in session.execute(_the_way_up(), {"unit": unit_id, "day": on})}


@cache
def _the_way_up() -> Select[int, str]:
    """From the unit `unit`, on the day `day`. Building it costs more than asking it."""
    on = bindparam("day", type_=Date)
    merged = and_(UnitRow.abolished_on <= on, UnitRow.successor_id.is_not(None))
    told = UnitVersionRow.id.is_not(None)  # a unit that never changed has no versions: its own row says all
    above = case((told, UnitVersionRow.parent_id), else_=UnitRow.parent_id)
    facts = (
        UnitRow.id.label("id"),
        case((told, UnitVersionRow.name), else_=UnitRow.name).label("name"),
        case((merged, UnitRow.successor_id), else_=above).label("next_id"),
        case((merged, 0), else_=1).label("stands"),
    )
    in_that_time = and_(
        UnitVersionRow.unit_id == UnitRow.id,
        or_(UnitVersionRow.from_day.is_(None), UnitVersionRow.from_day <= on),
        or_(UnitVersionRow.until_day.is_(None), UnitVersionRow.until_day >= on),
    )
    begin = select(*facts, literal(0).label("depth")).outerjoin(UnitVersionRow, in_that_time)
    way = begin.where(UnitRow.id == bindparam("unit", type_=Integer)).cte("way", recursive=True)
    further = (
        select(*facts, way.c.depth + 1)
        .select_from(way)
        .join(UnitRow, UnitRow.id == way.c.next_id)
        .outerjoin(UnitVersionRow, in_that_time)
        .where(way.c.depth < HIGHEST)
    )
    way = way.union_all(further)
    return select(way.c.id, way.c.name).where(way.c.stands == 1).order_by(way.c.depth)


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
