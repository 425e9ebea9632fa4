"""Enrolments counted by unit, in one query over one index."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import Session

from access.models import AccountRow
from training_modules.enrolment.models import (
    APART,
    BEGUN,
    EXEMPTED,
    FINISHED,
    OPEN,
    EnrolmentRow,
    RequirementRow,
)
from training_modules.enrolment.types import State, Tally, Wanted

_ZERO = literal_column("0", Integer)
"""Added to a column, it keeps SQLite from reading by that column's index."""


def is_in(state: State, today: date) -> ColumnElement[bool]:
    """Whether an enrolment stands so on that day."""
    standing, due = EnrolmentRow.standing, EnrolmentRow.due_on
    late = and_(due.is_not(None), due < today)
    match state:
        case State.FINISHED:
            return standing == FINISHED
        case State.EXEMPTED:
            return standing == EXEMPTED
        case State.OVERDUE:
            return and_(standing <= BEGUN, late)
        case State.IN_PROGRESS:
            return and_(standing == BEGUN, or_(due.is_(None), due >= today))
        case State.NOT_BEGUN:
            return and_(standing == OPEN, or_(due.is_(None), due >= today))


def chosen(
    wanted: Wanted, requirements: Collection[int], units: Collection[int] | None
) -> list[ColumnElement[bool]]:
    """Conditions on enrolments and their accounts; `requirements` are those that `wanted` leaves, `units`
    those whose people are meant, all where it is None."""
    about = EnrolmentRow.requirement_id
    found = [EnrolmentRow.standing < APART]
    if units is None:
        found.append(about.in_(sorted(requirements)))
    else:
        # Of few units: from their accounts to the enrolments. By the bare column, SQLite would read all of a
        # requirement first.
        found += [AccountRow.unit_id.in_(sorted(units)), (about + _ZERO).in_(sorted(requirements))]
    if wanted.due_from is not None:
        found.append(EnrolmentRow.due_on >= wanted.due_from)
    if wanted.due_until is not None:
        found.append(EnrolmentRow.due_on <= wanted.due_until)
    return found


def requirements_of(session: Session, wanted: Wanted) -> list[int]:
    """Ids of the requirements a report is about: those under way, or the one that is asked for."""
    query = select(RequirementRow.id)
    if wanted.requirement_id is None:
        query = query.where(RequirementRow.ended_at.is_(None))
    else:
        query = query.where(RequirementRow.id == wanted.requirement_id)
    if wanted.course_id is not None:
        query = query.where(RequirementRow.course_id == wanted.course_id)
    return list(session.scalars(query))


def by_unit(session: Session, wanted: Wanted, today: date, units: Collection[int] | None) -> dict[int, Tally]:
    """What is counted for the people of each of these units (None: of every unit), as accounts name it."""
    late = and_(EnrolmentRow.standing <= BEGUN, EnrolmentRow.due_on < today)
    # By the bare column, SQLite would walk its index, and fetch every account from another place.
    home = AccountRow.unit_id + _ZERO
    active = AccountRow.disabled_at.is_(None)

    def counted(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((and_(*conditions), 1), else_=0))

    query = (
        select(
            home,
            counted(active),
            counted(active, EnrolmentRow.standing == OPEN),
            counted(active, EnrolmentRow.standing == BEGUN),
            counted(active, EnrolmentRow.standing == FINISHED),
            counted(active, EnrolmentRow.standing == EXEMPTED),
            counted(active, EnrolmentRow.standing == OPEN, late),
            counted(active, EnrolmentRow.standing == BEGUN, late),
            func.count(),
        )
        .join(EnrolmentRow, EnrolmentRow.account_id == AccountRow.id)
        .where(*chosen(wanted, requirements_of(session, wanted), units))
        .group_by(home)
    )
    return {
        unit: Tally(
            enrolled=enrolled,
            not_begun=open_ - open_late,
            in_progress=begun - begun_late,
            finished=finished,
            overdue=open_late + begun_late,
            exempted=exempted,
            disabled=every - enrolled,
        )
        for unit, enrolled, open_, begun, finished, exempted, open_late, begun_late, every in session.execute(
            query
        )
    }
