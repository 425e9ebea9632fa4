"""Reports against a naive count that knows nothing of the product; who sees whom; lists and tables."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import delete, insert

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access.accounts import AccountService
from access.models import AccountRoleRow, AccountRow, UnitRow
from access.units import LOCAL_CODE, UnitService
from tests.training_modules.conftest import COURSE
from tests.training_modules.organising import Estate
from training_modules.enrolment import tables
from training_modules.enrolment.errors import ListUnusable
from training_modules.enrolment.models import EnrolmentRow, RequirementRow
from training_modules.enrolment.reports import ProgressReports
from training_modules.enrolment.service import EnrolmentService
from training_modules.enrolment.types import State, Tally, Wanted
from vanthu.db import Base, Database, now, office_day
from vanthu.errors import NotFound

UNITS = 5
STATES = tuple(State)


@dataclass(frozen=True)
class Plan:
    """Units by number: who stands above (None: the root), since when one is no more, and its successor."""

    above: tuple[int | None, ...]
    ended: tuple[bool, ...]
    into: tuple[int | None, ...]
    homes: tuple[int, ...]
    """The unit of each person."""
    disabled: tuple[bool, ...]
    enrolments: tuple[tuple[int, int, State, bool], ...]
    """Person, requirement, how it stands, and whether it was withdrawn."""
    requirements: tuple[int, ...]
    """The unit each was made for."""

    def place(self, unit: int) -> int:
        into = self.into[unit]
        return unit if not self.ended[unit] or into is None else self.place(into)

    def within(self, unit: int | None, top: int | None) -> bool:
        """Whether `unit` is `top` or stands somewhere below it; the root is None."""
        if unit is not None:
            unit = self.place(unit)
        while unit != top:
            if unit is None:
                return False
            above = self.above[unit]
            unit = None if above is None else self.place(above)
        return True


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Units hang below ones of a smaller number; merged ones become a later one's that stands beside."""
    above = tuple(draw(st.none() | st.integers(0, n - 1)) if n else None for n in range(UNITS))
    into: list[int | None] = [None] * UNITS
    ended = [False] * UNITS
    for unit in range(1, UNITS):
        if draw(st.integers(0, 3)) == 0:
            ended[unit] = True
            others = [each for each in range(unit) if not ended[each]]
            into[unit] = draw(st.sampled_from(others)) if others else None
    people = draw(st.integers(0, 10))
    requirements = tuple(draw(st.lists(st.integers(0, UNITS - 1), min_size=1, max_size=3)))
    some = st.tuples(
        st.integers(0, max(0, people - 1)),
        st.integers(0, len(requirements) - 1),
        st.sampled_from(STATES),
        st.sampled_from((False, False, False, True)),
    )
    enrolments = draw(st.lists(some, max_size=20, unique_by=lambda each: each[:2])) if people else []
    return Plan(
        above,
        tuple(ended),
        tuple(into),
        tuple(draw(st.integers(0, UNITS - 1)) for _ in range(people)),
        tuple(draw(st.sampled_from((False, False, True))) for _ in range(people)),
        tuple(enrolments),
        requirements,
    )


