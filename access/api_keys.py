"""API keys: a program acts in the name of an account, for one unit, for some actions, for a time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from access import names
from access.errors import KeyInvalid, KeyRefused
from access.models import AccountRow
from access.principal import Principal
from access.rights import heir, principal_of
from access.roles import Action
from access.sign_in_models import ApiKeyRow
from vanthu.db import OFFICE_TIME, Database, now, office_day
from vanthu.errors import NotFound

PREFIX = "vt_"
LONGEST = timedelta(days=365)
SEEN_EVERY = timedelta(minutes=1)
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as its owner sees it; the key itself is not kept."""

    id: int
    name: str
    unit_id: int
    actions: tuple[Action, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    ended: bool
    """Revoked or past its end."""


class ApiKeys:
    """Makes, reads and revokes keys."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def add(self, owner: Principal, name: str, actions: Iterable[Action], last_day: date) -> tuple[int, str]:
        """The number of a new key and the key itself, shown this once; for the unit the owner acts for.

        Raises `KeyInvalid` for a key without a name, for what the owner may not do, or for too long a time.
        """
        at, wanted = self._clock(), sorted(set(actions))
        shown = names.display_name(name)[:_LONGEST_NAME]
        ends = datetime.combine(last_day + timedelta(days=1), time(), OFFICE_TIME)
        if not shown or not wanted or not all(owner.may(action) for action in wanted):
            raise KeyInvalid
        if not at < ends <= at + LONGEST + timedelta(days=1):
            raise KeyInvalid
        key = PREFIX + secrets.token_urlsafe(32)
        row = ApiKeyRow(
            account_id=owner.account_id,
            unit_id=owner.unit_id,
            name=shown,
            key_hash=_hash(key),
            actions=[action.value for action in wanted],
            created_at=at,
            expires_at=ends,
        )
        with self._db.session() as session:
            session.add(row)
            session.flush()
            return row.id, key

    def of_account(self, account_id: int) -> list[KeyView]:
        """The account's keys, the newest first."""
        at = self._clock()
        with self._db.session() as session:
            rows = session.scalars(
                select(ApiKeyRow).where(ApiKeyRow.account_id == account_id).order_by(ApiKeyRow.id.desc())
            )
            return [_view(row, at) for row in rows]

    def revoke(self, owner: Principal, key_id: int) -> None:
        """End one of one's own keys; another's is `NotFound`."""
        with self._db.session() as session:
            row = session.get(ApiKeyRow, key_id)
            if row is None or row.account_id != owner.account_id:
                raise NotFound
            row.revoked_at = row.revoked_at or self._clock()

    def principal(self, key: str) -> Principal:
        """Who acts through a key: its owner, for its unit, within its actions. Raises `KeyRefused`."""
        at = self._clock()
        today = office_day(at)
        with self._db.session() as session:
            row = session.scalar(select(ApiKeyRow).where(ApiKeyRow.key_hash == _hash(key)))
            if row is None or row.revoked_at is not None or row.expires_at <= at:
                raise KeyRefused
            account = session.get_one(AccountRow, row.account_id)
            if account.disabled_at is not None:
                raise KeyRefused
            limits = frozenset(Action(value) for value in row.actions)
            person = principal_of(session, account, today, unit_id=row.unit_id, limits=limits)
            if person.unit_id != heir(session, row.unit_id, today):
                raise KeyRefused  # no longer one of the owner's posts: the key acts for no other unit
            if row.last_used_at is None or at - row.last_used_at >= SEEN_EVERY:
                session.execute(update(ApiKeyRow).where(ApiKeyRow.id == row.id).values(last_used_at=at))
            return replace(person, key_id=row.id)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _view(row: ApiKeyRow, at: datetime) -> KeyView:
    return KeyView(
        id=row.id,
        name=row.name,
        unit_id=row.unit_id,
        actions=tuple(Action(value) for value in row.actions),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        ended=row.revoked_at is not None or row.expires_at <= at,
    )
