"""A short wait after repeated failed sign-ins, the same for names that exist and names that do not."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from access.errors import SignInThrottled
from access.sign_in_models import SignInFailuresRow

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(seconds=60)
"""Short on purpose: a stranger who guesses at a name must not lock its owner out for long."""
FORGET_AFTER = timedelta(hours=1)


def check(session: Session, name: str, at: datetime) -> None:
    """Raise `SignInThrottled` while the name has to wait."""
    row = session.get(SignInFailuresRow, _key(name))
    if row is None or row.failures < FREE_FAILURES or at - row.last_at > FORGET_AFTER:
        return
    wait = min(timedelta(seconds=2 ** min(row.failures - FREE_FAILURES + 1, 10)), LONGEST_WAIT)
    left = row.last_at + wait - at
    if left > timedelta(0):
        raise SignInThrottled(seconds=max(1, round(left.total_seconds())))


def failed(session: Session, name: str, at: datetime) -> None:
    session.execute(delete(SignInFailuresRow).where(SignInFailuresRow.last_at < at - FORGET_AFTER))
    row = session.get(SignInFailuresRow, _key(name))
    if row is None:
        session.add(SignInFailuresRow(name_hash=_key(name), failures=1, last_at=at))
    else:
        row.failures += 1
        row.last_at = at


def succeeded(session: Session, name: str) -> None:
    session.execute(delete(SignInFailuresRow).where(SignInFailuresRow.name_hash == _key(name)))


def _key(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
