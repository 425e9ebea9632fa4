"""A short wait after repeated failures, the same for names that exist and names that do not.

Three counts stand beside each other, so that nobody can be locked out for long: a name at one address waits
soon; a name wherever it is tried and an address whatever it tries wait only after many failures. Who guesses
at a name from elsewhere never reaches the counts of its owner. Second factors are counted by account and may
wait longer: only who knows the password gets that far.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.errors import SignInThrottled
from access.sign_in_models import SignInFailuresRow

FORGET_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rule:
    kind: str
    free: int
    """Failures in a row before the first wait."""
    longest: timedelta
    one_back: bool = False
    """A success gives back the one attempt only: other people's failures count under it too."""


NAME_AT_ADDRESS = Rule("here", free=5, longest=timedelta(seconds=60))
NAME = Rule("name", free=100, longest=timedelta(seconds=60))
ADDRESS = Rule("address", free=50, longest=timedelta(seconds=10), one_back=True)
CODE = Rule("code", free=5, longest=timedelta(minutes=15))
PASSWORD_AGAIN = Rule("again", free=5, longest=timedelta(seconds=60))
"""A signed-in person's own password, asked again before something weighty."""
IDENTITY = Rule("identity", free=50, longest=timedelta(seconds=10))
CERTIFICATE = Rule("certificate", free=30, longest=timedelta(seconds=30), one_back=True)
"""Check codes of certificates, by address: nobody who asks has an account."""

Tried = tuple[Rule, str]


def of_sign_in(name: str, address: str | None) -> list[Tried]:
    """What a sign-in is counted under."""
    tried: list[Tried] = [(NAME_AT_ADDRESS, f"{name}\n{address or ''}"), (NAME, name)]
    return [*tried, (ADDRESS, address)] if address else tried


def count(session: Session, at: datetime, tried: Sequence[Tried]) -> None:
    """Count an attempt as failed before it is made; raises `SignInThrottled` while one has to wait.

    Counted first, so that many attempts at once get no further than as many in turn; `forgive` takes it back.
    """
    session.execute(delete(SignInFailuresRow).where(SignInFailuresRow.last_at < at - FORGET_AFTER))
    rules = {_key(rule, what): rule for rule, what in tried}
    for key in sorted(rules):  # in one order, so that no two wait for each other
        failures, last_at = _held(session, key, at)
        _require_turn(rules[key], failures, last_at, at)
        session.execute(
            update(SignInFailuresRow)
            .where(SignInFailuresRow.name_hash == key)
            .values(failures=failures + 1, last_at=at)
            .execution_options(synchronize_session=False)
        )


def forgive(session: Session, tried: Sequence[Tried]) -> None:
    """It succeeded: failures in a row are over, or (`Rule.one_back`) the one attempt is given back."""
    for rule, what in tried:
        row = SignInFailuresRow.name_hash == _key(rule, what)
        if rule.one_back:
            fewer = SignInFailuresRow.failures - 1
            session.execute(update(SignInFailuresRow).where(row).values(failures=fewer))
        else:
            session.execute(delete(SignInFailuresRow).where(row))


def succeeded(session: Session, name: str) -> None:
    """A new password was set for this name: it starts afresh."""
    forgive(session, of_sign_in(name, None))


def _require_turn(rule: Rule, failures: int, last_at: datetime, at: datetime) -> None:
    if failures < rule.free:
        return
    wait = min(timedelta(seconds=2 ** min(failures - rule.free + 1, 12)), rule.longest)
    left = last_at + wait - at
    if left > timedelta(0):
        raise SignInThrottled(seconds=max(1, round(left.total_seconds())))


def _held(session: Session, key: str, at: datetime) -> tuple[int, datetime]:
    """The count, which no other attempt can read or change before this one is counted."""
    found = _touch(session, key)
    if found is None:
        with suppress(IntegrityError), session.begin_nested():  # another attempt may be first
            session.add(SignInFailuresRow(name_hash=key, failures=0, last_at=at))
        found = _touch(session, key)
    return found or (0, at)


def _touch(session: Session, key: str) -> tuple[int, datetime] | None:
    """Writing, even what is there, takes the lock: of the row on PostgreSQL, of the database on SQLite."""
    row = session.execute(
        update(SignInFailuresRow)
        .where(SignInFailuresRow.name_hash == key)
        .values(failures=SignInFailuresRow.failures)
        .returning(SignInFailuresRow.failures, SignInFailuresRow.last_at)
        .execution_options(synchronize_session=False)
    ).first()
    return (row[0], row[1]) if row is not None else None


def _key(rule: Rule, what: str) -> str:
    return hashlib.sha256(f"{rule.kind}\n{what}".encode("utf-8", "replace")).hexdigest()
