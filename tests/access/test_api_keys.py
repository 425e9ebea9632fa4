"""API keys: what they may do, for whom, how long; what no key does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from access.accounts import AccountService
from access.api_keys import PREFIX, ApiKeys
from access.assignments import AssignmentService
from access.errors import KeyInvalid, KeyRefused
from access.principal import Principal
from access.roles import Action, Role
from access.scope import Scope
from access.sign_in_models import ApiKeyRow
from access.units import UnitService
from vanthu.db import Database
from vanthu.errors import NotFound

pytestmark = pytest.mark.databases
TODAY = date(2026, 11, 22)


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(database: Database, clock: Clock) -> ApiKeys:
    return ApiKeys(database, clock=clock)


@pytest.fixture
def accounts(database: Database, clock: Clock) -> AccountService:
    return AccountService(database, clock=clock)


@pytest.fixture
def lan(accounts: AccountService) -> Principal:
    return accounts.add("lan.nt", "Nguyễn Thị Lan", "LOCAL", [Role.CLERK])[0]


def test_a_key_does_what_it_was_made_for_and_no_more(keys: ApiKeys, lan: Principal) -> None:
    number, key = keys.add(lan, "  phần mềm  quản lý ", [Action.LEARN], TODAY)
    through = keys.principal(key)
    assert (through.account_id, through.unit_id, through.key_id) == (lan.account_id, lan.unit_id, number)
    assert through.may(Action.LEARN) and not through.may(Action.READ) and not through.may(Action.DIGITISE)
    assert Scope.of(through).sees_nothing
    (view,) = keys.of_account(lan.account_id)
    assert (view.name, view.actions, view.ended) == ("phần mềm quản lý", (Action.LEARN,), False)


def test_only_a_hash_is_kept(keys: ApiKeys, lan: Principal, database: Database) -> None:
    _, key = keys.add(lan, "thử", [Action.READ], TODAY)
    assert key.startswith(PREFIX) and len(key) > 40
    with database.session() as session:
        row = session.scalars(select(ApiKeyRow)).one()
    assert key not in {str(value) for value in vars(row).values()}
    with pytest.raises(KeyRefused):
        keys.principal(row.key_hash)


@pytest.mark.parametrize(
    ("name", "actions", "day"),
    [
        ("", [Action.READ], TODAY),
        ("thử", [], TODAY),
        ("thử", [Action.ADMINISTER], TODAY),
        ("thử", [Action.READ, Action.KEEP], TODAY),
        ("thử", [Action.READ], TODAY - timedelta(days=1)),
        ("thử", [Action.READ], TODAY + timedelta(days=366)),
    ],
)
def test_keys_that_are_not_made(
    keys: ApiKeys, lan: Principal, name: str, actions: list[Action], day: date
) -> None:
    with pytest.raises(KeyInvalid):
        keys.add(lan, name, actions, day)


def test_a_key_ends_with_its_day(keys: ApiKeys, lan: Principal, clock: Clock) -> None:
    _, key = keys.add(lan, "thử", [Action.READ], TODAY)
    clock.at = datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC)  # a second before midnight in Viet Nam
    keys.principal(key)
    clock.at += timedelta(seconds=1)
    with pytest.raises(KeyRefused):
        keys.principal(key)
    assert keys.of_account(lan.account_id)[0].ended


def test_revoked_disabled_and_unknown_are_answered_alike(
    keys: ApiKeys, lan: Principal, accounts: AccountService
) -> None:
    number, revoked = keys.add(lan, "một", [Action.READ], TODAY)
    _, disabled = keys.add(lan, "hai", [Action.READ], TODAY)
    keys.revoke(lan, number)
    said = set()
    accounts.add("khac", "Khác", "LOCAL", [Role.ADMINISTRATOR])
    for key in (revoked, PREFIX + "x" * 43, "", "\0", "ơ" * 10_000):
        with pytest.raises(KeyRefused) as refusal:
            keys.principal(key)
        said.add((type(refusal.value), str(refusal.value)))
    keys.principal(disabled)
    accounts.disable("lan.nt")
    with pytest.raises(KeyRefused) as refusal:
        keys.principal(disabled)
    assert said == {(type(refusal.value), str(refusal.value))}


def test_nobody_revokes_anothers_key(keys: ApiKeys, lan: Principal, accounts: AccountService) -> None:
    number, key = keys.add(lan, "thử", [Action.READ], TODAY)
    other, _ = accounts.add("minh", "Minh", "LOCAL", [Role.CLERK])
    with pytest.raises(NotFound):
        keys.revoke(other, number)
    keys.principal(key)


def test_a_key_of_a_lost_post_acts_for_no_other_unit(
    keys: ApiKeys, lan: Principal, accounts: AccountService, database: Database, clock: Clock
) -> None:
    unit = UnitService(database).add("XA-A", "Xã A")
    assignments = AssignmentService(database, clock=clock)
    given = assignments.assign(lan.account_id, "XA-A", Role.OFFICIAL)
    there = accounts.principal_by_id(lan.account_id, unit_id=unit.id)
    _, key = keys.add(there, "thử", [Action.READ], TODAY + timedelta(days=30))
    assert keys.principal(key).unit_id == unit.id
    assignments.end(given.id)
    with pytest.raises(KeyRefused):
        keys.principal(key)


def test_rights_taken_from_the_owner_are_taken_from_the_key(
    keys: ApiKeys, lan: Principal, accounts: AccountService
) -> None:
    _, key = keys.add(lan, "thử", [Action.DIGITISE], TODAY)
    assert keys.principal(key).may(Action.DIGITISE)
    accounts.change("lan.nt", roles=[Role.OFFICIAL])
    assert not keys.principal(key).may(Action.DIGITISE)


def test_last_use_is_kept_to_the_minute(keys: ApiKeys, lan: Principal, clock: Clock) -> None:
    _, key = keys.add(lan, "thử", [Action.READ], TODAY)
    assert keys.of_account(lan.account_id)[0].last_used_at is None
    keys.principal(key)
    first = clock.at
    clock.at += timedelta(seconds=30)
    keys.principal(key)
    assert keys.of_account(lan.account_id)[0].last_used_at == first
    clock.at += timedelta(seconds=30)
    keys.principal(key)
    assert keys.of_account(lan.account_id)[0].last_used_at == clock.at
