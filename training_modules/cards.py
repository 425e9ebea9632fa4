"""Courses and attempts as they are shown: how far one is, and what comes next."""

from __future__ import annotations

from training_modules.attempts import item_of, needed
from training_modules.content import Activity, Course
from training_modules.models import Attempt
from training_modules.showing import item_view
from training_modules.time_limits import seconds_left
from training_modules.views import ActivityState, AttemptView, CourseCard
from vanthu.db import now


def card(
    course: Course, states: dict[str, ActivityState], newest: int | None, waits_for: tuple[str, ...] = ()
) -> CourseCard:
    """`newest`: the edition now on offer; None where the course is offered no more. `waits_for`: courses to
    be finished first."""
    left = [activity.id for activity in course.activities if states[activity.id] != "done"]
    return CourseCard(
        course.id,
        course.module,
        course.title,
        course.title_en,
        course.summary,
        course.summary_en,
        course.minutes,
        len(course.activities) - len(left),
        len(course.activities),
        left[0] if left and not waits_for else None,
        not left,
        course.version,
        newest if newest is not None and newest > course.version else None,
        newest is not None,
        waits_for,
    )


def following(course: Course, activity_id: str) -> str | None:
    """What comes after this part of the course."""
    ids = [activity.id for activity in course.activities]
    at = ids.index(activity_id) + 1
    return ids[at] if at < len(ids) else None


def attempt_view(attempt: Attempt, activity: Activity) -> AttemptView:
    return AttemptView(
        attempt.id,
        attempt.course_id,
        activity.id,
        activity.kind,
        activity.title,
        activity.body,
        tuple(item_view(item_of(row.version), attempt.seed, activity) for row in attempt.items),
        {row.version.item_id: row.answer for row in attempt.items if row.answer is not None},
        needed(attempt, activity),
        attempt.started_at,
        attempt.submitted_at is not None,
        seconds_left(attempt, now()),
    )
