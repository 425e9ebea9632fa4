"""The installation's kind changes by two administrators, and back to ordinary only without secrets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from access.installation import INDEPENDENT_LAN, ORDINARY, Installation
from access.keeping_errors import (
    ProposalInvalid,
    ProposalNeedsAnother,
    ProposalNone,
    ProposalPending,
    SecondFactorMissing,
    SecretsHeld,
)
from access.principal import Principal
from access.roles import Action, Role
from access.sign_in_models import SecondFactorRow
from records.types import DataClass
from tests.access.keeping_house import KeepingHouse
from vanthu.db import Database
from vanthu.errors import Forbidden

pytestmark = pytest.mark.databases

WHY = "Máy chủ và máy trạm đã tách khỏi mọi mạng khác"


@pytest.fixture
def house(database: Database, tmp_path: Path) -> KeepingHouse:
    return KeepingHouse(database, tmp_path)


@pytest.fixture
def installation(house: KeepingHouse) -> Installation:
    return Installation(house.database, clock=house.clock)


@pytest.fixture
def one(house: KeepingHouse) -> Principal:
    return administrator(house, "one")


@pytest.fixture
def two(house: KeepingHouse) -> Principal:
    return administrator(house, "two")


def administrator(house: KeepingHouse, name: str, *, confirmed: bool = True) -> Principal:
    person, _ = house.accounts.add(f"admin-{name}", name, "A", [Role.ADMINISTRATOR])
    with house.database.session() as session:
        session.add(
            SecondFactorRow(
                account_id=person.account_id,
                sealed_secret=b"sealed",
                confirmed_at=house.moment if confirmed else None,
            )
        )
    return person


def test_it_is_ordinary_until_two_administrators_say_otherwise(
    installation: Installation, one: Principal, two: Principal
) -> None:
    assert installation.mode() == ORDINARY
    installation.propose(INDEPENDENT_LAN, WHY, one)
    assert installation.mode() == ORDINARY
    with pytest.raises(ProposalNeedsAnother):
        installation.confirm(one)
    installation.confirm(two)
    assert installation.mode() == INDEPENDENT_LAN
    (change,) = installation.state().changes
    assert (change.proposed_by_name, change.confirmed_by_name, change.reason) == ("one", "two", WHY)


def test_there_is_one_proposal_at_a_time_and_it_can_be_withdrawn(
    installation: Installation, one: Principal, two: Principal
) -> None:
    installation.propose(INDEPENDENT_LAN, WHY, one)
    with pytest.raises(ProposalPending):
        installation.propose(INDEPENDENT_LAN, WHY, two)
    installation.withdraw(two)
    with pytest.raises(ProposalNone):
        installation.confirm(two)
    with pytest.raises(ProposalNone):
        installation.withdraw(one)
    assert installation.mode() == ORDINARY
    installation.propose(INDEPENDENT_LAN, WHY, two)
    installation.confirm(one)
    assert installation.mode() == INDEPENDENT_LAN


@pytest.mark.parametrize(("mode", "reason"), [(ORDINARY, WHY), (INDEPENDENT_LAN, "  "), ("cloud", WHY)])
def test_another_kind_and_a_reason_are_needed(
    installation: Installation, one: Principal, mode: str, reason: str
) -> None:
    with pytest.raises(ProposalInvalid):
        installation.propose(mode, reason, one)


@pytest.mark.parametrize("data_class", [DataClass.CONFIDENTIAL, DataClass.SECRET])
def test_back_to_ordinary_only_when_no_secret_is_held(
    house: KeepingHouse, installation: Installation, one: Principal, two: Principal, data_class: DataClass
) -> None:
    installation.propose(INDEPENDENT_LAN, WHY, one)
    installation.confirm(two)
    house.moment += timedelta(hours=1)
    house.add(DataClass.SENSITIVE)
    installation.propose(ORDINARY, WHY, two)
    house.add(data_class)
    with pytest.raises(SecretsHeld):
        installation.confirm(one)
    assert installation.mode() == INDEPENDENT_LAN


def test_back_to_ordinary(
    house: KeepingHouse, installation: Installation, one: Principal, two: Principal
) -> None:
    installation.propose(INDEPENDENT_LAN, WHY, one)
    installation.confirm(two)
    house.moment += timedelta(hours=1)
    installation.propose(ORDINARY, WHY, two)
    installation.confirm(one)
    assert installation.mode() == ORDINARY


@pytest.mark.parametrize("act", ["propose", "confirm", "withdraw"])
def test_only_administrators_with_a_second_factor(
    house: KeepingHouse, installation: Installation, one: Principal, act: str
) -> None:
    if act != "propose":
        installation.propose(INDEPENDENT_LAN, WHY, one)
    arguments = (INDEPENDENT_LAN, WHY) if act == "propose" else ()
    unconfirmed = administrator(house, "three", confirmed=False)
    operator = house.accounts.local_operator()
    for person in (unconfirmed, operator):
        with pytest.raises(SecondFactorMissing):
            getattr(installation, act)(*arguments, person)
    with pytest.raises(Forbidden):
        getattr(installation, act)(*arguments, house.who("hoa"))
    assert operator.may(Action.ADMINISTER)
    assert installation.mode() == ORDINARY
