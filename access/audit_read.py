"""What an auditor reads of the trail: events by filter, newest first, page by page. No document is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from access.audit_actions import AuditAction, Channel, Result
from access.audit_models import AuditEventRow, AuditHeadRow
from access.models import AccountRow, UnitRow
from vanthu.db import OFFICE_TIME, Database

MOST_COUNTED = 10_000
"""Counting stops here: the page says "more than"."""
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Conditions that must all hold; None leaves one open."""

    since: datetime | None = None
    until: datetime | None = None
    """Not included."""
    account_id: int | None = None
    unit_id: int | None = None
    actions: tuple[AuditAction, ...] = ()
    document_id: int | None = None
    result: Result | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as an auditor sees it."""

    sequence: int
    at: datetime
    account_id: int | None
    username: str | None
    display_name: str | None
    unit_id: int | None
    unit_code: str | None
    unit_name: str | None
    channel: str | None
    action: str
    result: str | None
    document_id: int | None
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EventPage:
    events: tuple[EventView, ...]
    total: int
    """How many there are in all, counted no further than `MOST_COUNTED`."""
    older: bool
    """Whether there are older ones."""


@dataclass(frozen=True, slots=True)
class Named:
    """An account or a unit that events name."""

    id: int
    code: str
    name: str


def span(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """From the midnight that `since` begins with to the one that `until` ends with."""
    last = date.max - timedelta(days=1)
    begin = datetime.combine(max(since, date(1970, 1, 2)), time(), OFFICE_TIME) if since else None
    end = datetime.combine(min(until, last) + timedelta(days=1), time(), OFFICE_TIME) if until else None
    return begin, end


class AuditReads:
    """Reads the trail."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def page(self, chosen: EventFilter, *, before: int | None = None, limit: int = 50) -> EventPage:
        """Events older than number `before`, newest first."""
        with self._db.session() as session:
            conditions = _conditions(session, chosen)
            query = select(AuditEventRow).where(*conditions)
            counted = select(AuditEventRow.sequence).where(*conditions).limit(MOST_COUNTED + 1).subquery()
            total = session.scalar(select(func.count()).select_from(counted)) or 0
            if before is not None:
                query = query.where(AuditEventRow.sequence < before)
            rows = list(session.scalars(query.order_by(AuditEventRow.sequence.desc()).limit(limit + 1)))
            views = _views(session, rows[:limit])
            return EventPage(tuple(views), min(total, MOST_COUNTED), len(rows) > limit)

    def walk(self, chosen: EventFilter) -> Iterator[AuditEventRow]:
        """Every event, oldest first, without holding them all."""
        after = 0
        while True:
            with self._db.session() as session:
                query = select(AuditEventRow).where(*_conditions(session, chosen))
                query = query.where(AuditEventRow.sequence > after).order_by(AuditEventRow.sequence)
                rows = list(session.scalars(query.limit(_AT_ONCE)))
            yield from rows
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].sequence

    def events(self, sequences: Iterable[int]) -> list[EventView]:
        """These events, oldest first."""
        with self._db.session() as session:
            query = select(AuditEventRow).where(AuditEventRow.sequence.in_(list(sequences)))
            return _views(session, session.scalars(query.order_by(AuditEventRow.sequence)))

    def last(self, *actions: AuditAction) -> EventView | None:
        """The newest event of one of these actions."""
        with self._db.session() as session:
            newest = [
                session.scalar(select(func.max(AuditEventRow.sequence)).where(AuditEventRow.action == action))
                for action in actions
            ]
            query = select(AuditEventRow).where(AuditEventRow.sequence == max(n or 0 for n in newest))
            return next(iter(_views(session, session.scalars(query))), None)

    def find_accounts(self, words: str, limit: int = 20) -> list[Named]:
        """Accounts whose user name or name begins with or holds `words`."""
        like = f"%{words.strip().replace('%', '').replace('_', '')}%"
        with self._db.session() as session:
            query = select(AccountRow).where(
                AccountRow.username.ilike(like) | AccountRow.display_name.ilike(like)
            )
            rows = session.scalars(query.order_by(AccountRow.username).limit(limit))
            return [Named(row.id, row.username, row.display_name) for row in rows]

    def account(self, account_id: int) -> Named | None:
        with self._db.session() as session:
            row = session.get(AccountRow, account_id)
            return Named(row.id, row.username, row.display_name) if row else None

    def units(self) -> list[Named]:
        with self._db.session() as session:
            rows = session.scalars(select(UnitRow).order_by(UnitRow.name))
            return [Named(row.id, row.code, row.name) for row in rows]

    def count(self) -> int:
        """How many events there are."""
        with self._db.session() as session:
            return session.scalar(select(AuditHeadRow.sequence)) or 0

    def names(self) -> Names:
        """Who is who, for an export; filled as it goes."""
        return Names(self._db)


