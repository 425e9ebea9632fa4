"""A requirement applied: who it is for is enrolled, who it is for no longer is withdrawn, who is due again
gets a new cycle. Done twice, it changes nothing the second time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Insert,
    Integer,
    Select,
    Update,
    and_,
    case,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from access.models import AccountRoleRow, AccountRow
from access.names import LOCAL_USERNAME
from access.roles import MAY, Action
from training_modules.enrolment.cycles import due_day, months_later, next_cycle
from training_modules.enrolment.models import (
    CompletionRow,
    EnrolmentRow,
    RequirementAccountRow,
    RequirementRow,
)
from training_modules.models import CourseProgress
from vanthu.db import OFFICE_TIME, UtcDateTime, office_day

AT_ONCE = 500
"""Rows of one statement."""


@dataclass(frozen=True, slots=True)
class Applied:
    enrolled: int = 0
    withdrawn: int = 0
    returned: int = 0
    renewed: int = 0

    def __add__(self, other: Applied) -> Applied:
        return Applied(
            self.enrolled + other.enrolled,
            self.withdrawn + other.withdrawn,
            self.returned + other.returned,
            self.renewed + other.renewed,
        )


def apply(session: Session, row: RequirementRow, units: Collection[int] | None, at: datetime) -> Applied:
    """`units`: whose people the requirement is for; None where it is for those of every unit."""
    today = office_day(at)
    if row.ended_at is not None or row.begins_on > today:
        return Applied()
    _settle(session, row)
    return Applied(
        _enrol(session, row, units, at),
        _withdraw(session, row, units, at),
        _return(session, row, units),
        _renew(session, row, at),
    )


def audience(row: RequirementRow, units: Collection[int] | None, *, named: bool = True) -> Select[int]:
    """Ids of the accounts, disabled ones among them, that a requirement is for however old they are.

    With `named` False, those it could name.
    """
    roles = row.roles or sorted(MAY[Action.LEARN])
    holders = select(AccountRoleRow.account_id).where(AccountRoleRow.role.in_(roles))
    query = select(AccountRow.id).where(AccountRow.username != LOCAL_USERNAME, AccountRow.id.in_(holders))
    if units is not None:
        query = query.where(AccountRow.unit_id.in_(sorted(units)))
    if row.by_name and named:
        listed = select(RequirementAccountRow.account_id)
        query = query.where(AccountRow.id.in_(listed.where(RequirementAccountRow.requirement_id == row.id)))
    return query


def _enrol(session: Session, row: RequirementRow, units: Collection[int] | None, at: datetime) -> int:
    """Enrol whom it is for and who is not yet. What they have finished or begun before counts at once."""
    today = office_day(at)
    theirs = and_(CourseProgress.account_id == AccountRow.id, CourseProgress.course_id == row.course_id)
    again = (
        select(func.max(CompletionRow.at))
        .where(CompletionRow.course_id == row.course_id, CompletionRow.account_id == AccountRow.id)
        .scalar_subquery()
    )
    finished: ColumnElement[Any] = func.coalesce(again, CourseProgress.finished_at, type_=UtcDateTime())
    if row.repeat_months is not None:
        in_force = _begin_of(months_later(today, -row.repeat_months))
        finished = case((finished >= in_force, finished), else_=None)
    known = select(EnrolmentRow.account_id).where(EnrolmentRow.requirement_id == row.id)
    who = (
        select(
            literal(row.id, Integer),
            AccountRow.id,
            literal(1, Integer),
            literal(today, Date),
            literal(due_day(today, row.due_on, row.due_days), Date),
            case((CourseProgress.finished_at.is_(None), CourseProgress.began_at), else_=finished),
            finished,
        )
        .outerjoin(CourseProgress, theirs)
        .where(AccountRow.id.in_(audience(row, units)), AccountRow.id.not_in(known))
        .where(AccountRow.disabled_at.is_(None))
    )
    if row.new_within_days is not None:
        who = who.where(AccountRow.created_at >= at - timedelta(days=row.new_within_days))
    columns = ["requirement_id", "account_id", "cycle", "enrolled_on", "due_on", "began_at", "completed_at"]
    return _changed(session, insert(EnrolmentRow).from_select(columns, who))


def _withdraw(session: Session, row: RequirementRow, units: Collection[int] | None, at: datetime) -> int:
    gone = (
        update(EnrolmentRow)
        .where(EnrolmentRow.requirement_id == row.id, EnrolmentRow.withdrawn_at.is_(None))
        .where(EnrolmentRow.superseded_at.is_(None))
        .where(EnrolmentRow.account_id.not_in(audience(row, units)))
        .values(withdrawn_at=at)
    )
    return _changed(session, gone)


def _return(session: Session, row: RequirementRow, units: Collection[int] | None) -> int:
    back = (
        update(EnrolmentRow)
        .where(EnrolmentRow.requirement_id == row.id, EnrolmentRow.withdrawn_at.is_not(None))
        .where(EnrolmentRow.account_id.in_(audience(row, units)))
        .values(withdrawn_at=None)
    )
    return _changed(session, back)


def _settle(session: Session, row: RequirementRow) -> None:
    """Note when the next cycle opens for those who have finished this one, or were exempted from it."""
    if row.repeat_months is None:
        return
    settled = func.coalesce(EnrolmentRow.completed_at, EnrolmentRow.exempted_at, type_=UtcDateTime())
    query = (
        select(EnrolmentRow.id, settled)
        .where(EnrolmentRow.requirement_id == row.id, EnrolmentRow.renew_on.is_(None))
        .where(EnrolmentRow.superseded_at.is_(None), settled.is_not(None))
    )
    opens = [
        {"id": enrolment_id, "renew_on": next_cycle(office_day(at), row.repeat_months)[0]}
        for enrolment_id, at in session.execute(query)
    ]
    for start in range(0, len(opens), AT_ONCE):
        session.execute(update(EnrolmentRow), opens[start : start + AT_ONCE])


def _renew(session: Session, row: RequirementRow, at: datetime) -> int:
    """Open the next cycle where its day has come; the one before stays as it is, beside the figures."""
    if row.repeat_months is None:
        return 0
    _settle(session, row)  # of those enrolled just now, some have finished before
    columns = (
        EnrolmentRow.id,
        EnrolmentRow.account_id,
        EnrolmentRow.cycle,
        func.coalesce(EnrolmentRow.completed_at, EnrolmentRow.exempted_at, type_=UtcDateTime()),
    )
    query = (
        select(*columns)
        .join(AccountRow, AccountRow.id == EnrolmentRow.account_id)
        .where(EnrolmentRow.requirement_id == row.id, EnrolmentRow.renew_on <= office_day(at))
        .where(EnrolmentRow.superseded_at.is_(None), EnrolmentRow.withdrawn_at.is_(None))
        .where(AccountRow.disabled_at.is_(None))
    )
    due = session.execute(query).all()
    for start in range(0, len(due), AT_ONCE):
        part = due[start : start + AT_ONCE]
        old = update(EnrolmentRow).where(EnrolmentRow.id.in_([each[0] for each in part]))
        session.execute(old.values(superseded_at=at).execution_options(synchronize_session=False))
        session.execute(
            insert(EnrolmentRow),
            [
                {
                    "requirement_id": row.id,
                    "account_id": account_id,
                    "cycle": cycle + 1,
                    "enrolled_on": office_day(at),
                    "due_on": next_cycle(office_day(settled), row.repeat_months)[1],
                }
                for _, account_id, cycle, settled in part
            ],
        )
    return len(due)


def _changed(session: Session, statement: Insert | Update) -> int:
    """Carry it out; how many rows it changed."""
    done: Any = session.execute(statement, execution_options={"synchronize_session": False})
    return max(0, int(done.rowcount))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_TIME)