class World:
    """A plan in a real database."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.units = UnitService(db)
        self.service = EnrolmentService(db)
        self.reports = ProgressReports(db)
        self.root = self.units.by_code(LOCAL_CODE).id
        self.today = office_day(now())
        self.organiser, _ = AccountService(db).add("to.chuc", "to.chuc", LOCAL_CODE, ["trainer"])

    def build(self, plan: Plan) -> None:
        past = self.today - timedelta(days=3)
        with self.db.session() as session:
            for table in (EnrolmentRow, RequirementRow):
                session.execute(delete(table))
            session.execute(delete(AccountRoleRow).where(AccountRoleRow.account_id >= 100))
            session.execute(delete(AccountRow).where(AccountRow.id >= 100))
            session.execute(delete(UnitRow).where(UnitRow.id != self.root))
            for n, above in enumerate(plan.above):
                parent = self.root if above is None else 100 + above
                session.execute(
                    insert(UnitRow).values(id=100 + n, code=f"U{n}", name=f"U{n}", parent_id=parent)
                )
            for n, ended in enumerate(plan.ended):
                row = session.get_one(UnitRow, 100 + n)
                row.abolished_on = past if ended else None
                into = plan.into[n]
                row.successor_id = None if into is None else 100 + into
            for n, home in enumerate(plan.homes):
                self._account(session, 100 + n, f"p{n}", home, disabled=plan.disabled[n])
            for unit in range(UNITS):
                self._account(session, 200 + unit, f"gv{unit}", unit, role="trainer")
            for n, unit in enumerate(plan.requirements):
                session.add(
                    RequirementRow(
                        id=n + 1, title=f"R{n}", course_id=f"c{n}", unit_id=100 + unit, roles=[],
                        by_name=False, mandatory=True, begins_on=past, made_by=self.organiser.account_id,
                    )
                )  # fmt: skip
            session.flush()
            session.add_all(self._enrolment(*each) for each in plan.enrolments)

    @staticmethod
    def _account(session, number: int, name: str, unit: int, *, disabled=False, role="official") -> None:
        at = now() if disabled else None
        session.add(
            AccountRow(id=number, username=name, display_name=name, unit_id=100 + unit, disabled_at=at)
        )
        session.flush()
        session.add(AccountRoleRow(account_id=number, role=role))

    def _enrolment(self, person: int, requirement: int, state: State, withdrawn: bool) -> EnrolmentRow:
        at, late = now(), state is State.OVERDUE
        return EnrolmentRow(
            requirement_id=requirement + 1,
            account_id=100 + person,
            enrolled_on=self.today,
            due_on=self.today + timedelta(days=-1 if late else 5),
            began_at=at if state in (State.IN_PROGRESS, State.FINISHED) else None,
            completed_at=at if state is State.FINISHED else None,
            exempted_at=at if state is State.EXEMPTED else None,
            withdrawn_at=at if withdrawn else None,
        )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('reports') / 'test.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield World(database)
    database.dispose()


def naive(plan: Plan, top: int | None, requirement: int | None = None) -> tuple[Counter[str], Counter[str]]:
    """States of the people of a unit and those below it, and their names, counted one after the other."""
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for person, about, state, withdrawn in plan.enrolments:
        if withdrawn or not plan.within(plan.homes[person], top) or requirement not in (None, about):
            continue
        if plan.disabled[person]:
            counts["disabled"] += 1
        else:
            counts[state.value] += 1
            counts["enrolled"] += 1
            names[f"p{person}"] += 1
    return counts, names


def told(tally: Tally) -> Counter[str]:
    names = ("enrolled", "disabled", *(state.value for state in STATES))
    return Counter({name: getattr(tally, name) for name in names if getattr(tally, name)})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=plans())
def test_a_report_is_the_naive_count(world: World, plan: Plan) -> None:
    world.build(plan)
    reach = world.service.reach(world.organiser)
    assert told(world.reports.report(reach, None, Wanted()).unit.tally) == naive(plan, None)[0]
    seen: Counter[str] = Counter()
    for row in world.reports.tree(reach, None, Wanted()):
        unit = None if row.code == LOCAL_CODE else int(row.code[1:])
        assert told(row.tally) == naive(plan, unit)[0], row.code
        report = world.reports.report(reach, row.code, Wanted(requirement_id=1))
        assert told(report.unit.tally) == naive(plan, unit, 0)[0]
        parts = Counter(told(report.own))
        for below in report.below:
            parts += told(below.tally)
        assert parts == told(report.unit.tally), "the unit's own people and the units below make the whole"
        seen += told(report.own)
    assert seen == naive(plan, None, 0)[0], "nobody is lost, nobody twice"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=plans())
def test_an_organiser_sees_their_own_people_and_nobody_else(world: World, plan: Plan) -> None:
    world.build(plan)
    accounts = AccountService(world.db)
    for home in range(UNITS):
        principal = accounts.principal_by_id(200 + home)
        if not principal.unit_path:
            assert plan.ended[home]
            assert plan.into[home] is None
            continue
        reach, top = world.service.reach(principal), plan.place(home)
        people, count = world.reports.people(reach, None, Wanted(), limit=1000)
        assert Counter(each.username for each in people) == naive(plan, top)[1]
        assert count == len(people)
        assert {each.username for each in world.reports.everyone(reach, None, Wanted())} == {
            each.username for each in people
        }
        for unit in range(UNITS):
            if plan.within(unit, top):
                found, _ = world.reports.people(reach, f"u{unit} ", Wanted(), limit=1000)
                assert Counter(each.username for each in found) == naive(plan, plan.place(unit))[1]
            else:
                with pytest.raises(NotFound):
                    world.reports.report(reach, f"U{unit}", Wanted())
                with pytest.raises(NotFound):
                    world.reports.people(reach, f"U{unit}", Wanted(), limit=1)
        listed = {each.id for each in world.service.requirements(principal)}
        for n, unit in enumerate(plan.requirements):
            reaches = plan.within(unit, top) or plan.within(top, plan.place(unit))
            assert (n + 1 in listed) == reaches
            if not reaches:
                with pytest.raises(NotFound):
                    world.reports.report(reach, None, Wanted(requirement_id=n + 1))


@pytest.fixture
def estate(database: Database, monkeypatch: pytest.MonkeyPatch) -> Estate:
    return Estate(database, monkeypatch)


def test_people_are_found_by_name_state_and_due_day(estate: Estate) -> None:
    for name in ("lan.an", "lan.binh", "chi"):
        estate.add(name, "XA-A")
    estate.require(estate.commune, "XA-A", due_days=5)
    estate.later(6)
    estate.require(estate.commune, "XA-A", due_days=20)
    reach = estate.enrolments.reach(estate.commune)

    def found(**more: object) -> list[str]:
        wanted = more.pop("wanted", Wanted())
        people, _ = estate.reports.people(reach, None, wanted, limit=10, **more)  # type: ignore[arg-type]
        return [each.username for each in people]

    assert found(search="LÁN") == ["lan.an", "lan.binh"] * 2
    assert found(state=State.OVERDUE) == ["chi", "lan.an", "lan.binh"]
    assert found(state=State.NOT_BEGUN, offset=2) == ["lan.binh"]
    late = Wanted(due_until=estate.today)
    assert found(wanted=late) == ["chi", "lan.an", "lan.binh"]
    assert estate.tally(estate.commune, None, late).overdue == 3
    assert estate.tally(estate.commune, None, Wanted(due_from=estate.today)).overdue == 0
    assert estate.tally(estate.commune, None, Wanted(course_id="khac")).enrolled == 0
    assert estate.tally(estate.commune, None, Wanted(course_id=COURSE)).enrolled == 6
    overdue = estate.reports.enrolments(reach, None, Wanted(), State.OVERDUE)
    assert estate.enrolments.remind(overdue, estate.commune) == 3


def test_a_list_is_taken_in_but_for_its_broken_lines(estate: Estate) -> None:
    an, binh = estate.add("an", "XA-A"), estate.add("binh", "XA-A")
    for name, unit, role in (
        ("xa", "XA-B", "official"),
        ("kiem", "XA-A", "auditor"),
        ("khoa", "XA-A", "official"),
    ):
        estate.add(name, unit, role)
    estate.accounts.disable("khoa")
    named = estate.require(estate.commune, "XA-A", roles=(), by_name=True, due_days=9)
    assert estate.names(estate.commune) == []
    lines = [
        "Tên đăng nhập;Ghi chú",
        "an;x",
        "AN;",
        "khong.co;",
        "",
        "xa;",
        "kiem;",
        "khoa;",
        '"hong',
        "?;",
        "binh;",
    ]
    content = "\r\n".join(lines).encode("utf-8-sig") + b"\r\n\xff\xfe;\r\n"
    outcome = estate.enrolments.name(named, content, estate.commune)
    assert (outcome.added, outcome.known) == (2, 0)
    assert [row.line for row in outcome.broken] == [3, 4, 6, 7, 8, 9, 10, 12]
    same = {row.say() for row in outcome.broken if row.line in (4, 6, 7, 8)}
    assert len(same) == 1, "another unit's, an auditor's, a disabled and no account are told alike"
    assert "2" in outcome.broken[0].say()
    assert estate.names(estate.commune) == ["an", "binh"]
    before = [row.due_on for row in (*estate.rows(an), *estate.rows(binh))]
    estate.later(1)
    again = estate.enrolments.name(named, content, estate.commune)
    assert (again.added, again.known) == (0, 2)
    assert [row.due_on for row in (*estate.rows(an), *estate.rows(binh))] == before
    (first, _) = estate.people(estate.commune)
    estate.enrolments.unname(first.enrolment_id, estate.commune)
    estate.later(1)
    assert estate.names(estate.commune) == ["binh"]
    for bad in (b"", b"ho ten\r\nan\r\n", "username\nan".encode("utf-16")):
        with pytest.raises(ListUnusable):
            estate.enrolments.name(named, bad, estate.commune)
    rule = estate.require(estate.commune, "XA-A")
    with pytest.raises(NotFound):
        estate.enrolments.name(rule, content, estate.commune)


def test_a_list_for_a_merged_unit_names_its_own_people_only(estate: Estate) -> None:
    estate.add("an", "XA-A")
    estate.add("binh", "XA-B")
    named = estate.require(estate.commune, "XA-A", roles=(), by_name=True)
    estate.units.merge("XA-A", "XA-B")
    estate.later(0)
    outcome = estate.enrolments.name(named, b"username\nan\nbinh\n", estate.other)
    assert (outcome.added, [row.line for row in outcome.broken]) == (1, [3])
    assert estate.names(estate.other) == ["an"]


def test_tables_hold_the_figures_and_no_formula(estate: Estate, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","y")'
    estate.add("an", "XA-A")
    estate.accounts.change("an", display_name=evil)
    estate.units.rename("XA-A", "+1+cmd|' /C calc'!A0")
    estate.add("binh", "XA-B")
    title = "@SUM(A1)\x07"
    estate.require(estate.province, "TINH", title=title, due_days=3)
    estate.finish(estate.accounts.principal("binh"))
    reach = estate.enrolments.reach(estate.province)
    book = load_workbook(
        io.BytesIO(
            tables.xlsx_of(
                estate.reports.tree(reach, None, Wanted()), estate.reports.everyone(reach, None, Wanted())
            )
        )
    )
    units = [[cell.value for cell in row] for row in book[tables.UNITS_SHEET].iter_rows()]
    assert units[0] == list(tables.UNIT_HEADS)
    assert [row[:2] + row[3:] for row in units[1:]] == [
        [0, "TINH", 2, 1, 0, 1, 0, 0, 0.5],
        [1, "XA-A", 1, 0, 0, 1, 0, 0, 0],
        [1, "XA-B", 1, 1, 0, 0, 0, 0, 1],
    ]
    people = [[cell.value for cell in row] for row in book[tables.PEOPLE_SHEET].iter_rows()]
    assert people[1][:5] == ["an", f"'{evil}", "XA-A", "'+1+cmd|' /C calc'!A0", "'@SUM(A1)"]
    assert people[2][8] == "Đã hoàn thành"
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    written = tables.csv_of(
        tables.PEOPLE_HEADS, tables.people_rows(estate.reports.everyone(reach, None, Wanted()))
    )
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert rows[1][12] == (estate.today + timedelta(days=3)).isoformat()


def test_a_report_of_nothing(estate: Estate) -> None:
    report = estate.reports.report(estate.enrolments.reach(estate.commune), None, Wanted())
    assert (report.unit.tally, report.below, report.unit.tally.share) == (Tally(), (), None)
