"""Name and password to a Principal: the same work and the same answer whether or not the name exists."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import select, update

from access import passwords, throttle
from access.errors import PasswordUnchanged, PasswordWrong, SignInFailed
from access.models import AccountRow
from access.principal import Principal
from access.rights import principal_of
from access.sessions import end_all_in
from vanthu.db import Database, office_day


def authenticate(
    db: Database, username: str, password: str, at: datetime, *, address: str | None = None
) -> Principal:
    """Who signs in, acting for their own unit; raises `SignInFailed` or `SignInThrottled`.

    `address` is where the attempt comes from. An unknown, a disabled and a not yet activated account are
    answered alike, after one read and one hash; more is read only once the password fits.
    """
    name = _typed(username)
    tried = throttle.of_sign_in(name, address)
    with db.session() as session:
        throttle.count(session, at, tried)
        row = session.scalar(select(AccountRow).where(AccountRow.username == name))
        usable = row.password_hash if row is not None and row.disabled_at is None else None
    # Outside the session: hashing takes tens of milliseconds and must hold no lock.
    fits, renewed = passwords.verify(password, usable)
    if not fits or row is None:
        raise SignInFailed
    with db.session() as session:
        throttle.forgive(session, tried)
        if renewed is not None:
            session.execute(
                update(AccountRow)
                .where(AccountRow.id == row.id, AccountRow.password_hash == usable)
                .values(password_hash=renewed)
            )
        current = session.get_one(AccountRow, row.id)
        if current.disabled_at is not None:
            raise SignInFailed
        return principal_of(session, current, office_day(at))


def confirm_password(db: Database, account_id: int, password: str, at: datetime) -> None:
    """A signed-in person's own password, asked again; raises `PasswordWrong` or `SignInThrottled`."""
    tried = [(throttle.PASSWORD_AGAIN, str(account_id))]
    with db.session() as session:
        throttle.count(session, at, tried)
        row = session.get(AccountRow, account_id)
        usable = row.password_hash if row is not None and row.disabled_at is None else None
    fits, _ = passwords.verify(password, usable)
    if not fits:
        raise PasswordWrong
    with db.session() as session:
        throttle.forgive(session, tried)


def has_password(db: Database, account_id: int) -> bool:
    """Whether the account has a password of its own, or only the site's identity provider."""
    with db.session() as session:
        row = session.get(AccountRow, account_id)
        return row is not None and row.password_hash is not None


def change_password(db: Database, person: Principal, old: str, new: str, at: datetime) -> None:
    """A new password for one's own account, after the old one; every session of the account ends.

    Raises `PasswordWrong`, `PasswordUnchanged`, `PasswordWeak` or `SignInThrottled`.
    """
    confirm_password(db, person.account_id, old, at)
    if old == new:
        raise PasswordUnchanged
    passwords.check_strength(new, person.username, person.unit_code, person.unit_name)
    hashed = passwords.hash_password(new)
    with db.session() as session:
        session.get_one(AccountRow, person.account_id).password_hash = hashed
        end_all_in(session, person.account_id, at)


def _typed(username: str) -> str:
    """A typed name in the form names are stored in, as far as any database takes it.

    PostgreSQL takes no NUL, UTF-8 no lone surrogate.
    """
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", username.strip()).casefold())[:64]
    return name.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
