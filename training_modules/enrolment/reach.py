"""Which units an organiser answers for, and what of requirements they may see and change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from access.principal import Principal
from access.roles import Action
from access.unit_forest import UnitForest
from access.units import Unit
from vanthu.errors import Forbidden, NotFound


class Reach:
    """One organiser on one day: the unit they act for and the units below it, with those merged into them."""

    def __init__(self, principal: Principal, forest: UnitForest, today: date) -> None:
        principal.require(Action.ORGANISE)
        if not principal.unit_path:
            raise Forbidden
        self.forest = forest
        self.today = today
        self.home = forest.place(principal.unit_id)
        self._below = frozenset(unit_id for unit_id, _ in forest.below(self.home))
        self._above = frozenset(forest.above(self.home))
        self.whole = forest.parent(self.home) is None
        """Whether that is everybody."""

    def unit(self, code: str | None) -> Unit:
        """The unit of this code, or what it was merged into; one's own for None. Raises `NotFound`."""
        if code is None:
            return self.forest.units[self.home]
        wanted = code.strip().upper()
        for unit in self.forest.units.values():
            if unit.code == wanted and self.forest.place(unit.id) in self._below:
                return self.forest.units[self.forest.place(unit.id)]
        raise NotFound

    def units(self) -> list[tuple[Unit, int]]:
        """The living units one answers for, each before those below it, with its depth."""
        found = [(self.forest.units[unit_id], depth) for unit_id, depth in self.forest.below(self.home)]
        return [(unit, depth) for unit, depth in found if unit.living]

    def may_change(self, unit_id: int) -> bool:
        """Whether a requirement made for this unit is one's own: for one's unit or one below it."""
        return self.forest.place(unit_id) in self._below

    def may_see(self, unit_id: int) -> bool:
        """… or reaches one's people from above."""
        return self.may_change(unit_id) or self.forest.place(unit_id) in self._above

    def people_of(self, unit_id: int) -> Collection[int] | None:
        """The units, as accounts name them, whose people count below this one; None where that is all."""
        return None if self.forest.parent(unit_id) is None else self.forest.members(unit_id)
