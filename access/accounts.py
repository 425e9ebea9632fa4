"""Accounts: who may sign in, for which unit, with which roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access import names, passwords, throttle
from access.authentication import authenticate
from access.errors import (
    AccountExists,
    AccountReserved,
    AccountUnknown,
    RoleMissing,
    SessionExpired,
    UsernameInvalid,
)
from access.models import AccountRoleRow, AccountRow, UnitRow
from access.principal import Principal
from access.rights import principal_of
from access.roles import Action, Role
from access.units import LOCAL_CODE, UnitService
from vanthu.db import OFFICE_TIME, Database, now

LOCAL_USERNAME = "local"
LOCAL_DISPLAY_NAME = "Người vận hành tại máy"
LOCAL_ROLES = frozenset(Role) - {Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as the administrator sees it."""

    id: int
    username: str
    display_name: str
    unit_code: str
    roles: tuple[str, ...]
    disabled: bool
    can_sign_in: bool
    created_at: datetime


class AccountService:
    """Adds, resets, disables and signs in accounts."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._units = UnitService(db)
        self._clock = clock

    def add(
        self,
        username: str,
        display_name: str,
        unit_code: str,
        roles: Iterable[Role | str],
        password: str | None = None,
    ) -> tuple[Principal, str]:
        """Create an account; its password is made up if none is given, and returned this once."""
        name = names.username(username)
        if name == LOCAL_USERNAME:
            raise AccountReserved(username=name)
        if password is None:
            password = passwords.generate()  # chance may put a short name into it; that makes it no weaker
        else:
            passwords.check_strength(password, name)
        return self._create(name, display_name, unit_code, roles, passwords.hash_password(password)), password

    def reset(self, username: str) -> str:
        """A new password for the account, which is enabled again if it was disabled."""
        password = passwords.generate()
        with self._db.session() as session:
            row = self._row(session, username)
            row.password_hash = passwords.hash_password(password)
            row.disabled_at = None
            throttle.succeeded(session, row.username)
        return password

    def disable(self, username: str) -> None:
        """End the account's access; live sessions end at their next call."""
        with self._db.session() as session:
            row = self._row(session, username)
            row.disabled_at = row.disabled_at or self._clock()

    def list(self) -> list[AccountView]:
        with self._db.session() as session:
            roles: dict[int, list[str]] = {}
            for grant in session.scalars(select(AccountRoleRow).order_by(AccountRoleRow.role)):
                roles.setdefault(grant.account_id, []).append(grant.role)
            rows = session.execute(
                select(AccountRow, UnitRow.code)
                .join(UnitRow, UnitRow.id == AccountRow.unit_id)
                .order_by(AccountRow.username)
            )
            return [_view(row, code, roles.get(row.id, [])) for row, code in rows]

    def authenticate(self, username: str, password: str, *, address: str | None = None) -> Principal:
        """Who signs in from `address`; raises `SignInFailed`, after the same work whether or not the name
        exists."""
        return authenticate(self._db, username, password, self._clock(), address=address)

    def principal(self, username: str) -> Principal:
        """The principal of an enabled account; raises `AccountUnknown`."""
        with self._db.session() as session:
            row = self._row(session, username, reserved=True)
            if row.disabled_at is not None:
                raise AccountUnknown(username=row.username)
            return principal_of(session, row, self._today())

    def principal_by_id(
        self,
        account_id: int,
        *,
        unit_id: int | None = None,
        limits: frozenset[Action] = frozenset(Action),
    ) -> Principal:
        """The principal a session or key belongs to, acting for `unit_id` while that is one of its posts.

        Raises `SessionExpired` when the account is disabled or gone.
        """
        with self._db.session() as session:
            row = session.get(AccountRow, account_id)
            if row is None or row.disabled_at is not None:
                raise SessionExpired
            return principal_of(session, row, self._today(), unit_id=unit_id, limits=limits)

    def local_operator(self) -> Principal:
        """Whoever owns the data folder: acts in the local unit, cannot sign in."""
        try:
            return self.principal(LOCAL_USERNAME)
        except AccountUnknown:
            pass
        try:
            return self._create(LOCAL_USERNAME, LOCAL_DISPLAY_NAME, LOCAL_CODE, LOCAL_ROLES, None)
        except AccountExists:  # another process was first
            return self.principal(LOCAL_USERNAME)

    def _today(self) -> date:
        return self._clock().astimezone(OFFICE_TIME).date()

    def _create(
        self,
        name: str,
        display_name: str,
        unit_code: str,
        roles: Iterable[Role | str],
        password_hash: str | None,
    ) -> Principal:
        granted = sorted({Role(role) for role in roles})
        if not granted:
            raise RoleMissing
        unit = self._units.by_code(unit_code)
        shown = names.display_name(display_name) or name
        try:
            with self._db.session() as session:
                row = AccountRow(
                    username=name, display_name=shown, unit_id=unit.id, password_hash=password_hash
                )
                session.add(row)
                session.flush()
                session.add_all(AccountRoleRow(account_id=row.id, role=role) for role in granted)
                session.flush()
                return principal_of(session, row, self._today())
        except IntegrityError:
            raise AccountExists(username=name) from None

    def _row(self, session: Session, username: str, *, reserved: bool = False) -> AccountRow:
        try:
            name = names.username(username)
        except UsernameInvalid:
            raise AccountUnknown(username=names.display_name(username)) from None
        if name == LOCAL_USERNAME and not reserved:
            raise AccountReserved(username=name)
        row = session.scalar(select(AccountRow).where(AccountRow.username == name))
        if row is None:
            raise AccountUnknown(username=name)
        return row


def _view(row: AccountRow, unit_code: str, roles: list[str]) -> AccountView:
    enabled = row.disabled_at is None
    return AccountView(
        id=row.id,
        username=row.username,
        display_name=row.display_name,
        unit_code=unit_code,
        roles=tuple(roles),
        disabled=not enabled,
        can_sign_in=enabled and row.password_hash is not None,
        created_at=row.created_at,
    )
