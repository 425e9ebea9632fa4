"""Courses that ask for others first: which of these are not finished yet."""

from __future__ import annotations

import contextlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from training_modules.content import Course
from training_modules.errors import CourseDamaged, CourseNotOpen
from training_modules.library import CourseLibrary
from training_modules.models import CourseProgress
from vanthu.errors import NotFound


def unfinished(
    session: Session, library: CourseLibrary, course: Course, account_id: int
) -> tuple[Course, ...]:
    """The courses this one asks for that the person has not finished; one no longer offered is not asked."""
    if not course.requires:
        return ()
    finished = select(CourseProgress.course_id).where(
        CourseProgress.account_id == account_id,
        CourseProgress.course_id.in_(course.requires),
        CourseProgress.finished_at.is_not(None),
    )
    left = []
    for course_id in set(course.requires).difference(session.scalars(finished)):
        with contextlib.suppress(NotFound, CourseDamaged):
            left.append(library.get(course_id, session))
    return tuple(sorted(left, key=lambda each: (each.module, each.id)))


def require_open(session: Session, library: CourseLibrary, course: Course, account_id: int) -> None:
    """Raise `CourseNotOpen` naming what is to be finished first."""
    if left := unfinished(session, library, course, account_id):
        raise CourseNotOpen(courses="; ".join(each.title for each in left))
