"""How far a person is with a course: counted from what they did, and kept for the reports."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_modules.content import Course
from training_modules.models import Attempt, CourseProgress, LessonDone
from training_modules.views import ActivityState
from vanthu.db import now


def states_of(session: Session, course: Course, account_id: int) -> dict[str, ActivityState]:
    """How far this person is with each activity of the course."""
    states: dict[str, ActivityState] = {activity.id: "not_started" for activity in course.activities}
    lessons = select(LessonDone.activity_id).where(
        LessonDone.account_id == account_id, LessonDone.course_id == course.id
    )
    for activity_id in session.scalars(lessons):
        if activity_id in states:
            states[activity_id] = "done"
    tries = (
        select(Attempt.activity_id, Attempt.submitted_at, Attempt.passed)
        .where(Attempt.account_id == account_id, Attempt.course_id == course.id)
        .order_by(Attempt.id)
    )
    for activity_id, submitted_at, passed in session.execute(tries):
        if states.get(activity_id, "done") == "done":
            continue  # a retake never takes a pass away
        if submitted_at is None:
            states[activity_id] = "in_progress"
        else:
            states[activity_id] = "done" if passed else "failed"
    return states


def note_progress(session: Session, course: Course, account_id: int) -> bool:
    """Keep how far they are; True where the course is finished by this for the first time.

    The row is taken before anything is counted: of two windows the second counts what the first has kept.
    """
    session.flush()
    row = session.get(CourseProgress, (account_id, course.id), with_for_update=True)
    states = states_of(session, course, account_id)
    if row is None:
        row = CourseProgress(account_id=account_id, course_id=course.id, edition=course.version)
        session.add(row)
    elif row.finished_at is not None:
        row.edition = max(row.edition, course.version)  # who begins anew is in the newest
    row.done = sum(state == "done" for state in states.values())
    row.total = len(states)
    row.changed_at = now()
    if row.done < row.total or row.finished_at is not None:
        return False
    row.finished_at = row.changed_at
    return True
