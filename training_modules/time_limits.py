"""How long an attempt may take and how often one may begin: by the server's clock, never the browser's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from training_modules.content import Activity
from training_modules.errors import EnoughForToday
from training_modules.models import Attempt
from vanthu.db import office_midnight

GRACE = timedelta(seconds=15)
"""For answers on their way when time runs out."""


def deadline_of(activity: Activity, begun_at: datetime) -> datetime | None:
    return begun_at + timedelta(minutes=activity.time_limit) if activity.time_limit else None


def overdue(attempt: Attempt, at: datetime) -> bool:
    """Whether an open attempt's time has run out."""
    return attempt.submitted_at is None and attempt.deadline is not None and at > attempt.deadline + GRACE


def seconds_left(attempt: Attempt, at: datetime) -> int | None:
    """Until the deadline; never below 0."""
    if attempt.deadline is None:
        return None
    return max(0, round((attempt.deadline - at).total_seconds()))


def check_room(session: Session, mine: Select[Any], activity: Activity, at: datetime) -> None:
    """Raises `EnoughForToday` where `mine`, one's attempts at it, holds more begun today than allowed.

    Every result shows its keys: without a limit, trying would be a way to ask for them. Asked with the new
    attempt in place: one open attempt at a time can be, so that no other slips in between.
    """
    if not activity.attempts_a_day:
        return
    today = office_midnight(at)
    begun = select(func.count()).select_from(mine.where(Attempt.started_at >= today).subquery())
    if (session.scalar(begun) or 0) > activity.attempts_a_day:
        raise EnoughForToday(count=activity.attempts_a_day)
