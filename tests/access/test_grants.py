"""Who may give, approve and revoke leave to read a document, and from when to when it counts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from access.grants import LONGEST_DAYS
from access.keeping_errors import (
    GrantHolderUnknown,
    GrantInvalid,
    GrantNeedsAnother,
    GrantNeedsPerson,
    GrantSettled,
)
from access.roles import Role
from records.types import DataClass
from tests.access.keeping_house import KeepingHouse
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound

pytestmark = pytest.mark.databases


@pytest.fixture
def house(database: Database, tmp_path: Path) -> KeepingHouse:
    return KeepingHouse(database, tmp_path)


def test_a_grant_counts_from_its_first_day_to_its_last(house: KeepingHouse) -> None:
    document = house.add()
    house.give(document, "reader", days=2, after=1)
    seen = []
    for _ in range(5):
        seen.append(house.sees("reader", document))
        house.pass_days(1)
    assert seen == [False, True, True, True, False]
    assert not house.sees("clerk", document)


def test_a_grant_ends_at_midnight_in_viet_nam(house: KeepingHouse) -> None:
    document = house.add()
    house.give(document, "reader", days=0)
    house.moment += timedelta(hours=11, minutes=59)
    assert house.sees("reader", document)
    house.moment += timedelta(minutes=2)
    assert not house.sees("reader", document)


def test_what_is_revoked_counts_at_once_and_is_revoked_once(house: KeepingHouse) -> None:
    document = house.add()
    grant = house.give(document, "reader")
    assert house.grants.revoke(grant, house.who("son")).state == "revoked"
    assert not house.sees("reader", document)
    with pytest.raises(GrantSettled):
        house.grants.revoke(grant, house.who("hoa"))


def test_a_unit_reads_as_long_as_one_acts_for_it(house: KeepingHouse) -> None:
    document = house.add()
    unit = house.units.by_code("B").id
    house.grants.grant(
        document,
        unit_id=unit,
        from_day=house.today,
        until_day=house.today,
        reason="Phối hợp",
        principal=house.who("hoa"),
    )
    assert house.sees("stranger", document)
    assert not house.sees("reader", document)


@pytest.mark.parametrize("name", ["clerk", "reader"])
def test_only_custodians_give(house: KeepingHouse, name: str) -> None:
    document = house.add()
    with pytest.raises(Forbidden):
        house.give(document, "reader", by=name)
    with pytest.raises(Forbidden):
        house.grants.of_document(document, house.who(name))


def test_a_custodian_of_another_unit_learns_nothing(house: KeepingHouse) -> None:
    document = house.add()
    grant = house.give(document, "reader")
    stranger = house.who("stranger")
    for act in (
        lambda: house.give(document, "reader", by="stranger"),
        lambda: house.give(document + 1000, "reader", by="stranger"),
        lambda: house.grants.revoke(grant, stranger),
        lambda: house.grants.approve(grant, stranger),
        lambda: house.grants.get(2**40, stranger),
        lambda: house.grants.of_document(document, stranger),
    ):
        with pytest.raises(NotFound):
            act()
    assert house.grants.of_account(house.who("reader").account_id, stranger) == []
    assert house.grants.of_kept(stranger) == []


def test_the_custodian_of_the_unit_it_was_merged_into_gives(house: KeepingHouse) -> None:
    document = house.add()
    house.units.merge("A", "B", on=house.today + timedelta(days=1))
    house.pass_days(1)
    house.give(document, "reader", by="stranger")
    assert house.sees("reader", document)


@pytest.mark.parametrize(
    ("after", "days", "reason"),
    [(0, 5, " \n "), (-1, 5, "Lý do"), (0, -1, "Lý do"), (0, LONGEST_DAYS + 1, "Lý do"), (400, 1, "Lý do")],
)
def test_reason_and_bounded_days_are_needed(house: KeepingHouse, after: int, days: int, reason: str) -> None:
    document = house.add()
    first = house.today + timedelta(days=after)
    with pytest.raises(GrantInvalid):
        house.grants.grant(
            document,
            account_id=house.who("reader").account_id,
            from_day=first,
            until_day=first + timedelta(days=days),
            reason=reason,
            principal=house.who("hoa"),
        )
    assert house.grants.of_document(document, house.who("hoa")) == []


def test_there_is_one_holder_who_is_still_there(house: KeepingHouse) -> None:
    document, hoa = house.add(), house.who("hoa")
    reader, unit = house.who("reader").account_id, house.units.by_code("B").id
    gone = house.who("clerk").account_id
    house.accounts.disable("clerk")
    for account_id, unit_id in ((None, None), (reader, unit), (99999, None), (None, 99999), (gone, None)):
        with pytest.raises(GrantHolderUnknown):
            house.grants.grant(
                document,
                account_id=account_id,
                unit_id=unit_id,
                from_day=house.today,
                until_day=house.today,
                reason="Lý do",
                principal=hoa,
            )


@pytest.mark.parametrize("data_class", [DataClass.CONFIDENTIAL, DataClass.SECRET])
def test_a_state_secret_is_asked_for_by_one_and_approved_by_another(
    house: KeepingHouse, data_class: DataClass
) -> None:
    document = house.add(data_class)
    grant = house.give(document, "reader")
    assert not house.sees("reader", document)
    with pytest.raises(GrantNeedsAnother):
        house.grants.approve(grant, house.who("hoa"))
    assert house.grants.approve(grant, house.who("son")).state == "in_force"
    assert house.sees("reader", document)
    with pytest.raises(GrantSettled):
        house.grants.approve(grant, house.who("son"))


def test_nobody_approves_a_state_secret_for_themselves(house: KeepingHouse) -> None:
    document = house.add(DataClass.SECRET)
    grant = house.give(document, "son", by="hoa")
    with pytest.raises(GrantNeedsAnother):
        house.grants.approve(grant, house.who("son"))
    assert not house.sees("son", document)


def test_a_state_secret_is_for_persons_only(house: KeepingHouse) -> None:
    document = house.add(DataClass.CONFIDENTIAL)
    with pytest.raises(GrantNeedsPerson):
        house.grants.grant(
            document,
            unit_id=house.units.by_code("A").id,
            from_day=house.today,
            until_day=house.today,
            reason="Lý do",
            principal=house.who("hoa"),
        )


def test_what_was_turned_down_is_never_approved(house: KeepingHouse) -> None:
    document = house.add(DataClass.SECRET)
    grant = house.give(document, "reader")
    assert house.grants.revoke(grant, house.who("son")).state == "declined"
    with pytest.raises(GrantSettled):
        house.grants.approve(grant, house.who("son"))


def test_what_was_asked_for_too_long_ago_is_not_approved(house: KeepingHouse) -> None:
    document = house.add(DataClass.SECRET)
    grant = house.give(document, "reader", days=3)
    house.pass_days(4)
    with pytest.raises(GrantSettled):
        house.grants.approve(grant, house.who("son"))


def test_whoever_hands_in_a_sensitive_document_may_review_it(house: KeepingHouse) -> None:
    document, clerk = house.add(), house.who("clerk")
    first = house.grants.for_uploader(document, clerk.account_id)
    assert house.grants.for_uploader(document, clerk.account_id) == first
    assert house.sees("clerk", document)
    own = house.grants.own(document, house.who("clerk"))
    assert own is not None
    assert own.until_day == house.today + timedelta(days=30)
    house.pass_days(31)
    assert not house.sees("clerk", document)


@pytest.mark.parametrize("data_class", [DataClass.ORDINARY, DataClass.CONFIDENTIAL, DataClass.SECRET])
def test_an_upload_of_another_class_gives_no_grant(house: KeepingHouse, data_class: DataClass) -> None:
    document = house.add(data_class)
    assert house.grants.for_uploader(document, house.who("clerk").account_id) is None
    assert not house.sees("clerk", document)


def test_lists_by_document_person_and_unit(house: KeepingHouse) -> None:
    one, two = house.add(), house.add(number="48-QĐ/ĐU")
    first, second = house.give(one, "reader"), house.give(two, "reader")
    third = house.give(two, "clerk")
    hoa, reader = house.who("hoa"), house.who("reader")
    assert [view.id for view in house.grants.of_document(two, hoa)] == [third, second]
    assert [view.id for view in house.grants.of_account(reader.account_id, hoa)] == [second, first]
    assert [view.id for view in house.grants.of_account(reader.account_id, reader)] == [second, first]
    assert [view.id for view in house.grants.of_kept(hoa)] == [third, second, first]
    assert [view.holder_code for view in house.grants.of_document(one, hoa)] == ["reader"]
    with pytest.raises(Forbidden):
        house.grants.of_account(hoa.account_id, reader)


def test_holders_are_found_by_name_or_code(house: KeepingHouse) -> None:
    hoa = house.who("hoa")
    assert [(one.name, one.code) for one in house.grants.holders("read", hoa)] == [("Reader", "reader")]
    assert [one.code for one in house.grants.holders("xã B", hoa)] == ["B"]
    assert house.grants.holders("%", hoa) == []
    assert house.grants.holders(" ", hoa) == []
    with pytest.raises(Forbidden):
        house.grants.holders("read", house.who("reader"))


def test_an_account_that_keeps_no_longer_gives_no_more(house: KeepingHouse) -> None:
    document = house.add()
    house.accounts.change("hoa", roles=[Role.OFFICIAL])
    with pytest.raises(Forbidden):
        house.give(document, "reader", by="hoa")
