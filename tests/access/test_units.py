"""Units over time: renamed, moved, merged, abolished; whatever is asked for, every day they are one tree."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from access.accounts import AccountService
from access.errors import (
    AgencyCodeInvalid,
    AgencyCodeTaken,
    UnitCircle,
    UnitEnded,
    UnitHasUnits,
    UnitLocal,
    UnitUnknown,
)
from access.models import AccountRow, AssignmentRow, UnitRow, UnitVersionRow
from access.rights import heir, merged_into, path_of
from access.roles import Role
from access.scope import Scope
from access.units import UnitService
from vanthu.db import Database
from vanthu.errors import VanthuError

pytestmark = pytest.mark.databases

FIRST = date(2026, 7, 1)
DAYS = 8


class Clock:
    """Eight in the morning, Viet Nam time, of a day the test chooses."""

    def __init__(self, day: date = FIRST) -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def units(database: Database, clock: Clock) -> UnitService:
    service = UnitService(database, clock=clock)
    service.add("TINH", "Tỉnh uỷ", agency_code="a26")
    service.add("XA-A", "Đảng uỷ xã A", "TINH", agency_code="A26.01")
    service.add("XA-B", "Đảng uỷ xã B", "TINH")
    return service


def after(days: int) -> date:
    return FIRST + timedelta(days=days)


def test_a_new_name_and_code_hold_from_their_day_and_the_old_are_remembered(units: UnitService) -> None:
    units.rename("XA-A", "Đảng uỷ phường A", agency_code="A26.77", on=after(3))
    assert units.by_code("XA-A").name == "Đảng uỷ xã A"
    assert units.by_code("XA-A", on=after(2)).agency_code == "A26.01"
    later = units.by_code("XA-A", on=after(3))
    assert (later.name, later.agency_code) == ("Đảng uỷ phường A", "A26.77")
    told = [(span.from_day, span.until_day, span.name) for span in units.history("XA-A")]
    assert told == [(None, after(2), "Đảng uỷ xã A"), (after(3), None, "Đảng uỷ phường A")]


def test_a_change_in_between_leaves_a_later_one_alone(units: UnitService) -> None:
    units.rename("XA-A", "Tên sau", on=after(6))
    units.rename("XA-A", "Tên giữa", on=after(2))
    units.move("XA-A", "XA-B", on=after(4))
    names = [units.by_code("XA-A", on=after(day)).name for day in (0, 2, 5, 6)]
    assert names == ["Đảng uỷ xã A", "Tên giữa", "Tên giữa", "Tên sau"]
    other = units.by_code("XA-B")
    assert [other.id in units.by_code("XA-A", on=after(day)).path for day in (3, 4, 7)] == [False, True, True]


def test_names_of_today_are_shown_when_the_day_has_come(
    units: UnitService, clock: Clock, database: Database
) -> None:
    accounts = AccountService(database, clock=clock)
    accounts.add("lan", "Lan", "XA-A", [Role.OFFICIAL])
    units.rename("XA-A", "Tên mới", on=after(2))
    assert accounts.principal("lan").unit_name == "Đảng uỷ xã A"
    clock.day = after(2)
    assert accounts.principal("lan").unit_name == "Tên mới"


@pytest.mark.parametrize(
    "code", ["A1", "26A", "A26.", "A26..01", "a26.đ1", "A26/01", "A26 01", "A26." + "1" * 32, "AA6", "LOCAL"]
)
def test_what_is_no_agency_code(units: UnitService, code: str) -> None:
    with pytest.raises(AgencyCodeInvalid):
        units.rename("XA-A", "Xã A", agency_code=code)
    with pytest.raises(AgencyCodeInvalid):
        units.add("MOI", "Mới", agency_code=code)


def test_no_two_units_bear_one_agency_code_at_a_time(units: UnitService) -> None:
    with pytest.raises(AgencyCodeTaken):
        units.add("XA-C", "Xã C", agency_code="A26.01")
    units.rename("XA-A", "Xã A", agency_code="A26.02", on=after(4))
    with pytest.raises(AgencyCodeTaken):
        units.rename("XA-B", "Xã B", agency_code="A26.01", on=after(3))
    assert units.rename("XA-B", "Xã B", agency_code="A26.01", on=after(4)).agency_code is None
    assert units.by_code("XA-B", on=after(4)).agency_code == "A26.01"


def test_no_unit_below_itself_now_or_later(units: UnitService) -> None:
    units.add("VP-A", "Văn phòng xã A", "XA-A")
    for under in ("XA-A", "VP-A"):
        with pytest.raises(UnitCircle):
            units.move("XA-A", under)
        with pytest.raises(UnitCircle):
            units.merge("XA-A", under, on=after(5))
    units.move("XA-B", "VP-A", on=after(5))
    with pytest.raises(UnitCircle):
        units.move("XA-A", "XA-B")  # sound today, a circle from the fifth day on
    with pytest.raises(UnitCircle):
        units.merge("XA-A", "XA-B", on=after(5))


def test_the_root_stays(units: UnitService) -> None:
    for change in (
        lambda: units.move("local", "XA-A"),
        lambda: units.merge("LOCAL", "XA-A"),
        lambda: units.abolish("LOCAL"),
    ):
        with pytest.raises(UnitLocal):
            change()


def test_abolished_with_nothing_below_and_only_once(units: UnitService, clock: Clock) -> None:
    with pytest.raises(UnitHasUnits):
        units.abolish("TINH", on=after(5))
    units.abolish("XA-A", on=after(2))
    with pytest.raises(UnitEnded):
        units.merge("XA-A", "XA-B", on=after(1))
    with pytest.raises(UnitEnded):
        units.add("VP-A", "Văn phòng", "XA-A")
    with pytest.raises(UnitEnded):
        units.merge("XA-B", "XA-A", on=after(2))
    with pytest.raises(UnitHasUnits):
        units.move("XA-B", "XA-A")
    units.keep("XA-A")
    units.abolish("XA-A", on=after(3))
    clock.day = after(3)
    with pytest.raises(UnitEnded):
        units.keep("XA-A")
    with pytest.raises(UnitEnded):
        units.rename("XA-A", "Tên mới")
    with pytest.raises(UnitUnknown):
        units.merge("XA-B", "KHONG-CO")


def test_a_merger_takes_effect_on_its_day_by_itself(
    units: UnitService, clock: Clock, database: Database
) -> None:
    accounts = AccountService(database, clock=clock)
    accounts.add("cu", "Người xã A", "XA-A", [Role.CLERK])
    accounts.add("moi", "Người xã B", "XA-B", [Role.OFFICIAL])
    old, new = units.by_code("XA-A"), units.by_code("XA-B")
    units.merge("XA-A", "XA-B", on=after(4))
    clock.day = after(3)
    assert accounts.principal("cu").unit_id == old.id
    assert old.id not in Scope.of(accounts.principal("moi")).unit_ids
    clock.day = after(4)
    person = accounts.principal("cu")
    assert (person.unit_id, person.roles) == (new.id, {Role.CLERK})
    for name in ("cu", "moi"):
        assert {old.id, new.id} <= Scope.of(accounts.principal(name)).unit_ids


def test_whoever_was_abolished_reads_and_does_nothing(
    units: UnitService, clock: Clock, database: Database
) -> None:
    accounts = AccountService(database, clock=clock)
    accounts.add("cu", "Người xã A", "XA-A", [Role.CLERK])
    units.abolish("XA-A", on=after(1))
    clock.day = after(1)
    assert Scope.of(accounts.principal("cu")).sees_nothing
    assert accounts.principal("cu").roles == frozenset()


CODES = ("U0", "U1", "U2", "U3", "U4")
OPERATIONS = st.one_of(
    st.tuples(st.just("rename"), st.sampled_from(CODES), st.integers(0, DAYS), st.sampled_from("PQR")),
    st.tuples(st.just("move"), st.sampled_from(CODES), st.integers(0, DAYS), st.sampled_from(CODES)),
    st.tuples(st.just("merge"), st.sampled_from(CODES), st.integers(0, DAYS), st.sampled_from(CODES)),
    st.tuples(st.just("abolish"), st.sampled_from(CODES), st.integers(0, DAYS), st.none()),
    st.tuples(st.just("keep"), st.sampled_from(CODES), st.just(0), st.none()),
)


class Oracle:
    """What every unit is on every day, day by day, and nothing cleverer."""

    def __init__(self) -> None:
        self.name = {code: ["start"] * (DAYS + 1) for code in CODES}
        self.parent = {code: ["LOCAL"] * (DAYS + 1) for code in CODES}
        self.end: dict[str, tuple[int, str | None]] = {}

    def apply(self, act: str, code: str, day: int, what: Any) -> None:
        if act in {"rename", "move"}:
            line = (self.name if act == "rename" else self.parent)[code]
            old = line[day]
            for at in range(day, DAYS + 1):
                if line[at] != old:
                    break
                line[at] = what
        elif act == "keep":
            self.end.pop(code, None)
        else:
            self.end[code] = (day, what)

    def living(self, code: str, day: int) -> bool:
        return code not in self.end or day < self.end[code][0]

    def heir(self, code: str, day: int) -> str:
        while code != "LOCAL" and not self.living(code, day) and self.end[code][1] is not None:
            code = str(self.end[code][1])
        return code

    def path(self, code: str, day: int) -> list[str]:
        path = [self.heir(code, day)]
        while path[-1] != "LOCAL":
            path.append(self.heir(self.parent[path[-1]][day], day))
            assert len(path) <= len(CODES) + 1, "a circle"
        return path


def check(database: Database, operations: list[tuple[str, str, int, Any]]) -> None:
    units, oracle = fresh(database), Oracle()
    for act, code, day, what in operations:
        arguments = [] if what is None else [what]
        keywords = {} if act == "keep" else {"on": after(day)}
        try:
            getattr(units, act)(code, *arguments, **keywords)
        except VanthuError:
            continue
        oracle.apply(act, code, day, what)
    ids = {unit.code: unit.id for unit in units.list()}
    with database.session() as session:
        for day in range(DAYS + 1):
            on = after(day)
            shown = {unit.code: unit for unit in units.list(on=on)}
            for code in CODES:
                assert shown[code].living == oracle.living(code, day)
                assert shown[code].name == oracle.name[code][day]
                if shown[code].living:
                    path = oracle.path(code, day)
                    assert list(path_of(session, ids[code], on)) == [ids[each] for each in path]
                    assert shown[code].path == path_of(session, ids[code], on)
                    assert all(each == "LOCAL" or oracle.living(each, day) for each in path)
                    gone = {each for each in CODES if each not in path and oracle.heir(each, day) in path}
                    assert merged_into(session, path_of(session, ids[code], on), on) == {ids[c] for c in gone}
                assert heir(session, ids[code], on) == ids[oracle.heir(code, day)]


def fresh(database: Database) -> UnitService:
    """Five units below the root, and nothing of an earlier example."""
    with database.session() as session:
        for table in (AssignmentRow, AccountRow, UnitVersionRow):
            session.execute(delete(table))
        session.execute(update(UnitRow).values(parent_id=None, successor_id=None))
        session.execute(delete(UnitRow))
        root = UnitRow(code="LOCAL", name="Gốc")
        session.add(root)
        session.flush()
        session.add_all(UnitRow(code=code, name="start", parent_id=root.id) for code in CODES)
    return UnitService(database, clock=Clock())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATIONS, min_size=1, max_size=14))
def test_on_every_day_the_units_are_one_tree_and_read_as_they_were_changed(
    database: Database, operations: list[tuple[str, str, int, Any]]
) -> None:
    check(database, operations)


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATIONS, min_size=4, max_size=24))
def test_the_same_for_longer(database: Database, operations: list[tuple[str, str, int, Any]]) -> None:
    check(database, operations)
