"""The list of accounts as the administrator sees it: searched, filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from access.models import AccountRoleRow, AccountRow, UnitRow
from access.names import search_key
from access.sign_in_models import ActivationRow, IdentityRow
from vanthu.text import fold


class AccountState(StrEnum):
    ACTIVE = "active"
    """Enabled and able to sign in."""
    WAITING = "waiting"
    """Enabled, but nobody has set a password yet."""
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as the administrator sees it."""

    id: int
    username: str
    display_name: str
    unit_code: str
    unit_name: str
    roles: tuple[str, ...]
    """In its own unit."""
    disabled: bool
    can_sign_in: bool
    created_at: datetime
    activation_until: datetime | None = None
    """Until when an activation token that was handed out can be used."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts: every word of `search` stands in one of their names, marks apart."""

    search: str = ""
    unit_code: str | None = None
    state: AccountState | None = None


_CAN_SIGN_IN = or_(AccountRow.password_hash.is_not(None), AccountRow.id.in_(select(IdentityRow.account_id)))
_STATES: dict[AccountState, ColumnElement[bool]] = {
    AccountState.ACTIVE: and_(AccountRow.disabled_at.is_(None), _CAN_SIGN_IN),
    AccountState.WAITING: and_(AccountRow.disabled_at.is_(None), ~_CAN_SIGN_IN),
    AccountState.DISABLED: AccountRow.disabled_at.is_not(None),
}


def page(
    session: Session, wanted: Wanted, at: datetime, *, limit: int | None, offset: int
) -> list[AccountView]:
    """Accounts by user name."""
    _make_findable(session, wanted)
    chosen = _chosen().where(*_conditions(wanted)).order_by(AccountRow.username)
    return _views(session, chosen.limit(limit).offset(offset), at)


def one(session: Session, username: str, at: datetime) -> AccountView | None:
    """The account of this stored name."""
    return next(iter(_views(session, _chosen().where(AccountRow.username == username), at)), None)


def count(session: Session, wanted: Wanted) -> int:
    _make_findable(session, wanted)
    counted = select(func.count()).select_from(AccountRow).join(UnitRow, UnitRow.id == AccountRow.unit_id)
    return session.scalar(counted.where(*_conditions(wanted))) or 0


def _chosen() -> Select[AccountRow, str, str, bool]:
    return select(AccountRow, UnitRow.code, UnitRow.name, _CAN_SIGN_IN).join(
        UnitRow, UnitRow.id == AccountRow.unit_id
    )


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    for word in fold(wanted.search.replace("\0", " ")).encode("utf-8", "replace").decode().split():
        yield AccountRow.found_by.contains(word, autoescape=True)
    if wanted.unit_code is not None:
        yield UnitRow.code == wanted.unit_code.strip().upper()
    if wanted.state is not None:
        yield _STATES[wanted.state]


def _views(session: Session, chosen: Select[AccountRow, str, str, bool], at: datetime) -> list[AccountView]:
    found = session.execute(chosen).all()
    ids = [row.id for row, *_ in found]
    roles: dict[int, list[str]] = {}
    until: dict[int, datetime] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        for role in session.execute(
            select(AccountRoleRow.account_id, AccountRoleRow.role)
            .where(AccountRoleRow.account_id.in_(part))
            .order_by(AccountRoleRow.role)
        ):
            roles.setdefault(role.account_id, []).append(role.role)
        for token in session.execute(
            select(ActivationRow.account_id, ActivationRow.expires_at).where(
                ActivationRow.account_id.in_(part),
                ActivationRow.used_at.is_(None),
                ActivationRow.expires_at > at,
            )
        ):
            until[token.account_id] = token.expires_at
    return [
        AccountView(
            id=row.id,
            username=row.username,
            display_name=row.display_name,
            unit_code=code,
            unit_name=name,
            roles=tuple(roles.get(row.id, ())),
            disabled=row.disabled_at is not None,
            can_sign_in=row.disabled_at is None and bool(can),
            created_at=row.created_at,
            activation_until=until.get(row.id),
        )
        for row, code, name, can in found
    ]


def _make_findable(session: Session, wanted: Wanted) -> None:
    """Before a search, fill in what rows made by an earlier version lack."""
    if not wanted.search.strip():
        return
    missing = session.execute(
        select(AccountRow.id, AccountRow.username, AccountRow.display_name).where(
            AccountRow.found_by.is_(None)
        )
    ).all()
    for row in missing:
        session.execute(
            update(AccountRow)
            .where(AccountRow.id == row.id)
            .values(found_by=search_key(row.username, row.display_name))
            .execution_options(synchronize_session=False)
        )
