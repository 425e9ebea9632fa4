"""What a unit was called, which code it bore and where it stood, over time. Plain data, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A unit between two days, both included; None is open. A history is spans without gaps, oldest first."""

    from_day: date | None
    until_day: date | None
    agency_code: str | None
    name: str
    parent_id: int | None

    def covers(self, on: date) -> bool:
        return (self.from_day is None or self.from_day <= on) and (
            self.until_day is None or on <= self.until_day
        )


def standing(history: Sequence[Span], on: date) -> Span:
    """The span of a gapless history that covers the day."""
    return next(span for span in history if span.covers(on))


def changed(history: Sequence[Span], on: date, **new: Any) -> list[Span]:
    """The history with fields changed from `on`, until a later change of the same field that is known."""
    before = standing(history, on)
    pending = {name: value for name, value in new.items() if getattr(before, name) != value}
    kept = [span for span in history if span.until_day is not None and span.until_day < on]
    if before.from_day is None or before.from_day < on:
        kept.append(replace(before, until_day=on - _DAY))
    later = [span for span in history if span.from_day is not None and span.from_day > on]
    for span in (replace(before, from_day=on), *later):
        for name in [name for name in pending if getattr(span, name) != getattr(before, name)]:
            del pending[name]
        kept.append(replace(span, **pending))
    return _joined(kept)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Neighbours that tell the same are one."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and replace(span, from_day=last.from_day, until_day=last.until_day) == last:
            joined[-1] = replace(last, until_day=span.until_day)
        else:
            joined.append(span)
    return joined
