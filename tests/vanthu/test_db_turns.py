"""Writers of one SQLite file take turns; nobody is kept out, and nothing keeps a turn for ever."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from access.models import UnitRow
from vanthu import db
from vanthu.db import Base, Database
from vanthu.db_errors import DatabaseLocked
from vanthu.db_turns import Turns

WRITERS = 8


def _add(database: Database, code: str) -> None:
    with database.session() as session:
        session.add(UnitRow(code=code, name=code))


def _codes(database: Database) -> list[str]:
    with database.session() as session:
        return list(session.scalars(select(UnitRow.code).order_by(UnitRow.id)))


def _begin(work: Callable[[], object]) -> Thread:
    thread = Thread(target=work)
    thread.start()
    return thread


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database whose writers wait for a moment only."""
    monkeypatch.setattr(db, "Turns", lambda: Turns(0.1))
    database = Database(f"sqlite:///{tmp_path / 'turns.sqlite'}")
    Base.metadata.create_all(database.engine)
    return database


def test_writers_come_in_the_order_they_asked() -> None:
    turns, came, threads = Turns(), list[int](), list[Thread]()

    def write(number: int) -> None:
        turns.take()
        came.append(number)
        turns.give()

    turns.take()
    for number in range(WRITERS):
        threads.append(_begin(lambda number=number: write(number)))
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    assert came == list(range(WRITERS))


def test_the_second_writer_waits_for_the_first_and_a_reader_for_nobody(database: Database) -> None:
    with database.session() as session:
        session.add(UnitRow(code="first", name="first"))
        session.flush()
        second = _begin(lambda: _add(database, "second"))
        second.join(0.3)
        assert second.is_alive()
        read = list[str]()
        reader = _begin(lambda: read.extend(_codes(database)))
        reader.join(10)
        assert (reader.is_alive(), read) == (False, [])
    second.join(10)
    assert _codes(database) == ["first", "second"]


def test_who_waits_too_long_is_told_and_stands_in_nobodys_way(impatient: Database) -> None:
    with impatient.session() as session:
        session.add(UnitRow(code="first", name="first"))
        session.flush()
        refused = list[BaseException]()

        def late() -> None:
            try:
                _add(impatient, "late")
            except DatabaseLocked as error:
                refused.append(error)

        _begin(late).join()
        assert len(refused) == 1
    _add(impatient, "next")
    assert _codes(impatient) == ["first", "next"]


def test_a_refused_statement_and_a_lost_connection_give_their_turn_back(impatient: Database) -> None:
    _add(impatient, "once")
    with pytest.raises(IntegrityError):
        _add(impatient, "once")
    with impatient.engine.connect() as connection:
        connection.execute(text("INSERT INTO units (code, name) VALUES ('gone', 'gone')"))
        connection.invalidate()
    _add(impatient, "next")
    assert _codes(impatient) == ["once", "next"]


def test_the_last_moment_counts_as_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handed over after the wait was given up and before the waiter left: the turn is taken, not lost."""
    turns = Turns(0.01)
    turns.take()
    real = Event.wait

    def wait(event: Event, timeout: float | None = None) -> bool:
        real(event, timeout)
        turns.give()
        return False

    monkeypatch.setattr(Event, "wait", wait)
    turns.take()
    monkeypatch.undo()
    turns.give()
    turns.take()


def test_another_process_is_waited_for_as_sqlite_does(database: Database, tmp_path: Path) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("a file")
    other = sqlite3.connect(database.engine.url.database or "", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    writer = _begin(lambda: _add(database, "patient"))
    writer.join(0.3)
    assert writer.is_alive()
    other.execute("COMMIT")
    other.close()
    writer.join(10)
    assert _codes(database) == ["patient"]
