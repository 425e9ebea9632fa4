"""Migrated tables are the models' tables, triggers included, on both databases."""

from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from access.audit import AuditTrail
from vanthu import migrate
from vanthu.db import Base, Database, open_engine

pytestmark = pytest.mark.databases


def test_an_empty_database_gets_exactly_the_models_tables(empty_database_url: str) -> None:
    assert migrate.current(empty_database_url) is None
    migrate.upgrade(empty_database_url)
    assert migrate.differences(empty_database_url) == []
    assert migrate.current(empty_database_url) == migrate.head()


def test_migrating_again_keeps_what_is_there(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    database = Database(empty_database_url)
    AuditTrail(database).record(None, "search")
    database.dispose()
    migrate.upgrade(empty_database_url)
    with_rows = Database(empty_database_url)
    assert AuditTrail(with_rows).verify() == []
    assert AuditTrail(with_rows).record(None, "search") == 2
    with_rows.dispose()


def test_a_migrated_database_refuses_to_change_the_audit_trail(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    database = Database(empty_database_url)
    AuditTrail(database).record(None, "search")
    for statement in ("UPDATE audit_events SET action = 'x'", "DELETE FROM audit_events"):
        with pytest.raises(DBAPIError, match="append-only"), database.session() as session:
            session.execute(text(statement))
    database.dispose()


def triggers(url: str) -> set[str]:
    engine = open_engine(url)
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with engine.connect() as connection:
        names = set(connection.scalars(text(query)))
    engine.dispose()
    return names


def test_every_trigger_of_the_models_is_in_the_migrated_database(
    empty_database_url: str, database: Database
) -> None:
    migrate.upgrade(empty_database_url)
    made = triggers(database.engine.url.render_as_string(hide_password=False))
    assert made
    assert triggers(empty_database_url) == made


def test_two_processes_migrating_at_once_both_succeed(empty_database_url: str) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            migrate.upgrade(empty_database_url)
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert migrate.differences(empty_database_url) == []


def test_data_of_a_newer_program_is_left_alone(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    engine = open_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.DatabaseNewer):
        migrate.upgrade(empty_database_url)
    with engine.connect() as connection:
        assert len(inspect(connection).get_table_names()) == len(Base.metadata.tables) + 1
    engine.dispose()
