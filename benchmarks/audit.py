"""The audit trail at a million events: verifying it, writing into it, and what the auditor's page asks of it.

The peer of verification is the same rows read and nothing hashed: what any check of the rows costs at least.
`--postgres URL` runs on a PostgreSQL database that is empty; without it SQLite in a temporary folder is used.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

import vanthu.models  # noqa: F401 - every table
from access.audit import AuditTrail
from access.audit_actions import AuditAction, Channel, Result
from access.audit_chain import GENESIS, Event, digest
from access.audit_models import AuditEventRow, AuditHeadRow, guards
from access.audit_patterns import find_patterns
from access.audit_read import AuditReads, EventFilter
from access.audit_seal import Seals
from access.audit_verify import verify
from access.principal import Principal
from access.roles import Role
from rag.types import Answer
from vanthu.db import Base, Database
from vanthu.recording import answered

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
AT_ONCE = 20_000
WRITES = 500
ACTIONS = ("view", "view_page", "view_page", "view_text", "search", "ask", "download", "browse")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks audit")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--postgres", metavar="URL")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(chosen.postgres or f"sqlite:///{folder}/audit.sqlite")
        Base.metadata.create_all(database.engine)
        end = _fill(database, chosen.events)
        trail = AuditTrail(database, clock=lambda: end)
        Seals(database, trail, Path(folder), Path(folder, "seals"), clock=lambda: end).seal()
        _report(database, trail, end)
        database.dispose()
    return 0


def _report(database: Database, trail: AuditTrail, end: datetime) -> None:
    read_s, _ = _timed(lambda: _read_only(database))
    verify_s, faults = _timed(lambda: verify(database))
    print(f"verify, all events\t{verify_s:.1f} s\t{len(faults)} faults")
    print(f"read the same rows, hash nothing\t{read_s:.1f} s\tratio {verify_s / read_s:.1f}")
    writes = sorted(_write(trail) for _ in range(WRITES))
    print(f"write one ask\tp50 {writes[WRITES // 2]:.2f} ms\tp95 {writes[int(WRITES * 0.95)]:.2f} ms")
    reads = AuditReads(database)
    week = end - timedelta(days=7)
    asked = {
        "newest page": EventFilter(),
        "a week": EventFilter(since=week),
        "one account": EventFilter(account_id=7),
        "one document, all time": EventFilter(document_id=77, since=BEGIN),
        "denied, one unit, a week": EventFilter(since=week, unit_id=3, result=Result.DENIED),
        "exports of one account": EventFilter(account_id=7, actions=(AuditAction.EXPORT,)),
    }
    for name, filter_ in asked.items():
        took = statistics.median(_timed(partial(reads.page, filter_))[0] for _ in range(5))
        print(f"page: {name}\t{took * 1000:.0f} ms")
    took, found = _timed(lambda: find_patterns(database, week, end))
    print(f"unusual patterns, a week against 30 days\t{took:.1f} s\t{len(found)} findings")


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = act()
    return time.perf_counter() - begun, found


def _read_only(database: Database) -> int:
    columns = [getattr(AuditEventRow, name) for name in (*Event._fields, "hash")]
    with database.engine.connect() as connection:
        rows = connection.execution_options(yield_per=5_000).execute(
            select(*columns).order_by(AuditEventRow.sequence)
        )
        return sum(1 for _ in rows)


def _write(trail: AuditTrail) -> float:
    person = Principal(7, "", "", 3, "", "", (3,), frozenset({Role.OFFICIAL}))
    answer = Answer("", refused=False, reason=None, retrieved=tuple(range(8)))
    took, _ = _timed(
        lambda: trail.record(person, AuditAction.ASK, detail=answered(answer, answer), channel=Channel.PAGE)
    )
    return took * 1000


def _fill(database: Database, count: int) -> datetime:
    """Half a year of 3,000 accounts in 300 units; when it ends."""
    rows = _events(count)
    at = BEGIN
    with database.session() as session:
        session.add(AuditHeadRow(id=1, sequence=0))
    with database.engine.begin() as connection:
        while batch := list(islice(rows, AT_ONCE)):
            connection.execute(insert(AuditEventRow), batch)
            at = batch[-1]["at"]
    with database.engine.begin() as connection:
        # One by one is what the guard demands of the counter; it is lifted to where the events are.
        name = "audit_head_forward"
        lite = database.engine.dialect.name == "sqlite"
        made = next(s for s in guards(database.engine.dialect.name) if s.split()[2] == name)
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if lite else " ON audit_head"))
        connection.execute(update(AuditHeadRow).values(sequence=count))
        connection.exec_driver_sql(made)
    return at + timedelta(minutes=5)


def _events(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(7)
    previous = GENESIS
    for sequence in range(1, count + 1):
        action = chance.choice(ACTIONS)
        event = Event(
            sequence,
            BEGIN + timedelta(seconds=sequence * 15.5),
            account_id=chance.randint(1, 3_000),
            unit_id=chance.randint(1, 300),
            channel="page",
            action=action,
            result="denied" if chance.random() < 0.01 else "done",
            document_id=chance.randint(1, 20_000) if action not in {"search", "ask", "browse"} else None,
            detail='{"page":3}' if action == "view_page" else "{}",
            previous_hash=previous,
        )
        previous = digest(event)
        yield {**event._asdict(), "hash": previous}