class Names:
    """User names and codes of bodies, each looked up once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._accounts: dict[int, str] = {}
        self._units: dict[int, str] = {}

    def account(self, account_id: int | None) -> str:
        if account_id is None:
            return ""
        if account_id not in self._accounts:
            with self._db.session() as session:
                row = session.get(AccountRow, account_id)
                self._accounts[account_id] = row.username if row else ""
        return self._accounts[account_id]

    def unit(self, unit_id: int | None) -> str:
        """The body's electronic identification code, the site's own code where it has none."""
        if unit_id is None:
            return ""
        if unit_id not in self._units:
            with self._db.session() as session:
                row = session.get(UnitRow, unit_id)
                self._units[unit_id] = (row.agency_code or row.code) if row else ""
        return self._units[unit_id]


def _conditions(session: Session, chosen: EventFilter) -> list[ColumnElement[bool]]:
    table = AuditEventRow
    found: list[ColumnElement[bool]] = []
    if chosen.since is not None or chosen.until is not None:
        found += _between(session, chosen.since, chosen.until)
    if chosen.account_id is not None:
        found.append(table.account_id == chosen.account_id)
    if chosen.unit_id is not None:
        found.append(table.unit_id == chosen.unit_id)
    if chosen.actions:
        found.append(table.action.in_([action.value for action in chosen.actions]))
    if chosen.document_id is not None:
        found.append(table.document_id == chosen.document_id)
    if chosen.result is not None:
        found.append(table.result == chosen.result.value)
    if chosen.channel is not None:
        found.append(table.channel == chosen.channel.value)
    return found


def _between(session: Session, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """The span by number first, so that a filter and the order by number share one index."""
    table = AuditEventRow
    span: list[ColumnElement[bool]] = []
    if since is not None:
        span.append(table.at >= since)
    if until is not None:
        span.append(table.at < until)
    first, last = session.execute(
        select(func.min(table.sequence), func.max(table.sequence)).where(*span)
    ).one()
    return [*span, table.sequence >= (first or 0), table.sequence <= (last or 0)]


def _views(session: Session, rows: Iterable[AuditEventRow]) -> list[EventView]:
    found = list(rows)
    accounts = _of(session, AccountRow, {row.account_id for row in found})
    units = _of(session, UnitRow, {row.unit_id for row in found})
    return [_view(row, accounts.get(row.account_id), units.get(row.unit_id)) for row in found]


def _of(session: Session, table: Any, ids: set[int | None]) -> dict[int | None, Any]:
    wanted = [each for each in ids if each is not None]
    return (
        {row.id: row for row in session.scalars(select(table).where(table.id.in_(wanted)))} if wanted else {}
    )


def _view(row: AuditEventRow, account: AccountRow | None, unit: UnitRow | None) -> EventView:
    return EventView(
        sequence=row.sequence,
        at=row.at,
        account_id=row.account_id,
        username=account.username if account else None,
        display_name=account.display_name if account else None,
        unit_id=row.unit_id,
        unit_code=(unit.agency_code or unit.code) if unit else None,
        unit_name=unit.name if unit else None,
        channel=row.channel,
        action=row.action,
        result=row.result,
        document_id=row.document_id,
        detail=json.loads(row.detail),
    )
