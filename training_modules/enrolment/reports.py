"""How far people are, by the tree of units; by person for those whose duty it is to know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from access.models import AccountRow
from access.unit_forest import UnitForest
from training_modules.enrolment import counts
from training_modules.enrolment.duties import state_of
from training_modules.enrolment.models import BEGUN, EnrolmentRow, ReminderRow, RequirementRow
from training_modules.enrolment.reach import Reach
from training_modules.enrolment.types import Learner, Report, State, Tally, UnitProgress, Wanted
from training_modules.models import CourseProgress
from vanthu.db import Database
from vanthu.errors import NotFound
from vanthu.text import fold

_SHOWN = (
    *(EnrolmentRow.id, EnrolmentRow.cycle, EnrolmentRow.standing, EnrolmentRow.enrolled_on),
    *(EnrolmentRow.due_on, EnrolmentRow.completed_at, EnrolmentRow.exempted_reason),
    *(RequirementRow.id.label("requirement_id"), RequirementRow.title, RequirementRow.course_id),
    *(RequirementRow.mandatory, AccountRow.username, AccountRow.display_name, AccountRow.unit_id),
)
STEP = 2_000
"""Rows of a long list that are fetched at once."""


class ProgressReports:
    """Everything here stays within the reach of the organiser who asks."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def report(self, reach: Reach, unit_code: str | None, wanted: Wanted) -> Report:
        """The unit and the units directly below it; raises `NotFound` for what is out of reach."""
        unit = reach.unit(unit_code)
        tallies, own = self._counted(reach, unit.id, wanted)
        rows = [_row(reach.forest, each, 1, tallies[each]) for each in reach.forest.children(unit.id)]
        shown = [row for row in rows if row.living or row.tally.enrolled or row.tally.disabled]
        path = [reach.forest.units[each] for each in (*reversed(reach.forest.above(unit.id)), unit.id)]
        at = next(n for n, each in enumerate(path) if each.id == reach.home)
        return Report(
            _row(reach.forest, unit.id, 0, tallies[unit.id]),
            tuple((each.code, each.name) for each in path[at:-1]),
            tuple(shown),
            own.get(unit.id, Tally()),
            reach.today,
        )

    def tree(self, reach: Reach, unit_code: str | None, wanted: Wanted) -> list[UnitProgress]:
        """The unit and every unit below it, each before those below it, with its depth."""
        unit = reach.unit(unit_code)
        tallies, _ = self._counted(reach, unit.id, wanted)
        rows = (_row(reach.forest, each, depth, tallies[each]) for each, depth in reach.forest.below(unit.id))
        return [row for row in rows if row.living or row.tally.enrolled or row.tally.disabled]

    def people(
        self,
        reach: Reach,
        unit_code: str | None,
        wanted: Wanted,
        *,
        state: State | None = None,
        search: str = "",
        limit: int,
        offset: int = 0,
    ) -> tuple[list[Learner], int]:
        """The people of a unit and of those below it, the most pressing first, and how many there are."""
        unit = reach.unit(unit_code)
        with self._db.session() as session:
            query = self._chosen(session, reach, unit.id, wanted, state)
            for word in fold(search).split():
                query = query.where(AccountRow.found_by.contains(word, autoescape=True))
            count = session.scalar(query.with_only_columns(func.count())) or 0
            found = list(self._learners(session, reach, query, limit=limit, offset=offset))
        return found, count

    def everyone(self, reach: Reach, unit_code: str | None, wanted: Wanted) -> Iterator[Learner]:
        """As `people`, all of them, some at a time."""
        unit = reach.unit(unit_code)
        with self._db.session() as session:
            query = self._chosen(session, reach, unit.id, wanted, None)
            yield from self._learners(session, reach, query)

    def enrolments(self, reach: Reach, unit_code: str | None, wanted: Wanted, state: State) -> list[int]:
        """Ids of the enrolments that stand so."""
        unit = reach.unit(unit_code)
        with self._db.session() as session:
            query = self._chosen(session, reach, unit.id, wanted, state)
            return list(session.scalars(query.with_only_columns(EnrolmentRow.id)))

    def _counted(
        self, reach: Reach, unit_id: int, wanted: Wanted
    ) -> tuple[dict[int, Tally], dict[int, Tally]]:
        """By unit that stands there: with all below it, and of its own people."""
        with self._db.session() as session:
            _require(session, reach, wanted)
            named = counts.by_unit(session, wanted, reach.today, reach.people_of(unit_id))
        own: dict[int, Tally] = {}
        for each, tally in named.items():
            own.setdefault(reach.forest.place(each), Tally()).add(tally)
        whole: dict[int, Tally] = {}
        for each, _ in reversed(list(reach.forest.below(unit_id))):
            tally = Tally()
            tally.add(own.get(each, Tally()))
            for child in reach.forest.children(each):
                tally.add(whole[child])
            whole[each] = tally
        return whole, own

    def _chosen(
        self,
        session: Session,
        reach: Reach,
        unit_id: int,
        wanted: Wanted,
        state: State | None,
    ) -> Select[*tuple[Any, ...]]:
        _require(session, reach, wanted)
        query: Select[*tuple[Any, ...]] = (
            select(*_SHOWN)
            .join(RequirementRow, RequirementRow.id == EnrolmentRow.requirement_id)
            .join(AccountRow, AccountRow.id == EnrolmentRow.account_id)
            .where(AccountRow.disabled_at.is_(None))
            .where(*counts.chosen(wanted, counts.requirements_of(session, wanted), reach.people_of(unit_id)))
        )
        if state is not None:
            query = query.where(counts.is_in(state, reach.today))
        return query

    def _learners(
        self,
        session: Session,
        reach: Reach,
        query: Select[*tuple[Any, ...]],
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Learner]:
        reminded = (
            select(func.max(ReminderRow.given_at))
            .where(ReminderRow.enrolment_id == EnrolmentRow.id)
            .scalar_subquery()
            .label("reminded_at")
        )
        theirs = (CourseProgress.account_id == AccountRow.id) & (
            CourseProgress.course_id == RequirementRow.course_id
        )
        whole = (
            query.add_columns(CourseProgress.done, CourseProgress.total, reminded)
            .outerjoin(CourseProgress, theirs)
            .order_by(*_pressing(reach.today))
            .limit(limit)
            .offset(offset)
            .execution_options(yield_per=STEP)
        )
        for row in session.execute(whole):
            unit = reach.forest.units[reach.forest.place(row.unit_id)]
            yield Learner(
                row.id,
                row.username,
                row.display_name,
                unit.code,
                unit.name,
                row.requirement_id,
                row.title,
                row.course_id,
                row.mandatory,
                row.cycle,
                state_of(row.standing, row.due_on, reach.today),
                row.done or 0,
                row.total,
                row.enrolled_on,
                row.due_on,
                row.completed_at,
                row.exempted_reason,
                row.reminded_at,
            )


def _require(session: Session, reach: Reach, wanted: Wanted) -> None:
    """Raise `NotFound` where one requirement is asked for that does not reach the organiser's people."""
    if wanted.requirement_id is not None:
        row = session.get(RequirementRow, wanted.requirement_id)
        if row is None or not reach.may_see(row.unit_id):
            raise NotFound


def _pressing(today: date) -> tuple[ColumnElement[Any], ...]:
    open_, due = EnrolmentRow.standing <= BEGUN, EnrolmentRow.due_on
    late = open_ & due.is_not(None) & (due < today)
    rank = case((late, 0), (open_, 1), else_=2)
    undated = case((or_(due.is_(None), ~open_), 1), else_=0)
    order: tuple[Any, ...] = (rank, undated, due, AccountRow.username, EnrolmentRow.id)
    return order


def _row(forest: UnitForest, unit_id: int, depth: int, tally: Tally) -> UnitProgress:
    unit = forest.units[unit_id]
    below = any(forest.units[each].living for each in forest.children(unit_id))
    return UnitProgress(unit.id, unit.code, unit.name, depth, unit.living, below, tally)
