"""The custodian's register and the documents' classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.scope import Scope
from records.errors import ClassFixed, ClassInvalid, ClassUnread, DuplicateDocument
from records.types import DataClass, DocumentFilter, DocumentStatus
from tests.access.keeping_house import KeepingHouse
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

pytestmark = pytest.mark.databases


@pytest.fixture
def house(database: Database, tmp_path: Path) -> KeepingHouse:
    return KeepingHouse(database, tmp_path)


def test_number_date_and_class_but_no_content_without_a_grant(house: KeepingHouse) -> None:
    sensitive, secret = house.add(), house.add(DataClass.SECRET, number="2-BC/ĐU")
    house.add(DataClass.ORDINARY, number="3-KH/ĐU")
    found = house.register.under_grants(house.who("hoa"))
    assert [(entry.document_id, entry.data_class) for entry in found.items] == [
        (secret, DataClass.SECRET),
        (sensitive, DataClass.SENSITIVE),
    ]
    assert found.total == 2
    assert {(entry.title, entry.page_count) for entry in found.items} == {(None, None)}
    house.give(sensitive, "hoa")
    entry = house.register.entry(sensitive, house.who("hoa"))
    assert (entry.title, entry.page_count) == ("Về việc chuẩn y kết nạp đảng viên", 1)


def test_documents_are_found_by_id_and_by_number(house: KeepingHouse) -> None:
    document, hoa = house.add(), house.who("hoa")
    for typed in (str(document), "47-QĐ/ĐU", " 47 - qđ/đu "):
        assert [entry.document_id for entry in house.register.find(typed, hoa)] == [document]
    for typed in ("", "48-QĐ/ĐU", "9" * 30, "\0"):
        assert house.register.find(typed, hoa) == []


def test_another_units_documents_are_not_there(house: KeepingHouse) -> None:
    document, stranger = house.add(), house.who("stranger")
    assert house.register.under_grants(stranger).total == 0
    assert house.register.find(str(document), stranger) == []
    assert house.register.entries([document], stranger) == {}
    for act in (
        lambda: house.register.entry(document, stranger),
        lambda: house.register.changes(document, stranger),
        lambda: house.register.classify(document, DataClass.ORDINARY, "Lý do", stranger),
    ):
        with pytest.raises(NotFound):
            act()


def test_only_custodians_keep(house: KeepingHouse) -> None:
    document, clerk = house.add(), house.who("clerk")
    for act in (
        lambda: house.register.under_grants(clerk),
        lambda: house.register.find("47-QĐ/ĐU", clerk),
        lambda: house.register.classify(document, DataClass.ORDINARY, "Lý do", clerk),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_document_made_sensitive_is_gone_at_once_for_who_has_no_grant(house: KeepingHouse) -> None:
    document = house.add(DataClass.ORDINARY)
    house.catalogue.set_status(document, DocumentStatus.READY)
    house.catalogue.set_indexed(
        document, house.catalogue.document(document, Scope.of(house.who("clerk"))).revision
    )
    assert house.catalogue.stale_documents() == []
    house.register.classify(document, DataClass.SENSITIVE, "Có dữ liệu cá nhân", house.who("hoa"))
    for name in ("clerk", "reader", "hoa"):
        with pytest.raises(NotFound):
            house.catalogue.document(document, Scope.of(house.who(name)))
    assert house.catalogue.stale_documents() == [document]
    (change,) = house.register.changes(document, house.who("son"))
    assert (change.before, change.after, change.reason, change.by) == (
        DataClass.ORDINARY,
        DataClass.SENSITIVE,
        "Có dữ liệu cá nhân",
        "Hoa",
    )


def test_only_who_may_read_it_opens_it_to_the_unit(house: KeepingHouse) -> None:
    document = house.add()
    with pytest.raises(ClassUnread):
        house.register.classify(document, DataClass.ORDINARY, "Đã công bố", house.who("hoa"))
    house.give(document, "hoa")
    house.register.classify(document, DataClass.ORDINARY, "Đã công bố", house.who("hoa"))
    assert house.catalogue.document(document, Scope.of(house.who("reader"))).summary.id == document


def test_the_same_bytes_count_as_a_duplicate_among_ordinary_documents_only(house: KeepingHouse) -> None:
    ordinary = house.add(DataClass.ORDINARY, content=b"the same")
    sensitive = house.add(content=b"the same")
    house.give(sensitive, "hoa")
    with pytest.raises(DuplicateDocument) as told:
        house.register.classify(sensitive, DataClass.ORDINARY, "Đã công bố", house.who("hoa"))
    assert told.value.facts == {"document_id": ordinary}
    house.register.classify(ordinary, DataClass.SENSITIVE, "Có dữ liệu cá nhân", house.who("hoa"))
    house.register.classify(sensitive, DataClass.ORDINARY, "Đã công bố", house.who("hoa"))
    with pytest.raises(DuplicateDocument):
        house.add(DataClass.ORDINARY, content=b"the same")


def test_a_reason_and_another_class_are_needed(house: KeepingHouse) -> None:
    document, hoa = house.add(DataClass.ORDINARY), house.who("hoa")
    for data_class, reason in ((DataClass.SENSITIVE, " \n"), (DataClass.ORDINARY, "Lý do")):
        with pytest.raises(ClassInvalid):
            house.register.classify(document, data_class, reason, hoa)


@pytest.mark.parametrize("level", [DataClass.CONFIDENTIAL, DataClass.SECRET])
def test_a_level_of_secrecy_is_not_changed_here(house: KeepingHouse, level: DataClass) -> None:
    secret, sensitive, hoa = house.add(level), house.add(), house.who("hoa")
    for document, wanted in ((secret, DataClass.ORDINARY), (secret, DataClass.SENSITIVE), (sensitive, level)):
        with pytest.raises(ClassFixed):
            house.register.classify(document, wanted, "Lý do", hoa)


def test_nobody_finds_a_sensitive_document_by_personal_data(house: KeepingHouse) -> None:
    """Not even who may read the data: neither the words of the list nor its order are made of it."""
    subject = "Về ông Nguyễn Văn An, số điện thoại 0912 345 678"
    document = house.add(DataClass.ORDINARY, subject=subject)
    typed = DocumentFilter(text="0912 345 678")
    clerk = Scope.of(house.who("clerk"))
    assert house.catalogue.list(clerk, typed).total == 1
    house.register.classify(document, DataClass.SENSITIVE, "Có dữ liệu cá nhân", house.who("hoa"))
    house.give(document, "clerk")
    clerk = Scope.of(house.who("clerk"))
    assert house.catalogue.list(clerk, typed).total == 0
    assert house.catalogue.list(clerk, DocumentFilter(text="Nguyễn Văn An")).total == 1
    assert house.catalogue.document(document, clerk).summary.subject == subject
