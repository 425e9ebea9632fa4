"""The rules of all requirements, applied again: at the start, every day, and when accounts join or change."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from access.unit_forest import UnitForest
from access.units import UnitService
from training_modules.enrolment import reminding
from training_modules.enrolment.applying import Applied, apply
from training_modules.enrolment.models import RequirementRow
from vanthu.db import Database, now

_TRIES = 3


class EnrolmentUpkeep:
    """Acts for no person. Every requirement is its own transaction, so that one is never half applied."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._units = UnitService(db, clock=clock)
        self._clock = clock

    def run(self) -> tuple[Applied, int]:
        """Apply every requirement under way, then give the reminders that are due: what changed, how many."""
        with self._db.session() as session:
            ids = list(session.scalars(select(RequirementRow.id).where(RequirementRow.ended_at.is_(None))))
        forest = UnitForest(self._units.list())
        whole = Applied()
        for requirement_id in ids:
            whole += self.apply(requirement_id, forest)
        with self._db.session() as session:
            return whole, reminding.give(session, self._clock())

    def apply(self, requirement_id: int, forest: UnitForest | None = None) -> Applied:
        """Apply one requirement now."""
        forest = forest or UnitForest(self._units.list())
        for _ in range(_TRIES):
            # Another may enrol the same people in this very moment: then there is less left to do.
            with contextlib.suppress(IntegrityError):
                return self._apply(requirement_id, forest)
        return self._apply(requirement_id, forest)

    def _apply(self, requirement_id: int, forest: UnitForest) -> Applied:
        with self._db.session() as session:
            unit_id = session.get_one(RequirementRow, requirement_id).unit_id
        bound = self.bound(unit_id, forest)  # asks the database for itself
        with self._db.session() as session:
            return apply(session, session.get_one(RequirementRow, requirement_id), bound, self._clock())

    def bound(self, unit_id: int, forest: UnitForest) -> Collection[int] | None:
        """Whose people a requirement made for this unit is for; None where that is everybody.

        Of a unit that was merged, the people it had on its last day, and nobody else of its successor.
        """
        unit = forest.units[unit_id]
        if forest.place(unit_id) != unit_id and unit.abolished_on is not None:
            forest = UnitForest(self._units.list(on=unit.abolished_on - timedelta(days=1)))
        return None if forest.parent(unit_id) is None else forest.members(unit_id)
