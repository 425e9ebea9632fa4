"""Brings a database to the newest tables: `upgrade(url)`; also writes new migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from vanthu.db import Base, open_engine
from vanthu.db_errors import told
from vanthu.errors import VanthuError

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x56414E  # any number of our own: PostgreSQL's advisory lock


class DatabaseNewer(VanthuError):
    code = "database_newer"
    message = "Dữ liệu do một phiên bản mới hơn của chương trình tạo ra."
    remedy = "Cập nhật chương trình lên phiên bản đã dùng với dữ liệu này."
    http_status = 503


def head() -> str | None:
    """The revision this program works with."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current(url: str) -> str | None:
    """The revision a database is at; None when it has no tables yet."""
    with _engine(url) as engine, told(), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate an empty or older database; one process at a time, the others wait and find it done."""
    with _engine(url) as engine, told(), _alone(engine) as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        if at is not None and at not in _known():
            raise DatabaseNewer
        command.upgrade(_config(connection), revision)


def differences(url: str) -> list[Any]:
    """What the models have and the database lacks, or the other way round."""
    with _engine(url) as engine, engine.connect() as connection:
        return list(
            compare_metadata(
                MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
            )
        )


def write_revision(url: str, message: str, number: str) -> Path:
    """Write a migration from what `url` has to what the models have; a person reads and completes it."""
    with _engine(url) as engine, engine.connect() as connection:
        script = command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    if script is None or isinstance(script, list):
        raise RuntimeError("Alembic wrote no single script")
    return Path(script.path)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A connection inside one transaction that no other migrating process shares."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            driver: Any = connection.connection.driver_connection
            driver.isolation_level = None  # by itself the driver opens transactions for data changes only
            # A table is altered by copying it; with foreign keys on, dropping the old one empties others.
            driver.execute("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        yield connection
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RuntimeError("the migration left rows that refer to nothing")
        connection.commit()
