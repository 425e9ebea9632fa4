"""What happens in the school, told to whoever keeps something because of it.

Listeners run inside the transaction of what happened: a certificate, a review card or a statement is kept
together with the grade it rests on, or neither is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training_modules.content import Activity, Course
from training_modules.models import Attempt


@dataclass(frozen=True, slots=True)
class LessonFinished:
    """A lesson read to its end, for the first time."""

    account_id: int
    course: Course
    activity: Activity


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """A new attempt; one that is resumed is not told again."""

    attempt: Attempt
    course: Course
    activity: Activity


@dataclass(frozen=True, slots=True)
class AttemptGraded:
    """An attempt handed in and graded, once."""

    attempt: Attempt
    course: Course
    activity: Activity


@dataclass(frozen=True, slots=True)
class CourseFinished:
    """Every activity of the course is done. Told again when someone who had finished passes a quiz anew."""

    account_id: int
    course: Course
    first: bool
    attempt: Attempt | None
    """The attempt that finished it; None where a lesson was last."""


Event = LessonFinished | AttemptStarted | AttemptGraded | CourseFinished
Listener = Callable[[Session, Event], None]
