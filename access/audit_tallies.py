"""Counts over the trail: who did how much in which hour. Reads columns, never whole events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, func, select, type_coerce

from access.audit_actions import AuditAction, Channel, Result
from access.audit_models import AuditEventRow
from vanthu.db import Database


@dataclass(frozen=True, slots=True)
class Tally:
    account_id: int | None
    hour: datetime
    """Where the hour begins, UTC."""
    count: int
    documents: int
    """How many different ones."""


class Tallies:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._sqlite = db.engine.dialect.name == "sqlite"

    def by_hour(
        self,
        since: datetime,
        until: datetime,
        *,
        actions: tuple[AuditAction, ...] = (),
        result: Result | None = None,
        channel: Channel | None = None,
        account_id: int | None = None,
    ) -> list[Tally]:
        """Per account and hour, for the events that all conditions hold for."""
        table, hour = AuditEventRow, self._hour().label("hour")
        query = select(table.account_id, hour, func.count(), func.count(table.document_id.distinct()))
        query = query.where(table.at >= since, table.at < until)
        if actions:
            query = query.where(table.action.in_([action.value for action in actions]))
        if result is not None:
            query = query.where(table.result == result.value)
        if channel is not None:
            query = query.where(table.channel == channel.value)
        if account_id is not None:
            query = query.where(table.account_id == account_id)
        with self._db.session() as session:
            rows = session.execute(query.group_by(table.account_id, hour))
            return [
                Tally(account, _moment(begins), count, several) for account, begins, count, several in rows
            ]

    def details(
        self, since: datetime, until: datetime, actions: tuple[AuditAction, ...]
    ) -> Iterator[tuple[datetime, int | None, dict[str, Any]]]:
        """Moment, account and detail of the carried-out or denied events of these (rare) actions."""
        table = AuditEventRow
        query = select(table.at, table.account_id, table.detail).where(
            table.at >= since, table.at < until, table.action.in_([action.value for action in actions])
        )
        with self._db.session() as session:
            rows = session.execute(query).all()
        for at, account_id, detail in rows:
            yield at, account_id, json.loads(detail)

    def _hour(self) -> Any:
        at = AuditEventRow.at
        if self._sqlite:
            return func.substr(type_coerce(at, String), 1, 13)
        return func.to_char(func.timezone("UTC", at), "YYYY-MM-DD HH24")


def _moment(hour: str) -> datetime:
    return datetime.fromisoformat(f"{hour}:00:00+00:00")
