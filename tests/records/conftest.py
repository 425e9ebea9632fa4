"""A catalogue with a few units and people to try it with."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.accounts import AccountService
from access.principal import Principal
from access.roles import Role
from access.units import UnitService
from records.catalogue import Catalogue
from records.files import FileStore
from tests.records.making import Maker
from vanthu.db import Database


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def catalogue(database: Database, files: FileStore) -> Catalogue:
    return Catalogue(database, files)


@pytest.fixture
def people(database: Database) -> dict[str, Principal]:
    """A clerk in a province (`tinh`) and in two communes below it (`an`, `binh`)."""
    units = UnitService(database)
    units.add("TINH", "Tỉnh uỷ Nam Giang")
    units.add("AN", "Đảng uỷ xã An Hoà", "TINH")
    units.add("BINH", "Đảng uỷ xã Bình Minh", "TINH")
    accounts = AccountService(database)
    password = "con mèo trèo cây cau"
    return {
        name: accounts.add(f"nv.{name}", name, name, [Role.CLERK], password)[0]
        for name in ("tinh", "an", "binh")
    }


@pytest.fixture
def maker(catalogue: Catalogue, files: FileStore, people: dict[str, Principal]) -> Maker:
    return Maker(catalogue, files, people)
