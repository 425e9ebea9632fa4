"""Scopes of thousands of units and grants, on databases that bound the number of parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.accounts import AccountService
from access.principal import Principal
from access.scope import Scope
from access.units import UnitService
from records.catalogue import Catalogue
from records.files import FileStore
from records.scope_sql import FEW
from records.types import DataClass, NewDocument
from vanthu.db import Database


@pytest.fixture
def owner(database: Database) -> Principal:
    UnitService(database).list()
    return AccountService(database).local_operator()


@pytest.mark.databases
@pytest.mark.parametrize("count", [FEW, FEW + 1, 5_000, 70_000])
def test_as_many_grants_as_there_are(
    database: Database, tmp_path: Path, owner: Principal, count: int
) -> None:
    catalogue = Catalogue(database, FileStore(tmp_path / "files"))
    ids = [
        catalogue.register(
            NewDocument(
                "a.pdf", owner.unit_id, f"{n:064x}", "application/pdf", 1, 1, owner.account_id,
                data_class=DataClass.SENSITIVE if n % 2 else DataClass.ORDINARY,
            )
        )
        for n in range(6)
    ]  # fmt: skip
    sensitive = ids[1::2]
    granted = frozenset({sensitive[0], *range(1_000_000, 1_000_000 + count - 1)})
    scope = Scope(1, frozenset({owner.unit_id, *range(2_000_000, 2_000_000 + count)}), granted)
    seen = {*ids[0::2], sensitive[0]}
    assert set(catalogue.visible_ids(scope)) == seen
    assert catalogue.list(scope).total == len(seen)
    assert catalogue.summaries(ids, scope).keys() == seen
    assert set(catalogue.visible_ids(Scope(1, frozenset(), granted))) == {sensitive[0]}
    assert catalogue.facets(scope).statuses == {"processing": len(seen)}
