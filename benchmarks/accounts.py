"""`python -m benchmarks accounts`: 150,000 accounts from a CSV, each with its token; then the list of them.

The peer is what the same rows cost with nothing around them: a plain `executemany` of accounts, roles and
token hashes into the same tables in one transaction, the tokens made beforehand.
"""

from __future__ import annotations

import argparse
import csv
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access.account_import import AccountImporter
from access.account_list import AccountState
from access.accounts import AccountService
from access.activation import new_token, token_hash
from access.models import UnitRow
from access.units import UnitService
from vanthu.db import Base, Database

ROWS, UNITS = 150_000, 3_000
ROLES = ("official", "clerk", "trainee", "clerk;trainer")
TRIES = 7


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks accounts", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--url", help="another database, empty; SQLite in a temporary folder if unset")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as name:
        folder = Path(name)
        url = chosen.url or f"sqlite:///{folder / 'ours.sqlite'}"
        database = _database(url)
        source = _list(folder / "accounts.csv", chosen.rows)
        seconds = _import(database, source, folder / "tokens.csv", chosen.rows)
        print(f"import of {chosen.rows:,} rows: {seconds:.1f} s, {chosen.rows / seconds:,.0f} rows/s")
        if not chosen.url:
            plain = _plain(_database(f"sqlite:///{folder / 'plain.sqlite'}"), folder / "plain.sqlite", source)
            print(f"plain executemany of the same rows: {plain:.1f} s; ratio {seconds / plain:.1f}")
        _lists(AccountService(database))
        database.dispose()
    return 0


def _database(url: str) -> Database:
    database = Database(url)
    Base.metadata.create_all(database.engine)
    UnitService(database).by_code("LOCAL")
    with database.session() as session:
        root = session.scalar(select(UnitRow.id))
        units = [{"code": f"DV-{n:04}", "name": f"Đơn vị {n}", "parent_id": root} for n in range(UNITS)]
        session.execute(insert(UnitRow), units)
    return database


def _list(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("Tên đăng nhập", "Họ và tên", "Mã đơn vị", "Vai trò"))
        for n in range(rows):
            unit = f"DV-{n % UNITS:04}"
            writer.writerow((f"can.bo.{n:06}", f"Nguyễn Thị Thuỷ {n}", unit, ROLES[n % len(ROLES)]))
    return path


def _import(database: Database, source: Path, tokens: Path, rows: int) -> float:
    operator = AccountService(database).local_operator()
    importer = AccountImporter(database, activation=timedelta(days=30))
    began = time.perf_counter()
    *_, last = importer.run(source, tokens, operator)
    seconds = time.perf_counter() - began
    if (last.created, last.failed) != (rows, 0):
        raise SystemExit(f"created {last.created}, failed {last.failed}")
    return seconds


def _plain(database: Database, path: Path, source: Path) -> float:
    with database.session() as session:
        units = dict(session.execute(select(UnitRow.code, UnitRow.id)).tuples().all())
    database.dispose()
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    at = datetime.now(UTC)
    until = (at + timedelta(days=30)).isoformat(sep=" ")
    accounts = [
        (n, name, shown, units[unit], f"{name} {shown}", at.isoformat(sep=" "))
        for n, (name, shown, unit, _) in enumerate(rows, start=10)
    ]
    roles = [(n, role) for n, row in enumerate(rows, start=10) for role in row[3].split(";")]
    tokens = [(token_hash(new_token()), n, until) for n in range(10, len(rows) + 10)]
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys=ON")
    began = time.perf_counter()
    with connection:
        connection.executemany(
            "INSERT INTO accounts (id, username, display_name, unit_id, found_by, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            accounts,
        )
        connection.executemany("INSERT INTO account_roles (account_id, role) VALUES (?, ?)", roles)
        connection.executemany(
            "INSERT INTO activations (token_hash, account_id, expires_at) VALUES (?, ?, ?)", tokens
        )
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


def _lists(accounts: AccountService) -> None:
    middle = accounts.count() // 2
    asked: dict[str, Callable[[], object]] = {
        "first page and count": lambda: (accounts.list(limit=20), accounts.count()),
        "page in the middle": lambda: accounts.list(limit=20, offset=middle),
        "search, one name": lambda: (
            accounts.list(search="thuy 149", limit=20),
            accounts.count(search="thuy 149"),
        ),
        "of one unit": lambda: (
            accounts.list(unit_code="DV-0042", limit=20),
            accounts.count(unit_code="DV-0042"),
        ),
        "not yet activated": lambda: (
            accounts.list(state=AccountState.WAITING, limit=20),
            accounts.count(state=AccountState.WAITING),
        ),
    }
    for name, ask in asked.items():
        taken = []
        for _ in range(TRIES):
            began = time.perf_counter()
            ask()
            taken.append(time.perf_counter() - began)
        print(f"{name}: {statistics.median(taken) * 1000:.0f} ms")
