"""The units as they stand on one day, for counting what belongs to each: nobody is lost, nobody twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from access.units import Unit


class UnitForest:
    """Who stands below whom. A unit that was merged counts as its successor; one that was abolished with
    none still stands where it last stood, for the sake of those who belong to it."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self._place: dict[int, int] = {}
        self._children: dict[int, list[int]] = {}
        for unit in sorted(self.units.values(), key=lambda each: (not each.living, each.code)):
            merged = not unit.living and unit.successor_id is not None
            self._place[unit.id] = unit.path[1] if merged else unit.id
            if not merged and len(unit.path) > 1:
                self._children.setdefault(unit.path[1], []).append(unit.id)

    def place(self, unit_id: int) -> int:
        """The unit in whose figures those of this one count."""
        return self._place[unit_id]

    def children(self, unit_id: int) -> list[int]:
        """Those that stand directly below, living ones first, by code."""
        return self._children.get(unit_id, [])

    def parent(self, unit_id: int) -> int | None:
        """The unit directly above, of one that stands."""
        path = self.units[unit_id].path
        return path[1] if len(path) > 1 else None

    def below(self, unit_id: int) -> Iterator[tuple[int, int]]:
        """The unit and all that stand below it, each before those below it, with its depth from 0."""
        waiting = [(unit_id, 0)]
        while waiting:
            at, depth = waiting.pop()
            yield at, depth
            waiting += [(child, depth + 1) for child in reversed(self.children(at))]

    def members(self, unit_id: int) -> set[int]:
        """Every unit whose people belong to this one or to one below it, merged ones among them."""
        standing = {at for at, _ in self.below(unit_id)}
        return {each for each, place in self._place.items() if place in standing}

    def above(self, unit_id: int) -> tuple[int, ...]:
        """The ids of the units above, nearest first."""
        place = self.place(unit_id)
        return self.units[place].path[1:]
