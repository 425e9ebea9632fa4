"""What an organiser does: who is to learn what, how far they are. The trail holds ids and counts only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action
from training_modules.enrolment import tables
from training_modules.enrolment.errors import CourseNotOffered, PeopleTooMany

if TYPE_CHECKING:
    from access.principal import Principal
    from access.units import Unit
    from training_modules.enrolment.reach import Reach
    from training_modules.enrolment.types import (
        Learner,
        ListOutcome,
        NewRequirement,
        Report,
        Requirement,
        State,
        UnitProgress,
        Wanted,
    )
    from training_modules.views import CourseCard
    from vanthu.recording import Recorder
    from vanthu.services import Services

MOST_PEOPLE = 100_000
"""Rows of people in one file."""


class Organising:
    """The acts of one organiser, for the unit they act for and the units below it."""

    def __init__(self, services: Services, principal: Principal, log: Recorder) -> None:
        self._services = services
        self._principal = principal
        self._log = log

    @cached_property
    def reach(self) -> Reach:
        """Raises `Forbidden`, which is recorded."""
        with self._log.asking(AuditAction.PROGRESS_VIEW):
            return self._services.enrolments.reach(self._principal)

    def units(self) -> list[tuple[Unit, int]]:
        """The living units one answers for, in the order of the tree, with their depth."""
        return self.reach.units()

    def courses(self) -> list[CourseCard]:
        """The courses that can be required."""
        self._principal.require(Action.ORGANISE)
        return self._services.training.courses(self._principal)

    def requirements(self, *, ended: bool = False) -> list[Requirement]:
        with self._log.asking(AuditAction.ENROL_MAKE):
            return self._services.enrolments.requirements(self._principal, ended=ended)

    def requirement(self, requirement_id: int) -> Requirement:
        with self._log.asking(AuditAction.ENROL_MAKE, None, {"requirement": requirement_id}):
            return self._services.enrolments.requirement(requirement_id, self._principal)

    def make(self, new: NewRequirement) -> tuple[Requirement, int]:
        """A new requirement, and how many people it enrolled at once."""
        with self._log.asking(AuditAction.ENROL_MAKE):
            self.reach.unit(new.unit_code)
            title = next((card.title for card in self.courses() if card.id == new.course_id), None)
        if title is None:
            raise CourseNotOffered
        with self._log.changing(AuditAction.ENROL_MAKE):
            made, enrolled = self._services.enrolments.make(new, title, self._principal)
        self._log.record(AuditAction.ENROL_MAKE, None, {"requirement": made.id, "unit": made.unit_id})
        return made, enrolled

    def end(self, requirement_id: int) -> None:
        with self._changing(AuditAction.ENROL_END, requirement=requirement_id):
            self._services.enrolments.end(requirement_id, self._principal)

    def name(self, requirement_id: int, content: bytes) -> ListOutcome:
        """Enrol those on a list of user names (CSV)."""
        with self._changing(AuditAction.ENROL_LIST, requirement=requirement_id):
            return self._services.enrolments.name(requirement_id, content, self._principal)

    def unname(self, enrolment_id: int) -> None:
        with self._changing(AuditAction.ENROL_LIST, enrolment=enrolment_id):
            self._services.enrolments.unname(enrolment_id, self._principal)

    def exempt(self, enrolment_id: int, reason: str) -> None:
        with self._changing(AuditAction.ENROL_EXEMPT, enrolment=enrolment_id):
            self._services.enrolments.exempt(enrolment_id, reason, self._principal)

    def require_again(self, enrolment_id: int) -> None:
        with self._changing(AuditAction.ENROL_EXEMPT, enrolment=enrolment_id, taken_back=True):
            self._services.enrolments.require_again(enrolment_id, self._principal)

    def remind(self, enrolment_ids: Sequence[int]) -> int:
        with self._changing(AuditAction.ENROL_REMIND, enrolments=len(enrolment_ids)):
            return self._services.enrolments.remind(enrolment_ids, self._principal)

    def remind_all(self, unit: str | None, wanted: Wanted, state: State) -> int:
        """Remind everyone of a unit, and of those below it, who stands so."""
        found = self._services.progress_reports.enrolments(self.reach, unit, wanted, state)
        return self.remind(found)

    def report(self, unit: str | None, wanted: Wanted) -> Report:
        """Counts only: nobody is named."""
        with self._log.asking(AuditAction.PROGRESS_VIEW):
            return self._services.progress_reports.report(self.reach, unit, wanted)

    def tree(self, unit: str | None, wanted: Wanted) -> list[UnitProgress]:
        with self._log.asking(AuditAction.PROGRESS_VIEW):
            return self._services.progress_reports.tree(self.reach, unit, wanted)

    def people(
        self,
        unit: str | None,
        wanted: Wanted,
        *,
        state: State | None = None,
        search: str = "",
        limit: int = 50,
        offset: int = 0,
        again: bool = False,
    ) -> tuple[list[Learner], int]:
        """People by name, the most pressing first, and how many there are in all.

        Opening a list is recorded, reading it again on the same visit (`again`) is not.
        """
        reach = self.reach
        with self._log.asking(AuditAction.PROGRESS_VIEW):
            found = self._services.progress_reports.people(
                reach, unit, wanted, state=state, search=search, limit=limit, offset=offset
            )
        if not again:
            detail = {"unit": reach.unit(unit).id, "enrolments": len(found[0])}
            self._log.record(AuditAction.PROGRESS_VIEW, None, detail)
        return found

    def xlsx(self, unit: str | None, wanted: Wanted, *, people: bool) -> bytes:
        """The units, and with `people` everyone by name; raises `PeopleTooMany`."""
        reach = self._taken_out(unit, wanted, people=people)
        reports = self._services.progress_reports
        named = reports.everyone(reach, unit, wanted) if people else None
        return tables.xlsx_of(reports.tree(reach, unit, wanted), named)

    def csv(self, unit: str | None, wanted: Wanted, *, people: bool) -> bytes:
        """The units, or with `people` everyone by name; raises `PeopleTooMany`."""
        reach = self._taken_out(unit, wanted, people=people)
        reports = self._services.progress_reports
        if people:
            named = reports.everyone(reach, unit, wanted)
            return tables.csv_of(tables.PEOPLE_HEADS, tables.people_rows(named))
        return tables.csv_of(tables.UNIT_HEADS, tables.unit_rows(reports.tree(reach, unit, wanted)))

    def _taken_out(self, unit: str | None, wanted: Wanted, *, people: bool) -> Reach:
        reach = self.reach
        with self._log.asking(AuditAction.PROGRESS_EXPORT):
            count = self._services.progress_reports.report(reach, unit, wanted).unit.tally.enrolled
        if people and count > MOST_PEOPLE:
            raise PeopleTooMany(count=count, most=MOST_PEOPLE)
        detail = {"unit": reach.unit(unit).id, "enrolments": count if people else 0}
        self._log.record(AuditAction.PROGRESS_EXPORT, None, detail)
        return reach

    @contextmanager
    def _changing(self, action: AuditAction, **detail: int) -> Iterator[None]:
        """Around a change of `requirement` or `enrolment`: a denial is recorded as one, a change before it is
        made."""
        on = {name: detail[name] for name in ("requirement", "enrolment") if name in detail}
        with self._log.asking(action, None, detail):
            self._services.enrolments.require(self._principal, **on)
        with self._log.changing(action, None, detail):
            yield
