"""Writers of one SQLite file within this process take turns.

SQLite admits one writer. Who finds another at work asks again after a pause that grows to a tenth of a
second, and whoever happens to ask at the right moment is next: in a crowd some wait for many seconds. Here
they wait for one another instead. Writers of other processes are met as before (`busy_timeout`).
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from threading import Event, Lock
from typing import Any, Self

PATIENCE_S = 15.0
"""How long a writer waits for its turn, and then again for writers of other processes."""
_WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
"""The statements before which `sqlite3` begins a transaction (PEP 249 mode)."""


class Turns:
    """One at a time, in the order they came."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Event] = deque()

    def take(self) -> None:
        """Raises `sqlite3.OperationalError`, as SQLite does itself, where the wait is too long."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(self._patience_s):
            return
        with self._guard:
            if mine.is_set():  # handed over at the last moment
                return
            self._waiting.remove(mine)
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorname = "SQLITE_BUSY"
        raise error

    def give(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


def connection_factory(turns: Turns) -> Callable[..., sqlite3.Connection]:
    """For `sqlite3.connect(factory=…)`: connections that hold a turn as long as they are in a transaction."""

    class TakingTurns(_TakingTurns):
        pass

    TakingTurns.turns = turns
    return TakingTurns


class _TakingTurns(sqlite3.Connection):
    turns: Turns
    _mine = False

    def cursor(self, factory: type[sqlite3.Cursor] | None = None) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(factory or _Cursor)

    def before(self, statement: str) -> None:
        if not self._mine and not self.in_transaction and statement.lstrip()[:7].upper().startswith(_WRITING):
            self.turns.take()
            self._mine = True

    def after(self) -> None:
        if self._mine and not self.in_transaction:
            self._mine = False
            self.turns.give()

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self.after()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self.after()

    def close(self) -> None:
        try:
            super().close()
        finally:
            if self._mine:
                self._mine = False
                self.turns.give()


class _Cursor(sqlite3.Cursor):
    connection: _TakingTurns

    def execute(self, statement: str, parameters: Any = ()) -> Self:
        self.connection.before(statement)
        try:
            return super().execute(statement, parameters)
        finally:
            self.connection.after()

    def executemany(self, statement: str, parameters: Any) -> Self:
        self.connection.before(statement)
        try:
            return super().executemany(statement, parameters)
        finally:
            self.connection.after()
