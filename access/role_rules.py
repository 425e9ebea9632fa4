"""Which roles may share an account, and who keeps the house open: read before any role is given or taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from access.errors import LastAdministrator, RoleMissing, RolesTogether, RoleUnknown
from access.models import AccountRoleRow, AccountRow, AssignmentRow
from access.roles import ALONE, Action, Role, actions_of
from access.sign_in_models import IdentityRow


def read_roles(roles: Iterable[Role | str]) -> frozenset[Role]:
    """The roles by name; raises `RoleMissing` for none, `RoleUnknown`."""
    found: set[Role] = set()
    for role in roles:
        try:
            found.add(Role(role))
        except ValueError:
            raise RoleUnknown(role=str(role)[:64], roles=", ".join(Role)) from None
    if not found:
        raise RoleMissing
    return frozenset(found)


def require_compatible(roles: Iterable[Role]) -> None:
    """Raise `RolesTogether` where one of `ALONE` would share an account with another role."""
    held = set(roles)
    if len(held) > 1 and not held.isdisjoint(ALONE):
        raise RolesTogether


def held_roles(session: Session, account_id: int) -> frozenset[Role]:
    """Roles of the account in its own unit."""
    found = session.scalars(select(AccountRoleRow.role).where(AccountRoleRow.account_id == account_id))
    return frozenset(Role(role) for role in found)


def assigned_roles(session: Session, account_id: int, on: date) -> frozenset[Role]:
    """Roles of the account in other units, on that day or later."""
    found = session.scalars(
        select(AssignmentRow.role).where(
            AssignmentRow.account_id == account_id,
            AssignmentRow.ended_at.is_(None),
            or_(AssignmentRow.until_day.is_(None), AssignmentRow.until_day >= on),
        )
    )
    return frozenset(Role(role) for role in found)


def administrators(session: Session) -> frozenset[int]:
    """Accounts that can sign in and administer. Changes of these wait for each other."""
    who = frozenset(role for role in Role if Action.ADMINISTER in actions_of(frozenset({role})))
    found = session.scalars(
        select(AccountRow.id)
        .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
        .where(AccountRoleRow.role.in_(sorted(who)), AccountRow.disabled_at.is_(None))
        .where(
            or_(
                AccountRow.password_hash.is_not(None),
                AccountRow.id.in_(select(IdentityRow.account_id)),
            )
        )
        .order_by(AccountRow.id)
        .with_for_update()
    )
    return frozenset(found)


def require_administrator_left(session: Session, before: frozenset[int]) -> None:
    """Raise `LastAdministrator` where there were administrators before this change and none is left."""
    session.flush()
    if before and not administrators(session):
        raise LastAdministrator
