"""The trail as an intruder with the database's own rights meets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from access.audit import AuditTrail
from access.audit_chain import GENESIS, Event, digest
from access.audit_models import AuditEventRow, guards
from vanthu.db import Database


@contextmanager
def past_the_triggers(database: Database) -> Iterator[Session]:
    """A session that the guards do not hold back; afterwards they stand as before."""
    with database.session() as session:
        if database.engine.dialect.name != "sqlite":
            session.execute(text("SET LOCAL session_replication_role = replica"))
            yield session
            return
        statements = [s for s in guards("sqlite") if s.startswith("CREATE TRIGGER")]
        for statement in statements:
            session.execute(text(f"DROP TRIGGER {statement.split()[2]}"))
        yield session
        for statement in statements:
            session.execute(text(statement))


def filled(database: Database, events: int = 5) -> AuditTrail:
    trail = AuditTrail(database)
    for n in range(events):
        trail.record(None, "search", document_id=n, detail={"hits": n, "ids": [n, n + 1]})
    return trail


def stored(database: Database) -> list[AuditEventRow]:
    with database.session() as session:
        return list(session.scalars(select(AuditEventRow).order_by(AuditEventRow.sequence)))


def rehash(row: AuditEventRow, previous: str) -> None:
    """Give an altered event a hash that fits, as an intruder who knows the form would."""
    row.previous_hash = previous
    row.hash = digest(Event(**{name: getattr(row, name) for name in Event._fields}))


def replace_all(database: Database, rows: list[AuditEventRow], head: int | None = None) -> None:
    """Put these events in the place of all that are there; `head` None leaves the counter as it is."""
    copies = [AuditEventRow(**{c.name: getattr(r, c.name) for c in r.__table__.columns}) for r in rows]
    with past_the_triggers(database) as session:
        session.execute(text("DELETE FROM audit_events"))
        session.add_all(copies)
        session.flush()
        if head is not None:
            session.execute(text(f"UPDATE audit_head SET sequence = {head:d}"))


def rewritten(rows: list[AuditEventRow], at: datetime | None = None) -> list[AuditEventRow]:
    """The whole chain computed anew, numbers included."""
    previous = GENESIS
    for number, row in enumerate(rows, 1):
        row.sequence = number
        row.at = at or row.at
        rehash(row, previous)
        previous = row.hash
    return rows
