"""One-time tokens with which people set their first password. Only the SHA-256 of a token is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from access import passwords, throttle
from access.errors import ActivationInvalid
from access.models import AccountRow
from access.sessions import end_all_in
from access.sign_in_models import ActivationRow
from vanthu.db import Database

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: read aloud and copied by hand
GROUPS, GROUP = 5, 4


def new_token() -> str:
    """Five groups of four letters and digits, 100 bits."""
    letters = [ALPHABET[byte & 31] for byte in secrets.token_bytes(GROUPS * GROUP)]
    return "-".join("".join(letters[i : i + GROUP]) for i in range(0, GROUPS * GROUP, GROUP))


def token_hash(token: str) -> str:
    """SHA-256 of the token, whatever the case it was typed in and the blanks and hyphens between."""
    typed = "".join(token.casefold().replace("-", "").split())
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()


def issue(session: Session, account_id: int, at: datetime, lasts: timedelta) -> str:
    """A new token for the account; the ones before it are void."""
    void(session, account_id, at)
    token = new_token()
    session.add(ActivationRow(token_hash=token_hash(token), account_id=account_id, expires_at=at + lasts))
    return token


def void(session: Session, account_id: int, at: datetime) -> None:
    """No token of the account can be used any more."""
    session.execute(
        update(ActivationRow)
        .where(ActivationRow.account_id == account_id, ActivationRow.used_at.is_(None))
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )


def activate(db: Database, token: str, password: str, at: datetime, *, address: str | None = None) -> int:
    """Set the password with a token, once; the account's id.

    Raises `ActivationInvalid` after the same work whether the token is unknown, used, expired or of a
    disabled account, `SignInThrottled` where an address tries too often, and `PasswordWeak`, which a stranger
    learns before the token is looked at and its holder also for a password that holds their own name.
    """
    tried = [(throttle.ADDRESS, address)] if address else []
    hashed = token_hash(token)
    with db.session() as session:
        throttle.count(session, at, tried)
        username = session.scalar(
            select(AccountRow.username)
            .join(ActivationRow, ActivationRow.account_id == AccountRow.id)
            .where(
                ActivationRow.token_hash == hashed,
                ActivationRow.used_at.is_(None),
                ActivationRow.expires_at > at,
                AccountRow.disabled_at.is_(None),
            )
        )
    passwords.check_strength(password, *([username] if username else []))
    password_hash = passwords.hash_password(password)
    with db.session() as session:
        account_id = _use(session, hashed, at)
        row = session.get(AccountRow, account_id) if account_id is not None else None
        if row is None or row.disabled_at is not None:
            raise ActivationInvalid
        row.password_hash = password_hash
        void(session, row.id, at)
        end_all_in(session, row.id, at)
        throttle.succeeded(session, row.username)
        throttle.forgive(session, tried)
        return row.id


def _use(session: Session, hashed: str, at: datetime) -> int | None:
    """Of two who use one token at once, one gets it."""
    return session.scalar(
        update(ActivationRow)
        .where(
            ActivationRow.token_hash == hashed, ActivationRow.used_at.is_(None), ActivationRow.expires_at > at
        )
        .values(used_at=at)
        .returning(ActivationRow.account_id)
        .execution_options(synchronize_session=False)
    )
