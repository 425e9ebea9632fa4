"""Debian's PostgreSQL for the tests: a server of their own in a temporary folder, reached by Unix socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import sqlalchemy
from sqlalchemy.pool import NullPool

_TRIES = 200


def binaries() -> Path | None:
    """The folder of the newest installed server, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


class Server:
    """A running server that hands out databases, new or copied from a template."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = (f"test_{n}" for n in count(1))

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def create(self, template: str = "template1") -> str:
        """The name of a new database."""
        name = next(self._names)
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        engine = sqlalchemy.create_engine(
            self.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(statement))

    def ready(self) -> bool:
        try:
            self._run("SELECT 1")
        except sqlalchemy.exc.OperationalError:
            return False
        return True


@contextmanager
def running() -> Iterator[Server]:
    """A server, stopped and removed afterwards. As root it runs as the `postgres` user, as it demands."""
    bin_folder = binaries()
    assert bin_folder is not None
    folder = Path(tempfile.mkdtemp(prefix="vanthu-pg-", dir="/tmp"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    as_user = {"user": user, "group": user, "extra_groups": []} if user else {}
    data = folder / "data"
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    try:
        subprocess.run(
            [bin_folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True, capture_output=True, cwd=folder, env=environment, **as_user,
        )  # fmt: skip
        options = ["-D", data, "-k", folder, "-h", "", "-F", "-c", "max_connections=50"]
        with (folder / "log").open("wb") as log:
            # The server dies with the tests, however they end.
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", bin_folder / "postgres", *options],
                stdout=log, stderr=log, cwd=folder, env=environment, **as_user,
            )  # fmt: skip
        try:
            server = Server(folder)
            for _ in range(_TRIES):
                if server.ready():
                    break
                assert process.poll() is None, (folder / "log").read_text(errors="replace")
                time.sleep(0.05)
            yield server
        finally:
            process.send_signal(2)  # fast shutdown
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
