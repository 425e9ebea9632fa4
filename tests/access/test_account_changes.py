"""Accounts changed by administrators: roles that stand alone, assignments, disabling, searching."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from access.account_list import AccountState
from access.accounts import AccountService
from access.assignments import AssignmentService
from access.errors import (
    AccountReserved,
    AccountUnknown,
    AssignmentUnknown,
    DaysReversed,
    LastAdministrator,
    OwnAccount,
    RolesTogether,
    SessionExpired,
    SignInFailed,
    UnitEnded,
)
from access.models import AccountRow
from access.roles import ALONE, Role
from access.scope import Scope
from access.sign_in_models import SessionRow
from access.units import UnitService
from tests.access.test_units import Clock, after
from vanthu.db import Database

pytestmark = pytest.mark.databases


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(database: Database, clock: Clock) -> AccountService:
    units = UnitService(database, clock=clock)
    units.add("XA-A", "Đảng uỷ xã A")
    units.add("XA-B", "Đảng uỷ xã B")
    return AccountService(database, clock=clock)


@pytest.fixture
def assignments(database: Database, clock: Clock) -> AssignmentService:
    return AssignmentService(database, clock=clock)


@pytest.mark.parametrize("alone", sorted(ALONE))
@pytest.mark.parametrize("other", sorted(Role))
def test_a_role_that_stands_alone_shares_an_account_with_no_other(
    accounts: AccountService, assignments: AssignmentService, alone: Role, other: Role
) -> None:
    if alone is other:
        person, _ = accounts.add("mot", "Một", "XA-A", [alone])
        assert assignments.assign(person.account_id, "XA-B", alone).role is alone
        return
    for add in (accounts.add, accounts.add_waiting):
        with pytest.raises(RolesTogether):
            add("hai", "Hai", "XA-A", [alone, other])
    one, _ = accounts.add("mot", "Một", "XA-A", [alone])
    two, _ = accounts.add("hai", "Hai", "XA-A", [other])
    for person, role in ((one, other), (two, alone)):
        with pytest.raises(RolesTogether):
            accounts.change(person.username, roles=[alone, other])
        with pytest.raises(RolesTogether):
            assignments.assign(person.account_id, "XA-B", role)
    if other not in ALONE:
        given = assignments.assign(two.account_id, "XA-B", other)
        with pytest.raises(RolesTogether):
            accounts.change("hai", roles=[alone])
        assignments.end(given.id)
        assert accounts.change("hai", roles=[alone]).roles == (alone,)


def test_the_local_operator_is_the_one_exception(accounts: AccountService) -> None:
    assert len(accounts.local_operator().roles) > 1
    with pytest.raises(AccountReserved):
        accounts.change("local", roles=[Role.ADMINISTRATOR])


def test_name_unit_and_roles_change_at_the_next_call(accounts: AccountService) -> None:
    accounts.add("lan", "Lan", "XA-A", [Role.CLERK])
    changed = accounts.change("lan", display_name="Nguyễn Thị Lan", unit_code="XA-B", roles=["trainer"])
    assert (changed.display_name, changed.unit_code, changed.roles) == (
        "Nguyễn Thị Lan",
        "XA-B",
        ("trainer",),
    )
    person = accounts.principal("lan")
    assert (person.unit_code, person.roles) == ("XA-B", {Role.TRAINER})
    assert [row.username for row in accounts.list(search="nguyen")] == ["lan"]
    with pytest.raises(AccountUnknown):
        accounts.change("khong.co", display_name="x")


def test_an_assignment_holds_from_its_first_day_to_its_last(
    accounts: AccountService, assignments: AssignmentService, clock: Clock, database: Database
) -> None:
    person, _ = accounts.add("lan", "Lan", "XA-A", [Role.OFFICIAL])
    other = UnitService(database).by_code("XA-B")
    assignments.assign(person.account_id, "XA-B", Role.CLERK, from_day=after(2), until_day=after(4))
    for day, acting in ((1, False), (2, True), (4, True), (5, False)):
        clock.day = after(day)
        there = accounts.principal_by_id(person.account_id, unit_id=other.id)
        assert (there.unit_id == other.id) is acting
        assert there.roles == ({Role.CLERK} if acting else {Role.OFFICIAL})
        assert (other.id in Scope.of(there).unit_ids) is acting
    assert [each.state for each in assignments.of_account(person.account_id)] == ["over"]


def test_an_assignment_ended_counts_at_the_next_call(
    accounts: AccountService, assignments: AssignmentService
) -> None:
    person, _ = accounts.add("lan", "Lan", "XA-A", [Role.OFFICIAL])
    given = assignments.assign(person.account_id, "XA-B", Role.CLERK)
    unit_id = next(unit for unit in (given,) if unit.state == "in_force").id
    assert assignments.end(unit_id).state == "over"
    assert accounts.principal("lan").roles == {Role.OFFICIAL}
    for wrong in (given.id, given.id + 1):
        with pytest.raises(AssignmentUnknown):
            assignments.end(wrong)


def test_wrong_assignments(
    accounts: AccountService, assignments: AssignmentService, database: Database
) -> None:
    person, _ = accounts.add("lan", "Lan", "XA-A", [Role.OFFICIAL])
    with pytest.raises(DaysReversed):
        assignments.assign(
            person.account_id, "XA-B", Role.CLERK, from_day=date(2026, 7, 2), until_day=date(2026, 7, 1)
        )
    with pytest.raises(OwnAccount):
        assignments.assign(person.account_id, "XA-B", Role.CLERK, by=person)
    UnitService(database, clock=Clock()).abolish("XA-B", on=after(3))
    assert assignments.assign(person.account_id, "XA-B", Role.CLERK, from_day=after(2))
    with pytest.raises(UnitEnded):
        assignments.assign(person.account_id, "XA-B", Role.CLERK, from_day=after(3))


def test_a_post_in_a_unit_that_merges_with_ones_own_adds_its_roles(
    accounts: AccountService, assignments: AssignmentService, clock: Clock, database: Database
) -> None:
    person, _ = accounts.add("lan", "Lan", "XA-A", [Role.OFFICIAL])
    assignments.assign(person.account_id, "XA-B", Role.CLERK)
    UnitService(database, clock=clock).merge("XA-B", "XA-A", on=after(1))
    clock.day = after(1)
    assert accounts.principal("lan").roles == {Role.OFFICIAL, Role.CLERK}


def test_disabling_ends_every_live_session(
    accounts: AccountService, clock: Clock, database: Database
) -> None:
    person, password = accounts.add("lan", "Lan", "XA-A", [Role.CLERK])
    with database.session() as session:
        for name in ("một", "hai"):
            session.add(
                SessionRow(
                    name_hash=name,
                    account_id=person.account_id,
                    unit_id=person.unit_id,
                    method="password",
                    second_factor=False,
                    expires_at=clock() + timedelta(hours=9),
                )
            )
    accounts.disable("lan")
    with database.session() as session:
        live = session.scalar(select(func.count()).where(SessionRow.ended_at.is_(None)))
    assert live == 0
    with pytest.raises(SessionExpired):
        accounts.principal_by_id(person.account_id)
    with pytest.raises(SignInFailed):
        accounts.authenticate("lan", password)
    accounts.enable("lan")
    assert accounts.authenticate("lan", password).account_id == person.account_id


def test_no_administrator_locks_themselves_or_everybody_out(accounts: AccountService, clock: Clock) -> None:
    one, _ = accounts.add("mot", "Một", "XA-A", [Role.ADMINISTRATOR])
    with pytest.raises(OwnAccount):
        accounts.disable("mot", by=one)
    with pytest.raises(OwnAccount):
        accounts.change("mot", roles=[Role.CLERK], by=one)
    with pytest.raises(OwnAccount):
        accounts.change("mot", unit_code="XA-B", by=one)
    assert accounts.change("mot", display_name="Tên mới", by=one).display_name == "Tên mới"
    for lose in (
        lambda: accounts.disable("mot"),
        lambda: accounts.change("mot", roles=[Role.CLERK]),
        lambda: accounts.reset_to_activation("mot"),
    ):
        with pytest.raises(LastAdministrator):
            lose()
    assert accounts.view("mot").can_sign_in
    accounts.add_waiting("hai", "Hai", "XA-A", [Role.ADMINISTRATOR])  # has no password: is no help yet
    with pytest.raises(LastAdministrator):
        accounts.disable("mot")
    three, _ = accounts.add("ba", "Ba", "XA-A", [Role.ADMINISTRATOR])
    accounts.disable("mot", by=three)
    with pytest.raises(LastAdministrator):
        accounts.disable("ba")


def test_searching_and_paging(accounts: AccountService, database: Database) -> None:
    for number in range(12):
        accounts.add(
            f"can.bo.{number:02}", f"Trần Đức {number}", "XA-A", [Role.OFFICIAL], "mười hai con giáp x"
        )
    accounts.add("dang_5", "Đặng Thị Hoà 50%", "XA-B", [Role.CLERK])
    accounts.add_waiting("cho", "Chờ kích hoạt", "XA-B", [Role.CLERK])
    accounts.disable("can.bo.03")

    def found(search: str = "", **narrow: object) -> list[str]:
        rows = accounts.list(search=search, **narrow)  # type: ignore[arg-type]
        assert accounts.count(search=search, **narrow) == len(rows)  # type: ignore[arg-type]
        return [row.username for row in rows]

    assert found("hoa dang") == found("ĐẶNG hoà") == ["dang_5"]
    assert found("50%") == found("g_5") == ["dang_5"]
    assert found("%") == ["dang_5"]
    assert found("_5") == ["dang_5"]
    assert found("tran duc 1") == ["can.bo.01", "can.bo.10", "can.bo.11"]
    assert found("không ai") == []
    assert found(unit_code="xa-b") == ["cho", "dang_5"]
    assert found(state=AccountState.DISABLED) == ["can.bo.03"]
    assert found(state=AccountState.WAITING) == ["cho"]
    assert len(found(state=AccountState.ACTIVE)) == 12
    pages = [accounts.list(search="can.bo", limit=5, offset=start) for start in (0, 5, 10, 15)]
    assert [len(rows) for rows in pages] == [5, 5, 2, 0]
    assert [row.username for rows in pages for row in rows] == [f"can.bo.{n:02}" for n in range(12)]
    with database.session() as session:
        session.execute(update(AccountRow).values(found_by=None))  # as an earlier version left them
    assert found("dang hoa") == ["dang_5"]
