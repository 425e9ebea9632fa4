"""People who were in a course before editions of it were kept."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from training_modules.content import Course
from training_modules.models import Attempt, CourseProgress, LessonDone
from training_modules.progress import states_of


def keep_who_was_inside(session: Session, course: Course, number: int) -> None:
    """Put everyone who had begun the course into this edition, the first that is kept.

    Who had finished it is told to nobody anew: it was finished then.
    """
    course = replace(course, version=number)
    inside = union(
        select(LessonDone.account_id).where(LessonDone.course_id == course.id),
        select(Attempt.account_id).where(Attempt.course_id == course.id),
    ).subquery()
    has_row = select(CourseProgress.account_id).where(CourseProgress.course_id == course.id)
    for account_id in session.scalars(select(inside.c.account_id).where(inside.c.account_id.not_in(has_row))):
        session.add(_progress(session, course, account_id))


def _progress(session: Session, course: Course, account_id: int) -> CourseProgress:
    moments = [
        *session.scalars(
            select(LessonDone.finished_at).where(
                LessonDone.account_id == account_id, LessonDone.course_id == course.id
            )
        )
    ]
    tries = session.execute(
        select(Attempt.started_at, Attempt.submitted_at).where(
            Attempt.account_id == account_id, Attempt.course_id == course.id
        )
    )
    for begun, ended in tries:
        moments += [begun, ended or begun]
    states = states_of(session, course, account_id)
    done = sum(state == "done" for state in states.values())
    return CourseProgress(
        account_id=account_id,
        course_id=course.id,
        edition=course.version,
        done=done,
        total=len(states),
        began_at=min(moments),
        changed_at=max(moments),
        finished_at=max(moments) if done == len(states) else None,
    )
