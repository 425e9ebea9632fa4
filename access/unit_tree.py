"""The tree of units on every day, in memory: to show it, and to refuse a change that would break it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from access.errors import AgencyCodeTaken, UnitCircle, UnitHasUnits
from access.unit_history import Span, standing


@dataclass(frozen=True, slots=True)
class Member:
    """One unit with its whole history."""

    id: int
    code: str
    history: tuple[Span, ...]
    abolished_on: date | None
    successor_id: int | None

    def living(self, on: date) -> bool:
        return self.abolished_on is None or on < self.abolished_on


class UnitTree:
    """Who stands where on a day. A unit that was merged is its successor."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.members: Mapping[int, Member] = {member.id: member for member in members}

    def heir(self, unit_id: int, on: date) -> int:
        """The unit in whose place this one stands on that day; raises `UnitCircle`."""
        seen: set[int] = set()
        member = self.members[unit_id]
        while not member.living(on) and member.successor_id is not None:
            if member.id in seen:
                raise UnitCircle
            seen.add(member.id)
            member = self.members[member.successor_id]
        return member.id

    def parent(self, unit_id: int, on: date) -> int | None:
        """The unit above on that day, in whose place a successor may stand; raises `UnitCircle`."""
        above = standing(self.members[unit_id].history, on).parent_id
        return None if above is None else self.heir(above, on)

    def path(self, unit_id: int, on: date) -> tuple[int, ...]:
        """Ids from the unit, or from it and its successor, up to the root; raises `UnitCircle`."""
        path = list(dict.fromkeys((unit_id, self.heir(unit_id, on))))
        while (above := self.parent(path[-1], on)) is not None:
            if above in path:
                raise UnitCircle
            path.append(above)
        return tuple(path)

    def check(self, since: date) -> None:
        """Raise unless on that day and ever after every living unit hangs, through living units, from the
        root, and no two bear one agency code."""
        for day in sorted({since, *(day for day in self._turning_days() if day > since)}):
            self._check_on(day)

    def _turning_days(self) -> Iterable[date]:
        for member in self.members.values():
            yield from (span.from_day for span in member.history if span.from_day)
            if member.abolished_on:
                yield member.abolished_on

    def _check_on(self, day: date) -> None:
        sound: set[int] = set()
        bearers: dict[str, int] = {}
        for member in self.members.values():
            if not member.living(day):
                self.heir(member.id, day)
                continue
            self._climb(member.id, day, sound)
            code = standing(member.history, day).agency_code
            if code is not None and bearers.setdefault(code, member.id) != member.id:
                raise AgencyCodeTaken(code=code)

    def _climb(self, unit_id: int, day: date, sound: set[int]) -> None:
        """Up to the root, or to a unit whose way up is known to be sound."""
        path = [unit_id]
        while path[-1] not in sound and (above := self.parent(path[-1], day)) is not None:
            if above in path:
                raise UnitCircle
            if not self.members[above].living(day):
                raise UnitHasUnits(code=self.members[above].code)
            path.append(above)
        sound.update(path)
