"""Fixtures every room's tests share: real material, a real database, a clean data folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import text

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access import passwords
from tests import postgres, sessions
from tests.chromium import browser  # noqa: F401 - a fixture
from vanthu.db import Base, Database

ROOT = Path(__file__).resolve().parent.parent
# Tests ask hundreds of times a minute; those of the limit set one.
os.environ.setdefault("VANTHU_ASKS_PER_MINUTE", "0")
LONGEST_SECONDS = 1_800
"""Of a long test, on a machine that has other things to do too; what hangs is still ended."""
SHARED_DATA = ROOT.parent / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="also the long tests, and every test on PostgreSQL too"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if _shares_with_its_module(item):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(ROOT).as_posix()))
        if item.get_closest_marker("browser") and "browser" not in item.path.parent.parts:
            raise pytest.UsageError(f"{item.nodeid}: tests with a browser belong into tests/browser")
    for item in items:
        if not item.get_closest_marker("long"):
            continue
        if not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="long: run with --long"))
        elif not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONGEST_SECONDS))


def _shares_with_its_module(item: pytest.Item) -> bool:
    """Whether something is set up once for its module: on two workers it would be set up twice."""
    if not isinstance(item, pytest.Function):
        return False
    defined = item._fixtureinfo.name2fixturedefs.values()
    return any(definitions[-1].scope == "module" for definitions in defined)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test with a database runs on SQLite; those marked `databases`, or all when asked, on both."""
    if "database_kind" not in metafunc.fixturenames:
        return
    everywhere = metafunc.config.getoption("--long") or os.environ.get("VANTHU_TEST_POSTGRES") == "1"
    kinds: list[object] = ["sqlite"]
    if metafunc.definition.get_closest_marker("sqlite_only"):
        everywhere = False
    if everywhere or metafunc.definition.get_closest_marker("databases"):
        kinds.append(pytest.param("postgresql", marks=pytest.mark.postgres))
    metafunc.parametrize("database_kind", kinds)


@pytest.fixture(autouse=True)
def cheap_argon2(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little memory: the tests hash thousands of times. `real_argon2` keeps the real cost."""
    if "real_argon2" in request.keywords:
        return
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    decoy = cheap.hash("decoy")
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    monkeypatch.setattr(passwords, "_decoy", lambda: decoy)


@pytest.fixture(autouse=True)
def one_session_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread of the program holds one connection and waits for another."""
    monkeypatch.setattr(Database, "session", sessions.watched(Database.session))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real scans, laws and questions; tests that need it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real material (../shared/data) is not on this machine")
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: postgres.Server) -> str:
    """A database with every table; making one per test would cost a second each."""
    url = postgres_server.url(postgres_server.create())
    database = Database(url)
    Base.metadata.create_all(database.engine)
    database.dispose()
    return url


@pytest.fixture
def empty_database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database without tables, of the kind this test runs on."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty catalogue in a database of its own."""
    if database_kind == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
        Base.metadata.create_all(database.engine)
        yield database
        database.dispose()
        return
    database = Database(request.getfixturevalue("postgres_url"))
    yield database
    with database.session() as session:
        session.execute(
            text("SET LOCAL session_replication_role = replica")
        )  # past the audit trail's triggers
        tables = ", ".join(f'"{name}"' for name in Base.metadata.tables)
        session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    database.dispose()
