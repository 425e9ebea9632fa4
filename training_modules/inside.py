"""Which edition of a course a person is in: the one they began, until they finish it or choose to go over."""

from __future__ import annotations

import contextlib

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from training_modules.content import Course
from training_modules.library import CourseLibrary
from training_modules.models import CourseProgress
from training_modules.progress import note_progress
from vanthu.db import Database
from vanthu.errors import NotFound


def course_of(
    session: Session, library: CourseLibrary, account_id: int, course_id: str, *, anew: bool = False
) -> Course:
    """The course as this person has it: the edition they are in, else the newest on offer.

    `anew`: they begin something again; who has finished the course then gets the newest edition. Raises
    `NotFound` for a newcomer where the course is offered no more.
    """
    row = session.get(CourseProgress, (account_id, course_id))
    if row is None:
        return library.get(course_id, session)
    number = row.edition
    if anew and row.finished_at is not None:
        number = max(number, library.numbers().get(course_id, number))
    return _kept(session, library, course_id, number)


def courses_of(session: Session, library: CourseLibrary, account_id: int) -> list[Course]:
    """Every course on offer, and those this person is in though they are offered no more."""
    mine = select(CourseProgress.course_id, CourseProgress.edition).where(
        CourseProgress.account_id == account_id
    )
    began = {row.course_id: row.edition for row in session.execute(mine)}
    found = [course for course in library.all(session) if course.id not in began]
    for course_id, number in began.items():
        with contextlib.suppress(NotFound):  # a course that was removed before editions were kept
            found.append(_kept(session, library, course_id, number))
    return sorted(found, key=lambda course: (course.module, course.id))


def begin(db: Database, course: Course, account_id: int) -> None:
    """From now on this person is in this edition; nothing changes where they are in one already."""
    with contextlib.suppress(IntegrityError), db.session() as session:  # another window began it just now
        if session.get(CourseProgress, (account_id, course.id)) is None:
            note_progress(session, course, account_id)


def go_over(session: Session, library: CourseLibrary, account_id: int, course_id: str) -> Course:
    """Put them into the newest edition; what they did in parts of the same id stays done."""
    course = library.get(course_id, session)
    row = session.get(CourseProgress, (account_id, course_id))
    if row is not None and row.edition < course.version:
        row.edition = course.version
    return course


def _kept(session: Session, library: CourseLibrary, course_id: str, number: int) -> Course:
    try:
        return library.edition(course_id, number, session)
    except NotFound:
        return library.get(course_id, session)  # they began before editions were kept
