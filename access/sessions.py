"""Signed-in browsers, kept in the database; the cookie carries a signed random name and nothing else.

A session ends by itself when it is not used (`idle`) and when it is old (`absolute`), at sign-out, and when
its account is disabled or given a new password. With every change of rights it gets a new name.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, Signer
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from access.errors import SessionExpired
from access.principal import Principal
from access.sign_in_models import SessionRow
from vanthu.db import Database, now

SEEN_EVERY = timedelta(minutes=1)
"""How often the use of a session is written down."""
KEPT_AFTER_END = timedelta(days=1)
_NAME_BYTES = 32


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session in force."""

    account_id: int
    unit_id: int
    """The unit the person acts for."""
    method: str
    second_factor: bool
    """Whether a second factor was shown for it."""
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


class Sessions:
    """Begins, reads and ends sessions."""

    def __init__(
        self,
        db: Database,
        secret: bytes,
        *,
        idle: timedelta,
        absolute: timedelta,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._db = db
        self._signer = Signer(secret, salt="vanthu.session", digest_method=hashlib.sha256)
        self._idle = idle
        self._absolute = absolute
        self._clock = clock

    @property
    def max_age_s(self) -> int:
        """Seconds a session lasts at most: also the cookie's age."""
        return round(self._absolute.total_seconds())

    def begin(self, principal: Principal, *, method: str = "password", second_factor: bool = False) -> str:
        """A new session for the unit the principal acts for; the token is what the cookie holds."""
        at = self._clock()
        name = secrets.token_urlsafe(_NAME_BYTES)
        with self._db.session() as session:
            session.execute(delete(SessionRow).where(SessionRow.expires_at < at - KEPT_AFTER_END))
            session.add(
                SessionRow(
                    name_hash=_hash(name),
                    account_id=principal.account_id,
                    unit_id=principal.unit_id,
                    method=method,
                    second_factor=second_factor,
                    created_at=at,
                    last_seen_at=at,
                    expires_at=at + self._absolute,
                )
            )
        return self._token(name)

    def read(self, token: str, *, used: bool = True) -> SessionView:
        """The session behind a token; raises `SessionExpired` for one that is forged, old or ended.

        `used=False` looks without prolonging: a page left open must not keep its session alive.
        """
        at = self._clock()
        with self._db.session() as session:
            row = self._live(session, token, at)
            if used and at - row.last_seen_at >= SEEN_EVERY:
                session.execute(
                    update(SessionRow)
                    .where(SessionRow.name_hash == row.name_hash)
                    .values(last_seen_at=at)
                    .execution_options(synchronize_session=False)
                )
            return _view(row)

    def end(self, token: str) -> None:
        """Sign out: the name is worth nothing from now on, wherever else it was copied to."""
        at = self._clock()
        with self._db.session() as session:
            try:
                self._live(session, token, at).ended_at = at
            except SessionExpired:
                return

    def end_all(self, account_id: int, *, but: str | None = None) -> int:
        """End every session of an account, except the one whose token is `but`; how many were ended."""
        kept = self._hash_of(but)
        with self._db.session() as session:
            return end_all_in(session, account_id, self._clock(), kept=kept)

    def renew(self, token: str, *, unit_id: int | None = None, second_factor: bool | None = None) -> str:
        """The same session under a new name, with what has changed; its end stays where it was."""
        at = self._clock()
        name = secrets.token_urlsafe(_NAME_BYTES)
        with self._db.session() as session:
            row = self._live(session, token, at)
            row.ended_at = at
            session.add(
                SessionRow(
                    name_hash=_hash(name),
                    account_id=row.account_id,
                    unit_id=row.unit_id if unit_id is None else unit_id,
                    method=row.method,
                    second_factor=row.second_factor if second_factor is None else second_factor,
                    created_at=row.created_at,
                    last_seen_at=at,
                    expires_at=row.expires_at,
                )
            )
        return self._token(name)

    def act_for(self, token: str, unit_id: int) -> str:
        """The session under a new name, for another of the account's units.

        The caller has checked that `unit_id` is one of its posts; `principal_of` checks it again at every
        read.
        """
        return self.renew(token, unit_id=unit_id)

    def of_account(self, account_id: int) -> list[SessionView]:
        """Sessions in force, the last used first."""
        at = self._clock()
        with self._db.session() as session:
            rows = session.scalars(
                select(SessionRow)
                .where(SessionRow.account_id == account_id, SessionRow.ended_at.is_(None))
                .where(SessionRow.expires_at > at, SessionRow.last_seen_at > at - self._idle)
                .order_by(SessionRow.last_seen_at.desc())
            )
            return [_view(row) for row in rows]

    def _live(self, session: Session, token: str, at: datetime) -> SessionRow:
        hashed = self._hash_of(token)
        row = session.get(SessionRow, hashed) if hashed else None
        if row is None or row.ended_at is not None:
            raise SessionExpired
        if at >= row.expires_at or at - row.last_seen_at >= self._idle:
            raise SessionExpired
        return row

    def _token(self, name: str) -> str:
        return self._signer.sign(name).decode()

    def _hash_of(self, token: str | None) -> str | None:
        """The key of the row; None unless we signed the token."""
        try:
            return _hash(self._signer.unsign(token or "").decode())
        except (BadData, UnicodeError):
            return None


def end_all_in(session: Session, account_id: int, at: datetime, *, kept: str | None = None) -> int:
    """As `Sessions.end_all`, within a transaction that changes the account as well."""
    statement = update(SessionRow).where(SessionRow.account_id == account_id, SessionRow.ended_at.is_(None))
    if kept is not None:
        statement = statement.where(SessionRow.name_hash != kept)
    found = session.execute(statement.values(ended_at=at).returning(SessionRow.name_hash))
    return len(found.all())


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _view(row: SessionRow) -> SessionView:
    return SessionView(
        account_id=row.account_id,
        unit_id=row.unit_id,
        method=row.method,
        second_factor=row.second_factor,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
    )
