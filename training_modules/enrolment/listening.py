"""What happens in the school, noted in the enrolments within the same transaction."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from training_modules.enrolment.models import OPEN, CompletionRow, EnrolmentRow, RequirementRow
from training_modules.events import AttemptStarted, CourseFinished, Event, LessonFinished
from vanthu.db import OFFICE_TIME, now


def note(session: Session, event: Event) -> None:
    """A listener: who has begun, who has finished.

    A completion counts for the cycle that is open when it is told, whatever the clock says: a clock that was
    set back takes no completion away.
    """
    match event:
        case LessonFinished():
            _begun(session, event.account_id, event.course.id)
        case AttemptStarted():
            _begun(session, event.attempt.account_id, event.course.id)
        case CourseFinished():
            _finished(session, event.account_id, event.course.id)


def _begun(session: Session, account_id: int, course_id: str) -> None:
    session.execute(
        update(EnrolmentRow)
        .where(EnrolmentRow.account_id == account_id, EnrolmentRow.standing == OPEN)
        .where(EnrolmentRow.requirement_id.in_(_about(course_id)))
        .values(began_at=now())
        .execution_options(synchronize_session=False)
    )


def _finished(session: Session, account_id: int, course_id: str) -> None:
    at = now()
    session.add(CompletionRow(account_id=account_id, course_id=course_id, at=at))
    rows = session.scalars(
        select(EnrolmentRow)
        .where(EnrolmentRow.account_id == account_id, EnrolmentRow.superseded_at.is_(None))
        .where(EnrolmentRow.completed_at.is_(None), EnrolmentRow.requirement_id.in_(_about(course_id)))
    )
    for row in rows:
        # Never before the cycle began, or the next one would open at once.
        row.completed_at = max(at, datetime.combine(row.enrolled_on, time(), OFFICE_TIME))
        row.began_at = row.began_at or row.completed_at
    session.flush()


def _about(course_id: str) -> Select[int]:
    return select(RequirementRow.id).where(RequirementRow.course_id == course_id)
