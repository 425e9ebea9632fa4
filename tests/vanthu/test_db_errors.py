"""What a real database refuses reaches a person with a remedy, and nothing else is renamed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from access.accounts import AccountService
from access.models import UnitRow
from tests import postgres
from vanthu.db import Base, Database
from vanthu.db_errors import (
    DatabaseDamaged,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseUnreachable,
)


@pytest.fixture
def file(database: Database) -> Path:
    """The SQLite file of `database`, with a little in it."""
    AccountService(database).local_operator()
    return Path(database.engine.url.database or "")


def _write(database: Database) -> None:
    with database.session() as session:
        session.add(UnitRow(code="X", name="X"))


def test_locked(file: Path, database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("a lock of SQLite's kind")
    with database.session() as session:
        session.execute(text("PRAGMA busy_timeout=50"))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseLocked) as refused:
        _write(database)
    other.execute("ROLLBACK")
    other.close()
    assert refused.value.http_status == 503
    assert refused.value.say_remedy()
    _write(database)


def test_read_only(file: Path, database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's way")
    read_only = Database(f"sqlite:///file:{file}?mode=ro&uri=true")
    with pytest.raises(DatabaseReadOnly):
        _write(read_only)
    read_only.dispose()


def test_full(file: Path, database: Database) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's way")
    with pytest.raises(DatabaseFull), database.session() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count={pages}"))
        session.add_all(UnitRow(code=f"X{n}", name="x" * 200) for n in range(500))
    AccountService(database).local_operator()


def test_unreachable_folder(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable):
        _write(Database(f"sqlite:///{tmp_path / 'absent' / 'a.sqlite'}"))


def test_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"this is a letter, not a database" * 200)
    with pytest.raises(DatabaseDamaged):
        _write(Database(f"sqlite:///{tmp_path / 'a.sqlite'}"))


def test_no_server_listens(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable):
        _write(Database(f"postgresql+psycopg://postgres@/x?host={tmp_path}"))


@pytest.mark.postgres
def test_postgresql_locked_read_only_and_gone(postgres_server: postgres.Server) -> None:
    name = postgres_server.create()
    database, other = Database(postgres_server.url(name)), Database(postgres_server.url(name))
    Base.metadata.create_all(database.engine)
    with other.session() as session:
        session.execute(text("LOCK TABLE units IN EXCLUSIVE MODE"))
        with pytest.raises(DatabaseLocked), database.session() as waiting:
            waiting.execute(text("SET LOCAL lock_timeout = '50ms'"))
            waiting.add(UnitRow(code="X", name="X"))
    with pytest.raises(DatabaseReadOnly), database.session() as session:
        session.execute(text("SET TRANSACTION READ ONLY"))
        session.add(UnitRow(code="X", name="X"))
    with pytest.raises(DatabaseUnreachable), database.session() as session:
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        with other.session() as killer:
            killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
        session.execute(text("SELECT 1"))
    _write(database)
    other.dispose()
    database.dispose()
    postgres_server.drop(name)


@pytest.mark.databases
def test_mistakes_of_the_program_keep_their_own_names(database: Database) -> None:
    _write(database)
    with pytest.raises(IntegrityError):
        _write(database)
    with pytest.raises((ProgrammingError, OperationalError)), database.session() as session:
        session.execute(text("SELECT nonsense FROM nowhere"))
