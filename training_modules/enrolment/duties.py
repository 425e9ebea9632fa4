"""What one is to learn oneself, and the reminders one was given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select

from access.models import UnitRow
from access.principal import Principal
from access.roles import Action
from training_modules.enrolment import reminding
from training_modules.enrolment.models import APART, EXEMPTED, FINISHED, OPEN, EnrolmentRow, RequirementRow
from training_modules.enrolment.types import Duty, Notice, State
from vanthu.db import Database, now, office_day
from vanthu.errors import NotFound


class Duties:
    """For one learner about themselves, and nobody else."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def of(self, principal: Principal) -> list[Duty]:
        """Overdue first, then by due day; what is finished or exempted last."""
        principal.require(Action.LEARN)
        today = office_day(self._clock())
        query = (
            select(EnrolmentRow, RequirementRow, UnitRow.name)
            .join(RequirementRow, RequirementRow.id == EnrolmentRow.requirement_id)
            .join(UnitRow, UnitRow.id == RequirementRow.unit_id)
            .where(EnrolmentRow.account_id == principal.account_id, EnrolmentRow.standing < APART)
            .where(RequirementRow.ended_at.is_(None))
        )
        with self._db.session() as session:
            found = [
                Duty(
                    row.id,
                    about.title,
                    about.course_id,
                    about.mandatory,
                    row.cycle,
                    row.due_on,
                    state_of(row.standing, row.due_on, today),
                    row.completed_at,
                    unit,
                )
                for row, about, unit in session.execute(query)
            ]
        return sorted(found, key=_pressing)

    def notices(self, principal: Principal) -> list[Notice]:
        """Reminders not seen yet."""
        principal.require(Action.LEARN)
        with self._db.session() as session:
            return reminding.unseen(session, principal.account_id)

    def see(self, reminder_id: int, principal: Principal) -> None:
        """Raises `NotFound` for another's reminder."""
        principal.require(Action.LEARN)
        with self._db.session() as session:
            if not reminding.see(session, reminder_id, principal.account_id, self._clock()):
                raise NotFound


def state_of(standing: int, due_on: date | None, today: date) -> State:
    """How an enrolment that is in the figures stands on that day."""
    if standing == FINISHED:
        return State.FINISHED
    if standing == EXEMPTED:
        return State.EXEMPTED
    if due_on is not None and due_on < today:
        return State.OVERDUE
    return State.NOT_BEGUN if standing == OPEN else State.IN_PROGRESS


def _pressing(duty: Duty) -> tuple[int, date, str, int]:
    settled = duty.state in (State.FINISHED, State.EXEMPTED)
    rank = 0 if duty.state is State.OVERDUE else 2 if settled else 1
    return rank, duty.due_on or date.max, duty.title, duty.enrolment_id
