"""The same bytes again: told to who may see the document, and to anyone else no news at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from access.accounts import AccountService
from access.grants import GrantService
from access.principal import Principal
from access.roles import Role
from access.units import UnitService
from ingest.build import build_ingest
from ingest.types import JobState, JobView
from records.types import DataClass
from tests.ingest.conftest import House, make_house, read_fields


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = make_house(tmp_path / "data")
    # Wired as the product is: whoever hands in a sensitive document may review it.
    house.service = build_ingest(
        house.settings,
        house.db,
        house.files,
        house,
        read_fields=read_fields,
        grant_uploader=GrantService(house.db).for_uploader,
    )
    house.service.start()
    yield house
    house.service.stop()
    house.db.dispose()


def person(house: House, name: str, unit: str, *roles: Role) -> Principal:
    accounts = AccountService(house.db)
    accounts.add(name, name, unit, roles)
    return accounts.principal(name)


def shape(house: House, job: JobView) -> tuple[dict[str, Any], dict[str, Any]]:
    """Everything the job says, but for its number and the time; and its row's columns that hold something."""
    said = {
        name: value for name, value in job.as_json().items() if name not in {"id", "created_at", "updated_at"}
    }
    with sqlite3.connect(house.settings.data / "vanthu.sqlite") as db:
        db.row_factory = sqlite3.Row
        row = dict(db.execute("select * from jobs where id = ?", (job.id,)).fetchone())
    return said, {name: value is not None for name, value in row.items()}


def test_of_what_one_may_not_see_there_is_no_news(house: House) -> None:
    """Handed in for a unit below, whose documents one does not read: new or not, the job is the same."""
    UnitService(house.db).add("DUOI", "Đơn vị dưới")
    below = person(house, "ben.duoi", "DUOI", Role.CLERK)
    above, house.me = house.me, below
    theirs = house.take("Văn bản của đơn vị dưới".encode(), "x.txt")
    assert theirs.document_id is not None
    house.me = above
    fresh = house.take("Văn bản chưa ai có của đơn".encode(), "a.txt", unit_code="DUOI")
    known = house.take("Văn bản của đơn vị dưới".encode(), "a.txt", unit_code="DUOI")
    assert fresh.state is JobState.DONE
    assert fresh.document_id is None
    assert shape(house, fresh) == shape(house, known)


def test_a_sensitive_copy_is_no_duplicate_for_who_may_not_see_it(house: House) -> None:
    operator = house.me
    house.me = person(house, "mot", "LOCAL", Role.CLERK)
    text = "Danh sách cán bộ".encode()
    taken = house.take(text, "a.txt", sensitive=True)
    house.me = AccountService(house.db).principal("mot")  # rights are read anew at every call
    first = house.service.job(taken.id, house.me)
    assert first.document_id is not None
    document = house.catalogue.document(first.document_id, house.scope)
    assert document.summary.data_class is DataClass.SENSITIVE
    again = house.submit(text, "b.txt", sensitive=True)
    assert (again.state, again.document_id) == (JobState.DUPLICATE, first.document_id)
    house.me = operator
    other = house.take(text, "a.txt")
    assert other.state is JobState.DONE
    assert other.document_id not in {None, first.document_id}
