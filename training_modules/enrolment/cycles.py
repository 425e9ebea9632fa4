"""When a completion lapses, and when the cycle after it opens."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

OPENS_BEFORE = timedelta(days=30)
"""The next cycle opens so long before the last completion lapses, so that nobody need be late."""
LATE_COMERS = timedelta(days=30)
"""What someone has who is enrolled after the fixed due day."""


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_cycle(settled: date, months: int) -> tuple[date, date]:
    """The day the next cycle opens, and its due day, after a completion (or exemption) on `settled`."""
    lapses = months_later(settled, months)
    return lapses - min(OPENS_BEFORE, (lapses - settled) / 2), lapses


def due_day(today: date, due_on: date | None, due_days: int | None) -> date | None:
    """By when someone is to finish who is enrolled today."""
    if due_on is not None:
        return due_on if today <= due_on else today + LATE_COMERS
    return today + timedelta(days=due_days) if due_days is not None else None
