"""A consistent copy of the database in one file, and back: SQLite's own backup, or pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, make_url

from records.errors import BackupDamaged, DatabaseToolFailed
from vanthu.db import open_engine

_PG_FOLDERS = Path("/usr/lib/postgresql")
_JOB_RUNNER_SCHEMA = "dbos"  # durable jobs point at the spool, which is not backed up


def kind(url: str) -> str:
    """`sqlite` or `postgresql`: a dump goes back only into the same."""
    return make_url(url).get_backend_name()


def sqlite_file(url: str) -> Path:
    return Path(make_url(url).database or "")


def is_empty(url: str) -> bool:
    """Whether the database has no tables (or no file yet)."""
    if kind(url) == "sqlite" and not sqlite_file(url).exists():
        return True
    engine = open_engine(url)
    try:
        return not inspect(engine).get_table_names()
    finally:
        engine.dispose()


def write(url: str, out: Path) -> None:
    """Dump while others go on reading and writing; what they commit meanwhile is left out."""
    if kind(url) == "sqlite":
        with closing(sqlite3.connect(sqlite_file(url))) as source, closing(sqlite3.connect(out)) as copy:
            source.backup(copy)
        return
    _run(url, "pg_dump", "--format=custom", f"--exclude-schema={_JOB_RUNNER_SCHEMA}", f"--file={out}")


def check(dump: Path, of: str) -> None:
    """Raise `BackupDamaged` where an SQLite dump is not a sound database."""
    if of != "sqlite":
        return
    try:
        with closing(sqlite3.connect(dump)) as database:
            sound = database.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise BackupDamaged(member=dump.name)


def read(url: str, dump: Path) -> None:
    """Put a dump into an empty database."""
    if kind(url) != "sqlite":
        _run(url, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump))
        return
    target = sqlite_file(url)
    for leftover in ("-wal", "-shm"):  # of an empty database that was opened before
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    dump.chmod(0o600)
    shutil.move(dump, target)


def _run(url: str, tool: str, *arguments: str) -> None:
    target = make_url(url).set(drivername="postgresql")
    environment = dict(os.environ)
    if target.password is not None:  # never on the command line, where every user of the machine reads it
        environment["PGPASSWORD"] = str(target.password)
    where = target.set(password=None).render_as_string(hide_password=False)
    try:
        subprocess.run(  # noqa: S603
            [_tool(tool), f"--dbname={where}", *arguments],
            check=True,
            capture_output=True,
            env=environment,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise DatabaseToolFailed(tool=tool) from error


def _tool(name: str) -> str:
    installed = sorted(_PG_FOLDERS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(installed[-1]) if installed else name
