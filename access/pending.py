"""Sign-ins between their steps: before the second factor, or at the identity provider and back.

The browser holds a random value; the database holds its hash and, sealed, what the next step needs.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from access.errors import SignInStale
from access.sealing import Sealer
from access.sign_in_models import PendingSignInRow
from vanthu.db import Database, now

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pending:
    account_id: int | None
    """None while it is not known who it is."""
    facts: dict[str, Any]

    def text(self, name: str) -> str:
        return str(self.facts.get(name, ""))


class PendingSignIns:
    """Opens, reads and closes them."""

    def __init__(self, db: Database, secret: bytes, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._sealer = Sealer(secret, "pending sign-in")
        self._clock = clock

    def open(self, account_id: int | None, facts: dict[str, Any]) -> str:
        """The value the browser holds until the next step."""
        at, value = self._clock(), secrets.token_urlsafe(32)
        with self._db.session() as session:
            session.execute(delete(PendingSignInRow).where(PendingSignInRow.expires_at < at))
            session.add(
                PendingSignInRow(
                    state_hash=_hash(value),
                    account_id=account_id,
                    facts=self._sealer.seal(json.dumps(facts).encode()).decode(),
                    expires_at=at + LASTS,
                )
            )
        return value

    def read(self, value: str, step: str) -> Pending:
        """What waits for `step` under this value; raises `SignInStale`."""
        with self._db.session() as session:
            return self._found(session, value, step)

    def take(self, value: str, step: str) -> Pending:
        """As `read`, for the last time: of two who hold the value, one goes on."""
        with self._db.session() as session:
            found = self._found(session, value, step)
            gone = session.execute(
                delete(PendingSignInRow)
                .where(PendingSignInRow.state_hash == _hash(value))
                .returning(PendingSignInRow.state_hash)
            )
            if gone.first() is None:
                raise SignInStale
            return found

    def _found(self, session: Session, value: str, step: str) -> Pending:
        row = session.get(PendingSignInRow, _hash(value))
        if row is None or row.expires_at <= self._clock():
            raise SignInStale
        opened = self._sealer.open(row.facts.encode())
        facts = json.loads(opened) if opened else {}
        if facts.get("step") != step:
            raise SignInStale
        return Pending(row.account_id, facts)


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
