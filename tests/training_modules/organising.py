"""A small estate with organisers, and a clock that goes where the test wants it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from access.accounts import AccountService
from access.models import AccountRow
from access.principal import Principal
from access.units import UnitService
from tests.training_modules.conftest import COURSE
from training_modules.content import Course, read_course
from training_modules.enrolment import listening
from training_modules.enrolment.models import EnrolmentRow
from training_modules.enrolment.reports import ProgressReports
from training_modules.enrolment.service import EnrolmentService
from training_modules.enrolment.types import Learner, NewRequirement, Tally, Wanted
from training_modules.events import CourseFinished
from vanthu.db import Database, office_day
from vanthu.services_school import COURSES

START = datetime.fromisoformat("2026-03-02T09:00:00+07:00")


class Estate:
    """A province with two communes; a trainer in each, and everything on one clock."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.db = database
        self.at = START
        self.units = UnitService(database, clock=self.clock)
        self.accounts = AccountService(database, clock=self.clock)
        self.enrolments = EnrolmentService(database, clock=self.clock)
        self.reports = ProgressReports(database)
        self.course: Course = read_course(COURSES / COURSE)
        monkeypatch.setattr(listening, "now", self.clock)
        self.accounts.local_operator()
        for code, above in (("TINH", None), ("XA-A", "TINH"), ("XA-B", "TINH")):
            self.units.add(code, f"Đơn vị {code}", above)
        self.province, self.commune, self.other = (
            self.add(f"gv.{code.lower()}", code, "trainer") for code in ("TINH", "XA-A", "XA-B")
        )

    def clock(self) -> datetime:
        return self.at

    @property
    def today(self) -> date:
        return office_day(self.at)

    def later(self, days: int) -> None:
        """Days pass (or, below zero, the clock is set back), and the rules are applied again."""
        self.at += timedelta(days=days)
        self.enrolments.upkeep.run()

    def add(self, name: str, unit: str, role: str = "official") -> Principal:
        person, _ = self.accounts.add(name, name, unit, [role])
        with self.db.session() as session:  # the row's own clock is the machine's
            session.get_one(AccountRow, person.account_id).created_at = self.at
        return person

    def require(self, by: Principal, unit: str, roles: Sequence[str] = ("official",), **more: object) -> int:
        new = NewRequirement(COURSE, unit, roles=tuple(roles), **more)  # type: ignore[arg-type]
        return self.enrolments.make(new, "Khoá học", by)[0].id

    def finish(self, person: Principal) -> None:
        """The course is finished, for the first time or anew."""
        with self.db.session() as session:
            listening.note(session, CourseFinished(person.account_id, self.course, first=True, attempt=None))

    def rows(self, person: Principal) -> list[EnrolmentRow]:
        """By cycle."""
        query = select(EnrolmentRow).where(EnrolmentRow.account_id == person.account_id)
        with self.db.session() as session:
            return list(session.scalars(query.order_by(EnrolmentRow.id)))

    def tally(self, by: Principal, unit: str | None = None, wanted: Wanted | None = None) -> Tally:
        reach = self.enrolments.reach(by)
        return self.reports.report(reach, unit, wanted or Wanted()).unit.tally

    def people(self, by: Principal, unit: str | None = None) -> list[Learner]:
        return self.reports.people(self.enrolments.reach(by), unit, Wanted(), limit=1000)[0]

    def names(self, by: Principal, unit: str | None = None) -> list[str]:
        return sorted(each.username for each in self.people(by, unit))
