"""The audit trail: appended to by many at once; the database itself refuses everything else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from access.audit import AuditTrail, AuditUnwritable
from access.audit_actions import CHANNEL_WORDS, RESULT_WORDS, WORDS, AuditAction, Channel, Result
from access.audit_detail import CLOSED, DetailRefused, canonical
from tests.access.tampering import filled, stored
from vanthu.db import Base, Database

pytestmark = pytest.mark.databases

COLUMNS = (
    "sequence, at, account_id, unit_id, channel, action, result, document_id, detail, previous_hash, hash"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET action = 'x' WHERE sequence = 2",
        "DELETE FROM audit_events WHERE sequence = 5",
        "DELETE FROM audit_events",
        f"INSERT INTO audit_events ({COLUMNS}) SELECT {COLUMNS} FROM audit_events WHERE sequence = 2 "
        "ON CONFLICT (sequence) DO UPDATE SET action = 'x'",
        "UPDATE audit_head SET sequence = 2",
        "UPDATE audit_head SET id = 7, sequence = sequence + 1",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_itself_refuses_changes(database: Database, statement: str) -> None:
    trail = filled(database)
    with pytest.raises(DBAPIError, match="append-only"), database.session() as session:
        session.execute(text(statement))
    assert trail.verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT OR REPLACE INTO audit_events ({COLUMNS}) SELECT sequence, at, account_id, unit_id, channel, "
        "'view', result, document_id, detail, previous_hash, hash FROM audit_events WHERE sequence = 2",
        f"REPLACE INTO audit_events (rowid, {COLUMNS}) SELECT rowid, 99, at, account_id, unit_id, channel, "
        "action, result, document_id, detail, previous_hash, hash FROM audit_events WHERE sequence = 2",
        "UPDATE OR REPLACE audit_events SET sequence = 3 WHERE sequence = 2",
        "INSERT OR REPLACE INTO audit_head (id, sequence) VALUES (1, 0)",
    ],
)
def test_sqlites_own_ways_of_replacing_are_refused(database: Database, statement: str) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL knows no REPLACE")
    trail = filled(database)
    with pytest.raises(DBAPIError, match="append-only"), database.session() as session:
        session.execute(text(statement))
    assert trail.verify() == []


@pytest.mark.parametrize("table", ["audit_events", "audit_head", "audit_checkpoints"])
def test_truncate_is_refused(database: Database, table: str) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    trail = filled(database)
    with pytest.raises(DBAPIError, match="append-only"), database.session() as session:
        session.execute(text(f"TRUNCATE {table}"))
    assert trail.verify() == []


@pytest.fixture
def own_database(empty_database_url: str) -> Iterator[Database]:
    """For tests that damage the tables themselves."""
    database = Database(empty_database_url)
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()


def test_a_guard_taken_away_is_noticed(own_database: Database) -> None:
    trail = filled(own_database)
    sqlite = own_database.engine.dialect.name == "sqlite"
    name = "audit_events_no_delete" if sqlite else "audit_events_no_change"
    with own_database.session() as session:
        session.execute(text(f"DROP TRIGGER {name}" + ("" if sqlite else " ON audit_events")))
    assert [(fault.kind, fault.where) for fault in trail.verify()] == [("guard_missing", name)]


@pytest.mark.parametrize(
    ("sqlite", "postgresql"),
    [
        (
            "CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events BEGIN SELECT 1; END",
            "CREATE OR REPLACE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$",
        ),
        (
            "CREATE TRIGGER audit_events_no_update BEFORE UPDATE OF at ON audit_events "
            "BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END",
            "ALTER TABLE audit_events DISABLE TRIGGER audit_events_no_change",
        ),
    ],
)
def test_a_guard_that_no_longer_guards_is_noticed(
    own_database: Database, sqlite: str, postgresql: str
) -> None:
    trail = filled(own_database)
    lite = own_database.engine.dialect.name == "sqlite"
    with own_database.session() as session:
        if lite:
            session.execute(text("DROP TRIGGER audit_events_no_update"))
        session.execute(text(sqlite if lite else postgresql))
    name = "audit_events_no_update" if lite else "audit_events_no_change"
    faults = trail.verify()
    assert {fault.kind for fault in faults} == {"guard_missing"}
    assert name in [fault.where for fault in faults]


def test_a_trigger_that_is_not_ours_is_noticed(own_database: Database) -> None:
    trail = filled(own_database)
    lite = own_database.engine.dialect.name == "sqlite"
    with own_database.session() as session:
        session.execute(
            text(
                "CREATE TRIGGER hush AFTER INSERT ON audit_events BEGIN DELETE FROM units; END"
                if lite
                else "CREATE TRIGGER hush BEFORE INSERT ON audit_events FOR EACH ROW "
                "EXECUTE FUNCTION suppress_redundant_updates_trigger()"
            )
        )
    assert [(fault.kind, fault.where) for fault in trail.verify()] == [("guard_foreign", "hush")]


def test_what_cannot_be_recorded_is_said_so(own_database: Database) -> None:
    trail = filled(own_database)
    with own_database.session() as session:
        session.execute(text("DROP TABLE audit_events"))
    with pytest.raises(AuditUnwritable):
        trail.record(None, "view", document_id=1)
    with own_database.session() as session:
        assert session.scalar(text("SELECT sequence FROM audit_head")) == 5


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
    assert [row.sequence for row in stored(database)] == list(range(1, 51))


def test_an_act_that_is_not_listed_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="looked_around"):
        AuditTrail(database).record(None, "looked_around")


def test_every_act_result_and_way_has_its_words() -> None:
    assert set(WORDS) == set(AuditAction)
    assert set(RESULT_WORDS) == set(Result)
    assert set(CHANNEL_WORDS) == set(Channel)


NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1) | st.booleans() | st.none()
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,31}", fullmatch=True)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(detail=st.dictionaries(NAMES, NUMBERS | st.lists(st.integers(0, 2**31), max_size=5), max_size=4))
def test_ids_and_numbers_survive_storage(database: Database, detail: dict[str, object]) -> None:
    trail = AuditTrail(database)
    trail.record(None, "view", detail=detail)
    assert trail.verify() == []
    assert json.loads(stored(database)[-1].detail) == detail


@given(name=NAMES, words=st.text())
def test_free_text_is_refused_wherever_it_stands(name: str, words: str) -> None:
    if words in CLOSED.get(name, ()) or name in {"address", "from_day", "until_day", "day", "on"}:
        return
    details: list[dict[str, object]] = [{name: words}, {name: [1, words]}, {name: {"x": words}}]
    for detail in details:
        with pytest.raises(DetailRefused):
            canonical(detail)


@pytest.mark.parametrize(
    "detail",
    [
        {"Nguyễn Văn A": 1},
        {"address": "10.0.0.7"},
        {"address": "Nguyễn Văn A"},
        {"day": "hôm nay"},
        {"level": "mật"},
        {"score": 0.5},
        {"account": 2**63},
        {"ids": list(range(3000))},
        {1: 1},
    ],
)
def test_what_could_carry_words_is_refused(detail: dict[str, object]) -> None:
    with pytest.raises(DetailRefused):
        canonical(detail)


def test_words_of_closed_lists_pass() -> None:
    assert canonical({"level": "secret", "roles": ["clerk"], "address": "0" * 16}) == (
        '{"address":"0000000000000000","level":"secret","roles":["clerk"]}'
    )
