"""Fixtures every room's tests share: real material, a real database, a clean data folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import vanthu.models  # noqa: F401  (all tables on one metadata)
from vanthu.db import Base, Database

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real scans, laws and questions; tests that need it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real material (../shared/data) is not on this machine")
    return SHARED_DATA


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty catalogue in a database of its own."""
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()
