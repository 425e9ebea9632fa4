"""The database engine and the declarative base all rooms' tables hang on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Engine, MetaData, create_engine, event, update
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from vanthu import office_time
from vanthu.db_errors import told
from vanthu.db_turns import PATIENCE_S, Turns, connection_factory

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


OFFICE_TIME = office_time.OFFICE_TIME

AT_ONCE = 20
"""Connections kept open."""

LARGEST_ID = 2**31 - 1
"""Ids are 32-bit integers on both databases; a larger number names nothing and is an error to PostgreSQL."""


class Base(DeclarativeBase):
    """Base of every table of every room."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC, on databases that keep the zone and on those that drop it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def office_day(moment: datetime) -> date:
    """The day in Viet Nam at `moment`."""
    return moment.astimezone(OFFICE_TIME).date()


def office_midnight(moment: datetime) -> datetime:
    """When that day began there."""
    return moment.astimezone(OFFICE_TIME).replace(hour=0, minute=0, second=0, microsecond=0)


def open_engine(url: str) -> Engine:
    """An engine for `url`; SQLite in WAL mode with foreign keys, its writers one after the other."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=AT_ONCE, pool_pre_ping=True)
    engine = create_engine(
        url,
        pool_size=AT_ONCE,
        max_overflow=-1,  # a connection is an open file; threads of pages are not counted
        connect_args={"factory": connection_factory(Turns())},
    )
    event.listen(engine, "connect", _sqlite_pragmas)
    return engine


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE_S * 1000:.0f}",
        "synchronous=NORMAL",
        "secure_delete=ON",  # what is deleted is overwritten, not left in free pages
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def hold(session: Session, column: InstrumentedAttribute[Any], *rows: ColumnElement[bool]) -> None:
    """Nobody else changes these rows till the transaction ends; what is read after this is what counts.

    SQLite knows no `SELECT … FOR UPDATE`: writing into `column` what is there takes the rows on PostgreSQL,
    and the whole database on SQLite.
    """
    session.execute(update(column.class_).where(*rows).values({column: column}))


class Database:
    """The engine with its sessions: `with database.session() as s:` commits or rolls back as one."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with told(), self._sessions.begin() as session:
            yield session

    def dispose(self) -> None:
        self.engine.dispose()
