"""The audit trail: appended to by many at once, changed by nobody unnoticed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from access.audit import AuditFault, AuditTrail
from vanthu.db import Database

pytestmark = pytest.mark.databases


@contextmanager
def _past_the_triggers(database: Database) -> Iterator[Session]:
    """A session as an intruder with the database's own rights has it."""
    with database.session() as session:
        if database.engine.dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER IF EXISTS audit_events_no_update"))
            session.execute(text("DROP TRIGGER IF EXISTS audit_events_no_delete"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        yield session


def _filled(database: Database, events: int = 5) -> AuditTrail:
    trail = AuditTrail(database)
    for n in range(events):
        trail.record(None, "search", document_id=n, detail={"hits": n, "ids": [n, n + 1]})
    return trail


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET action = 'x' WHERE sequence = 2",
        "DELETE FROM audit_events WHERE sequence = 5",
        "DELETE FROM audit_events",
    ],
)
def test_the_database_itself_refuses_changes(database: Database, statement: str) -> None:
    trail = _filled(database)
    with pytest.raises(DBAPIError, match="append-only"), database.session() as session:
        session.execute(text(statement))
    assert trail.verify() == []


def test_truncate_is_refused(database: Database) -> None:
    trail = _filled(database)
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"), database.session() as session:
        session.execute(text("TRUNCATE audit_events"))
    assert trail.verify() == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_events SET action = 'x' WHERE sequence = 2", AuditFault(2, "edited")),
        ("UPDATE audit_events SET account_id = 9 WHERE sequence = 3", AuditFault(3, "edited")),
        ("UPDATE audit_events SET detail = '{}' WHERE sequence = 4", AuditFault(4, "edited")),
        ("DELETE FROM audit_events WHERE sequence = 3", AuditFault(3, "missing")),
        ("DELETE FROM audit_events WHERE sequence = 5", AuditFault(5, "missing")),
        ("DELETE FROM audit_events WHERE sequence = 1", AuditFault(1, "missing")),
    ],
)
def test_tampering_behind_the_triggers_is_found_and_placed(
    database: Database, statement: str, fault: AuditFault
) -> None:
    trail = _filled(database)
    with _past_the_triggers(database) as session:
        session.execute(text(statement))
    assert trail.verify()[0] == fault


def test_an_event_put_in_with_a_hash_of_its_own_breaks_the_chain(database: Database) -> None:
    trail = _filled(database)
    other = AuditTrail(database)
    with _past_the_triggers(
        database
    ) as session:  # rewind, write another story with right hashes, put the rest back
        kept = session.execute(text("SELECT * FROM audit_events WHERE sequence >= 3")).mappings().all()
        session.execute(text("DELETE FROM audit_events WHERE sequence >= 3"))
        session.execute(text("UPDATE audit_head SET sequence = 2"))
    other.record(None, "forged")
    with database.session() as session:
        for row in kept[1:]:
            names = ", ".join(row)
            session.execute(
                text(f"INSERT INTO audit_events ({names}) VALUES ({', '.join(f':{n}' for n in row)})"),
                dict(row),
            )
        session.execute(text("UPDATE audit_head SET sequence = 5"))
    assert trail.verify() == [AuditFault(4, "broken_link")]


def test_many_writers_make_one_chain(database: Database) -> None:
    def write() -> None:
        trail = AuditTrail(database)
        for _ in range(10):
            trail.record(None, "view")

    threads = [Thread(target=write) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditTrail(database).verify() == []
    with database.session() as session:
        assert session.scalar(text("SELECT max(sequence) FROM audit_events")) == 50


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    detail=st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8) | st.none(), max_size=4)
)
def test_any_detail_survives_storage(database: Database, detail: dict[str, object]) -> None:
    trail = AuditTrail(database)
    trail.record(None, "thử", detail=detail)
    assert trail.verify() == []
