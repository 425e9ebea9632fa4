"""Who is enrolled, when a completion counts, when one is due again, and what is reminded."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from access.models import AccountRow
from access.roles import Role
from rag.passages import PassageStore
from records.catalogue import Catalogue
from records.files import FileStore
from tests.training_modules.conftest import COURSE
from tests.training_modules.finishing import finish
from tests.training_modules.organising import Estate
from training_modules.enrolment.applying import Applied
from training_modules.enrolment.cycles import months_later, next_cycle
from training_modules.enrolment.duties import Duties
from training_modules.enrolment.errors import (
    EnrolmentFinished,
    ReasonMissing,
    RequirementInvalid,
    RequirementNotYours,
)
from training_modules.enrolment.listening import note
from training_modules.enrolment.models import EnrolmentRow, ReminderRow
from training_modules.enrolment.types import State, Wanted
from training_modules.library import CourseLibrary
from training_modules.service import TrainingService
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound
from vanthu.services_school import COURSES


@pytest.fixture
def estate(database: Database, monkeypatch: pytest.MonkeyPatch) -> Estate:
    return Estate(database, monkeypatch)


def states(estate: Estate, person: object) -> list[State]:
    return [duty.state for duty in Duties(estate.db, clock=estate.clock).of(person)]  # type: ignore[arg-type]


def test_a_rule_enrols_at_once_and_again_as_people_come_and_go(estate: Estate) -> None:
    an, binh = estate.add("an", "XA-A"), estate.add("binh", "XA-B")
    estate.require(estate.province, "TINH", due_days=30)
    assert estate.names(estate.province) == ["an", "binh"]
    assert estate.enrolments.upkeep.run()[0] == Applied(), "a second time there is nothing to do"
    chi = estate.add("chi", "XA-A")
    clerk = estate.add("dung", "XA-A", "clerk")
    estate.later(5)
    assert estate.rows(chi)[0].due_on == estate.today + timedelta(days=30), "counted from the own enrolment"
    assert estate.rows(an)[0].due_on == estate.today + timedelta(days=25)
    estate.accounts.change("dung", roles=["official"])  # a role given later
    estate.accounts.change("binh", roles=["clerk"])
    estate.accounts.change("an", unit_code="LOCAL")  # out of the province
    estate.later(1)
    assert estate.names(estate.province) == ["chi", "dung"]
    assert estate.rows(binh)[0].withdrawn_at is not None
    assert len(estate.rows(clerk)) == 1
    estate.accounts.change("binh", roles=["official"])
    estate.later(1)
    (back,) = estate.rows(binh)
    assert back.withdrawn_at is None
    assert back.due_on == estate.today + timedelta(days=23), "the due day stays what it was"


def test_new_accounts_stay_enrolled_when_they_are_new_no_longer(estate: Estate) -> None:
    estate.add("cu", "XA-A")
    estate.later(40)
    estate.add("moi", "XA-A")
    estate.require(estate.commune, "XA-A", new_within_days=30)
    assert estate.names(estate.commune) == ["moi"]
    estate.later(60)
    assert estate.names(estate.commune) == ["moi"]


def test_nothing_happens_before_the_first_day(estate: Estate) -> None:
    an = estate.add("an", "XA-A")
    first = estate.today + timedelta(days=10)
    estate.require(estate.commune, "XA-A", begins_on=first, due_days=7)
    assert estate.rows(an) == []
    estate.later(10)
    assert estate.rows(an)[0].due_on == first + timedelta(days=7)


def test_who_comes_after_the_due_day_has_thirty_days(estate: Estate) -> None:
    estate.require(estate.commune, "XA-A", due_on=estate.today + timedelta(days=3))
    estate.later(4)
    an = estate.add("an", "XA-A")
    estate.later(0)
    assert estate.rows(an)[0].due_on == estate.today + timedelta(days=30)


def test_the_lone_auditor_and_the_operator_are_never_enrolled(estate: Estate) -> None:
    estate.add("kiem", "XA-A", "auditor")
    estate.require(estate.province, "TINH", roles=())
    assert estate.names(estate.province) == ["gv.tinh", "gv.xa-a", "gv.xa-b"]


def test_disabled_accounts_are_shown_apart(estate: Estate) -> None:
    estate.add("an", "XA-A")
    estate.add("binh", "XA-A")
    estate.require(estate.commune, "XA-A")
    estate.accounts.disable("an")
    estate.later(1)
    tally = estate.tally(estate.commune)
    assert (tally.enrolled, tally.not_begun, tally.disabled) == (1, 1, 1)
    assert estate.names(estate.commune) == ["binh"]
    estate.accounts.enable("an")
    assert estate.tally(estate.commune).enrolled == 2


def test_a_merged_unit_counts_as_its_successor_and_binds_its_own_people_only(estate: Estate) -> None:
    estate.add("an", "XA-A")
    estate.add("binh", "XA-B")
    estate.require(estate.commune, "XA-A")
    estate.units.merge("XA-A", "XA-B")
    estate.later(0)
    assert estate.names(estate.other) == ["an"], "binh was never asked to learn"
    assert estate.tally(estate.other).enrolled == 1
    assert [row.code for row in _report(estate).below] == ["XA-B"]
    assert estate.tally(estate.province, "XA-A").enrolled == 1, "the old code leads to the successor"


def test_an_abolished_unit_keeps_its_people_in_the_figures(estate: Estate) -> None:
    estate.add("an", "XA-A")
    estate.require(estate.province, "TINH")
    estate.units.abolish("XA-A")
    assert [(row.code, row.living, row.tally.enrolled) for row in _report(estate).below] == [
        ("XA-B", True, 0),
        ("XA-A", False, 1),
    ]


def _report(estate: Estate):  # type: ignore[no-untyped-def]
    return estate.reports.report(estate.enrolments.reach(estate.province), None, Wanted())


def test_what_was_finished_before_counts_at_once(estate: Estate) -> None:
    an = estate.add("an", "XA-A")
    estate.finish(an)
    estate.later(400)
    estate.require(estate.commune, "XA-A", due_days=10)
    estate.require(estate.commune, "XA-A", due_days=10, repeat_months=12)
    once, yearly = estate.rows(an)
    assert once.completed_at == estate.at - timedelta(days=400)
    assert yearly.completed_at is None, "it lapsed long ago"
    assert yearly.began_at is None


@pytest.mark.databases
def test_cycles(estate: Estate) -> None:
    an = estate.add("an", "XA-A")
    estate.require(estate.commune, "XA-A", due_days=10, repeat_months=12)
    estate.later(3)
    estate.finish(an)
    first = estate.at
    estate.later(330)
    assert [row.cycle for row in estate.rows(an)] == [1]
    estate.later(10)  # within thirty days of the lapse
    old, new = estate.rows(an)
    assert (new.cycle, new.due_on) == (2, months_later(first.date(), 12))
    assert (old.completed_at, old.superseded_at) == (first, estate.at)
    assert states(estate, an) == [State.NOT_BEGUN]
    assert estate.tally(estate.commune).enrolled == 1, "a person under a requirement counts once"
    estate.later(60)
    assert states(estate, an) == [State.OVERDUE]
    assert len(estate.rows(an)) == 2, "no third cycle while the second is open"
    estate.finish(an)
    assert states(estate, an) == [State.FINISHED]
    assert estate.rows(an)[0].completed_at == first, "the first completion is never lost"
    estate.later(1)
    estate.later(365)
    assert [row.cycle for row in estate.rows(an)] == [1, 2, 3]


def test_a_clock_set_back_takes_nothing_away_and_gives_nothing_twice(estate: Estate) -> None:
    an = estate.add("an", "XA-A")
    estate.require(estate.commune, "XA-A", due_days=5, repeat_months=12)
    estate.later(6)
    given = _reminders(estate)
    estate.later(-200)
    estate.finish(an)
    (row,) = estate.rows(an)
    assert row.completed_at is not None
    assert row.completed_at.date() >= row.enrolled_on - timedelta(days=1)
    estate.later(0)
    estate.later(200)
    assert [row.cycle for row in estate.rows(an)] == [1]
    assert states(estate, an) == [State.FINISHED]
    assert _reminders(estate) == given


def _reminders(estate: Estate) -> list[str]:
    with estate.db.session() as session:
        return list(session.scalars(select(ReminderRow.occasion).order_by(ReminderRow.id)))


def test_each_reminder_is_given_once_until_it_is_seen(estate: Estate) -> None:
    an = estate.add("an", "XA-A")
    duties = Duties(estate.db, clock=estate.clock)
    estate.require(estate.commune, "XA-A", due_days=10)
    told = []
    for _ in range(14):
        estate.later(1)
        told.append([notice.occasion for notice in duties.notices(an)])
    assert _reminders(estate) == ["week", "day", "overdue"]
    assert told == [[]] * 2 + [["week"]] * 6 + [["day"]] * 2 + [["overdue"]] * 4
    (notice,) = duties.notices(an)
    with pytest.raises(NotFound):
        duties.see(notice.id, estate.other)
    duties.see(notice.id, an)
    assert duties.notices(an) == []
    (enrolled,) = estate.people(estate.commune)
    assert enrolled.reminded_at is not None
    for by in (estate.commune, estate.province):
        estate.enrolments.remind([enrolled.enrolment_id] * 2, by)
    assert [notice.occasion for notice in duties.notices(an)] == ["asked"]
    assert len(_reminders(estate)) == 4, "asked twice in a day, told once"
    estate.finish(an)
    assert duties.notices(an) == []


def test_an_exemption_has_a_reason_and_can_be_taken_back(estate: Estate) -> None:
    an = estate.add("an", "XA-A")
    estate.require(estate.commune, "XA-A", due_days=2)
    (enrolled,) = estate.people(estate.commune)
    at = enrolled.enrolment_id
    with pytest.raises(ReasonMissing):
        estate.enrolments.exempt(at, " \n", estate.commune)
    estate.enrolments.exempt(at, "nghỉ thai sản", estate.province)
    assert states(estate, an) == [State.EXEMPTED]
    estate.later(9)
    tally = estate.tally(estate.commune)
    assert (tally.exempted, tally.overdue, tally.share) == (1, 0, None)
    assert estate.people(estate.commune)[0].exempted_reason == "nghỉ thai sản"
    with pytest.raises(EnrolmentFinished):
        estate.enrolments.exempt(at, "lần nữa", estate.commune)
    estate.enrolments.require_again(at, estate.commune)
    assert states(estate, an) == [State.OVERDUE]
    estate.finish(an)
    with pytest.raises(EnrolmentFinished):
        estate.enrolments.exempt(at, "đã xong", estate.commune)


def test_an_exemption_is_for_one_cycle(estate: Estate) -> None:
    an = estate.add("an", "XA-A")
    estate.require(estate.commune, "XA-A", due_days=2, repeat_months=6)
    estate.enrolments.exempt(estate.people(estate.commune)[0].enrolment_id, "nghỉ ốm", estate.commune)
    estate.later(1)
    estate.later(200)
    assert states(estate, an) == [State.OVERDUE]
    assert [row.exempted_reason for row in estate.rows(an)] == ["nghỉ ốm", None]


def test_only_ones_own_requirements_can_be_changed(estate: Estate) -> None:
    estate.add("an", "XA-A")
    above = estate.require(estate.province, "TINH")
    beside = estate.require(estate.other, "XA-B")
    (enrolled,) = estate.people(estate.commune)
    with pytest.raises(RequirementNotYours):
        estate.enrolments.exempt(enrolled.enrolment_id, "lý do", estate.commune)
    with pytest.raises(RequirementNotYours):
        estate.enrolments.end(above, estate.commune)
    with pytest.raises(NotFound):
        estate.enrolments.end(beside, estate.commune)
    with pytest.raises(NotFound):
        estate.enrolments.remind([enrolled.enrolment_id], estate.other)
    with pytest.raises(NotFound):
        estate.require(estate.commune, "XA-B")
    with pytest.raises(NotFound):
        estate.require(estate.commune, "TINH")
    with pytest.raises(Forbidden):
        estate.enrolments.requirements(estate.add("clerk", "XA-A", "clerk"))
    assert [(each.id, each.yours) for each in estate.enrolments.requirements(estate.commune)] == [
        (above, False)
    ]


def test_what_is_ended_binds_nobody(estate: Estate) -> None:
    an = estate.add("an", "XA-A")
    ended = estate.require(estate.commune, "XA-A", due_days=2)
    estate.enrolments.end(ended, estate.commune)
    estate.add("binh", "XA-A")
    estate.later(10)
    assert states(estate, an) == []
    assert _reminders(estate) == []
    assert estate.tally(estate.commune).enrolled == 0
    assert estate.tally(estate.commune, None, Wanted(requirement_id=ended)).enrolled == 1, "still to be read"


def test_what_cannot_be_required(estate: Estate) -> None:
    wrong: list[dict[str, object]] = [
        {"due_days": 0},
        {"due_days": 3661},
        {"repeat_months": 121},
        {"roles": ("auditor",)},
        {"roles": ("boss",)},
        {"by_name": True, "new_within_days": 5},
        {"title": "x" * 201},
        {"due_on": estate.today - timedelta(days=1)},
        {"due_on": estate.today, "due_days": 3},
    ]
    for each in wrong:
        with pytest.raises(RequirementInvalid):
            estate.require(estate.commune, "XA-A", **each)


def test_the_school_tells_who_began_and_who_finished(database: Database, tmp_path: Path) -> None:
    """From the first attempt to the end, with the real school and clock."""
    from access.accounts import AccountService
    from training_modules.enrolment.service import EnrolmentService
    from training_modules.enrolment.types import NewRequirement

    accounts = AccountService(database)
    accounts.local_operator()
    trainer, _ = accounts.add("gv", "gv", "LOCAL", [Role.TRAINER])
    an, _ = accounts.add("an", "an", "LOCAL", [Role.TRAINEE])
    EnrolmentService(database).make(NewRequirement(COURSE, "LOCAL", roles=("trainee",)), "Khoá", trainer)
    school = TrainingService(
        database,
        CourseLibrary(database, COURSES),
        Catalogue(database, FileStore(tmp_path)),
        PassageStore(database),
        (note,),
    )
    duties = Duties(database)
    assert [duty.state for duty in duties.of(an)] == [State.NOT_BEGUN]
    school.start_attempt(COURSE, "kiem-tra", an)
    assert [duty.state for duty in duties.of(an)] == [State.IN_PROGRESS]
    finish(school, COURSE, an)
    assert [duty.state for duty in duties.of(an)] == [State.FINISHED]


@pytest.mark.databases
def test_standing_is_kept_by_the_database(estate: Estate) -> None:
    """What is counted by is computed from what happened, on both databases."""
    estate.add("an", "XA-A")
    estate.require(estate.commune, "XA-A")
    changes = ("began_at", 1), ("exempted_at", 3), ("completed_at", 2), ("superseded_at", 4)
    with estate.db.session() as session:
        for column, standing in changes:
            session.execute(update(EnrolmentRow).values({column: func.now()}))
            assert session.scalar(select(EnrolmentRow.standing)) == standing
        assert session.scalar(select(func.count()).select_from(AccountRow)) == 5
    assert estate.enrolments.upkeep.run()[1] == 0


@given(st.dates(max_value=date(2200, 1, 1)), st.integers(1, 120))
def test_a_cycle_opens_before_it_is_due_and_after_the_last_was_settled(day: date, months: int) -> None:
    opens, due = next_cycle(day, months)
    assert day < opens < due
    assert (due.year - day.year) * 12 + due.month - day.month == months
    assert due.day == day.day or (due + timedelta(days=1)).day == 1
