"""The copy register: numbers without gaps for each document, seen by those who watch over it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from access.copies import CopyRegister
from access.roles import Role
from records.types import DataClass
from tests.access.keeping_house import KeepingHouse
from vanthu.db import Database
from vanthu.errors import Forbidden

pytestmark = pytest.mark.databases


@pytest.fixture
def house(database: Database, tmp_path: Path) -> KeepingHouse:
    return KeepingHouse(database, tmp_path)


@pytest.fixture
def copies(house: KeepingHouse) -> CopyRegister:
    return CopyRegister(house.database, clock=house.clock)


def test_each_document_counts_its_own_copies(house: KeepingHouse, copies: CopyRegister) -> None:
    one, two = house.add(DataClass.SECRET), house.add(DataClass.CONFIDENTIAL, number="2-BC/ĐU")
    grant = house.give(one, "reader")
    house.grants.approve(grant, house.who("son"))
    reader = house.who("reader")
    numbers = [copies.enter(one, form, reader) for form in ("download", "print", "export")]
    assert numbers == [1, 2, 3]
    assert copies.enter(two, "download", reader) == 1
    lines = copies.lines(house.who("hoa"))
    assert [(line.document_id, line.copy_number, line.form) for line in lines] == [
        (two, 1, "download"),
        (one, 3, "export"),
        (one, 2, "print"),
        (one, 1, "download"),
    ]
    assert {line.grant_id for line in lines if line.document_id == one} == {grant}
    assert lines[0].username == "reader"


def test_two_at_once_get_two_numbers(house: KeepingHouse, copies: CopyRegister) -> None:
    document, reader = house.add(DataClass.SECRET), house.who("reader")
    numbers: list[int] = []
    threads = [
        threading.Thread(target=lambda: numbers.append(copies.enter(document, "download", reader)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def test_who_sees_the_register(house: KeepingHouse, copies: CopyRegister) -> None:
    document = house.add(DataClass.SECRET)
    copies.enter(document, "download", house.who("reader"))
    house.accounts.add("auditor", "Auditor", "B", [Role.AUDITOR])
    assert len(copies.lines(house.who("auditor"))) == 1
    assert copies.lines(house.who("stranger")) == []
    for name in ("reader", "clerk"):
        with pytest.raises(Forbidden):
            copies.lines(house.who(name))
