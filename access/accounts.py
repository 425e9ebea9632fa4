"""Accounts: who may sign in, for which unit, with which roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access import account_list, activation, names, passwords, throttle
from access.account_list import AccountState, AccountView, Wanted
from access.authentication import authenticate
from access.errors import (
    AccountExists,
    AccountReserved,
    AccountUnknown,
    OwnAccount,
    SessionExpired,
    UnitEnded,
    UsernameInvalid,
)
from access.models import AccountRoleRow, AccountRow
from access.names import LOCAL_USERNAME
from access.principal import Principal
from access.rights import principal_of
from access.role_rules import (
    administrators,
    assigned_roles,
    held_roles,
    read_roles,
    require_administrator_left,
    require_compatible,
)
from access.roles import Action, Role
from access.sessions import end_all_in
from access.units import LOCAL_CODE, Unit, UnitService
from vanthu.db import Database, now, office_day

LOCAL_DISPLAY_NAME = "Người vận hành tại máy"
LOCAL_ROLES = frozenset(Role) - {Role.AUDITOR}
ACTIVATION_LASTS = timedelta(days=30)


class AccountService:
    """Adds, changes, resets, disables and signs in accounts.

    `by` is who does it: nobody changes their own rights. No change takes away the last administrator who
    can sign in.
    """

    def __init__(
        self,
        db: Database,
        *,
        activation: timedelta = ACTIVATION_LASTS,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._db = db
        self._units = UnitService(db, clock=clock)
        self._activation = activation
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
        name = _new_name(username)
        if password is None:
            password = passwords.generate()  # chance may put a short name into it; that makes it no weaker
        else:
            passwords.check_strength(password, name)
        granted = read_roles(roles)
        require_compatible(granted)
        person = self._create(
            name, display_name, unit_code, granted, lambda: passwords.hash_password(password)
        )
        return person, password

    def add_waiting(
        self, username: str, display_name: str, unit_code: str, roles: Iterable[Role | str]
    ) -> tuple[Principal, str]:
        """Create an account whose person sets the password with the activation token returned this once."""
        granted = read_roles(roles)
        require_compatible(granted)
        person = self._create(_new_name(username), display_name, unit_code, granted, lambda: None)
        with self._db.session() as session:
            token = activation.issue(session, person.account_id, self._clock(), self._activation)
        return person, token

    def change(
        self,
        username: str,
        *,
        display_name: str | None = None,
        unit_code: str | None = None,
        roles: Iterable[Role | str] | None = None,
        by: Principal | None = None,
    ) -> AccountView:
        """Another name, unit or set of roles; raises `RolesTogether`, `OwnAccount`, `LastAdministrator`."""
        unit = self._living_unit(unit_code) if unit_code is not None else None
        granted = read_roles(roles) if roles is not None else None
        with self._db.session() as session:
            row = self._row(session, username)
            if (unit or granted is not None) and by is not None and by.account_id == row.id:
                raise OwnAccount
            if display_name is not None:
                row.display_name = names.display_name(display_name) or row.username
            if unit is not None:
                row.unit_id = unit.id
            if granted is not None:
                self._change_roles(session, row, granted)
            name = row.username
        return self.view(name)

    def reset(self, username: str) -> str:
        """A new password for the account, which is enabled again if it was disabled; its sessions end."""
        password = passwords.generate()
        password_hash = passwords.hash_password(password)
        with self._db.session() as session:
            row = self._row(session, username)
            row.password_hash = password_hash
            row.disabled_at = None
            activation.void(session, row.id, self._clock())
            end_all_in(session, row.id, self._clock())
            throttle.succeeded(session, row.username)
        return password

    def reset_to_activation(self, username: str) -> str:
        """As `reset`, but a one-time token with which the person sets a new password; the old one is void."""
        with self._db.session() as session:
            before = administrators(session)
            row = self._row(session, username)
            row.password_hash = None
            row.disabled_at = None
            end_all_in(session, row.id, self._clock())
            require_administrator_left(session, before)
            return activation.issue(session, row.id, self._clock(), self._activation)

    def activate(self, token: str, password: str, *, address: str | None = None) -> Principal:
        """Set the password with a token, once. Raises `ActivationInvalid`, `PasswordWeak`,
        `SignInThrottled`."""
        return self.principal_by_id(
            activation.activate(self._db, token, password, self._clock(), address=address)
        )

    def disable(self, username: str, *, by: Principal | None = None) -> None:
        """End the account's access and its live sessions at once."""
        with self._db.session() as session:
            before = administrators(session)
            row = self._row(session, username)
            if by is not None and by.account_id == row.id:
                raise OwnAccount
            row.disabled_at = row.disabled_at or self._clock()
            end_all_in(session, row.id, self._clock())
            require_administrator_left(session, before)

    def enable(self, username: str) -> None:
        """Give the access back, with the password it had."""
        with self._db.session() as session:
            self._row(session, username).disabled_at = None

    def view(self, username: str) -> AccountView:
        """The account as the administrator sees it; raises `AccountUnknown`."""
        with self._db.session() as session:
            row = self._row(session, username, reserved=True)
            found = account_list.one(session, row.username, self._clock())
        if found is None:
            raise AccountUnknown(username=row.username)
        return found

    def count(
        self, *, search: str = "", unit_code: str | None = None, state: AccountState | None = None
    ) -> int:
        with self._db.session() as session:
            return account_list.count(session, Wanted(search, unit_code, state))

    def list(
        self,
        *,
        search: str = "",
        unit_code: str | None = None,
        state: AccountState | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[AccountView]:
        """Accounts by user name; every word of `search` stands in one of their names, marks apart."""
        with self._db.session() as session:
            wanted = Wanted(search, unit_code, state)
            return account_list.page(session, wanted, self._clock(), limit=limit, offset=offset)

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
            return self._create(LOCAL_USERNAME, LOCAL_DISPLAY_NAME, LOCAL_CODE, LOCAL_ROLES, lambda: None)
        except AccountExists:  # another process was first
            return self.principal(LOCAL_USERNAME)

    def _today(self) -> date:
        return office_day(self._clock())

    def _living_unit(self, code: str) -> Unit:
        unit = self._units.by_code(code)
        if not unit.living:
            raise UnitEnded(code=unit.code, day=f"{unit.abolished_on:%d/%m/%Y}")
        return unit

    def _create(
        self,
        name: str,
        display_name: str,
        unit_code: str,
        roles: frozenset[Role],
        hashed: Callable[[], str | None],
    ) -> Principal:
        """`hashed` is called once all else is found right: it takes long."""
        unit = self._living_unit(unit_code)
        shown = names.display_name(display_name) or name
        password_hash = hashed()
        try:
            with self._db.session() as session:
                row = AccountRow(
                    username=name, display_name=shown, unit_id=unit.id, password_hash=password_hash
                )
                session.add(row)
                session.flush()
                session.add_all(AccountRoleRow(account_id=row.id, role=role) for role in sorted(roles))
                session.flush()
                return principal_of(session, row, self._today())
        except IntegrityError:
            raise AccountExists(username=name) from None

    def _change_roles(self, session: Session, row: AccountRow, roles: frozenset[Role]) -> None:
        # The row first: changes of one account's roles and assignments come one after the other.
        session.execute(update(AccountRow).where(AccountRow.id == row.id).values(unit_id=row.unit_id))
        before = administrators(session)
        require_compatible(roles | assigned_roles(session, row.id, self._today()))
        if roles == held_roles(session, row.id):
            return
        session.execute(delete(AccountRoleRow).where(AccountRoleRow.account_id == row.id))
        session.add_all(AccountRoleRow(account_id=row.id, role=role) for role in sorted(roles))
        require_administrator_left(session, before)

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


def _new_name(username: str) -> str:
    name = names.username(username)
    if name == LOCAL_USERNAME:
        raise AccountReserved(username=name)
    return name
