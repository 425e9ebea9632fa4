"""What an organiser does: requirements, lists of names, exemptions, reminders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from access.models import AccountRow
from access.principal import Principal
from access.unit_forest import UnitForest
from access.units import UnitService
from records.clean import storable
from training_modules.enrolment import name_list, reminding, requiring
from training_modules.enrolment.applying import AT_ONCE
from training_modules.enrolment.errors import (
    EnrolmentFinished,
    ReasonMissing,
    RequirementEnded,
    RequirementNotYours,
)
from training_modules.enrolment.models import (
    BEGUN,
    EXEMPTED,
    EnrolmentRow,
    RequirementAccountRow,
    RequirementRow,
)
from training_modules.enrolment.reach import Reach
from training_modules.enrolment.types import Exemption, ListOutcome, NewRequirement, Requirement
from training_modules.enrolment.upkeep import EnrolmentUpkeep
from vanthu.db import Database, hold, now, office_day
from vanthu.errors import NotFound

LONGEST_REASON = 500


class ExemptionsTold(Protocol):
    """Told of exemptions within their transactions; the reason stays here."""

    def granted(self, session: Session, exemption: Exemption) -> None: ...

    def taken_back(self, session: Session, exemption: Exemption) -> None: ...


class EnrolmentService:
    """Every call takes the organiser: their unit and the units below are all they reach."""

    def __init__(
        self, db: Database, *, clock: Callable[[], datetime] = now, told: ExemptionsTold | None = None
    ) -> None:
        self._db = db
        self._told = told
        self._units = UnitService(db, clock=clock)
        self._clock = clock
        self.upkeep = EnrolmentUpkeep(db, clock=clock)

    def reach(self, principal: Principal) -> Reach:
        """Raises `Forbidden` unless they organise."""
        return Reach(principal, UnitForest(self._units.list()), office_day(self._clock()))

    def requirements(self, principal: Principal, *, ended: bool = False) -> list[Requirement]:
        """Those that reach the organiser's people, newest first; with `ended`, those that are over too."""
        reach = self.reach(principal)
        query = select(RequirementRow, AccountRow.display_name).join(
            AccountRow, AccountRow.id == RequirementRow.made_by
        )
        if not ended:
            query = query.where(RequirementRow.ended_at.is_(None))
        with self._db.session() as session:
            rows = session.execute(query.order_by(RequirementRow.id.desc())).all()
        return [_view(row, name, reach) for row, name in rows if reach.may_see(row.unit_id)]

    def requirement(self, requirement_id: int, principal: Principal) -> Requirement:
        """Raises `NotFound` for one that does not reach the organiser's people."""
        reach = self.reach(principal)
        with self._db.session() as session:
            return self._shown(session, requirement_id, reach)

    def make(self, new: NewRequirement, course_title: str, principal: Principal) -> tuple[Requirement, int]:
        """A new requirement, applied at once, and how many it enrolled; raises `RequirementInvalid`,
        `NotFound` for a unit out of reach."""
        reach = self.reach(principal)
        unit = reach.unit(new.unit_code)
        row = requiring.read(new, course_title, unit.id, principal.account_id, reach.today)
        row.made_at = self._clock()
        with self._db.session() as session:
            session.add(row)
            session.flush()
            made = self._shown(session, row.id, reach)
        return made, self.upkeep.apply(made.id, reach.forest).enrolled

    def end(self, requirement_id: int, principal: Principal) -> None:
        """It binds nobody from now on; what was done under it stays."""
        reach = self.reach(principal)
        with self._db.session() as session:
            row = self._own(session, requirement_id, reach)
            row.ended_at, row.ended_by = self._clock(), principal.account_id

    def name(self, requirement_id: int, content: bytes, principal: Principal) -> ListOutcome:
        """Enrol those on a list of user names (CSV); raises `ListUnusable`. A repeat changes nothing."""
        reach = self.reach(principal)
        with self._db.session() as session:
            row = self._own(session, requirement_id, reach)
            if not row.by_name:
                raise NotFound
        bound = self.upkeep.bound(row.unit_id, reach.forest)  # asks the database for itself
        with self._db.session() as session:
            row = self._own(session, requirement_id, reach)
            outcome = name_list.take_in(session, row, bound, content)
        self.upkeep.apply(requirement_id, reach.forest)
        return outcome

    def unname(self, enrolment_id: int, principal: Principal) -> None:
        """Take someone off the list of names; what they finished stays, beside the figures."""
        reach = self.reach(principal)
        with self._db.session() as session:
            enrolment, row = self._enrolment(session, enrolment_id, reach)
            if not row.by_name:
                raise NotFound
            session.execute(
                delete(RequirementAccountRow).where(
                    RequirementAccountRow.requirement_id == row.id,
                    RequirementAccountRow.account_id == enrolment.account_id,
                )
            )
            enrolment.withdrawn_at = enrolment.withdrawn_at or self._clock()

    def exempt(self, enrolment_id: int, reason: str, principal: Principal) -> None:
        """Raises `ReasonMissing`, `EnrolmentFinished`, `RequirementNotYours`."""
        said = " ".join(storable(reason).split())[:LONGEST_REASON]
        if not said:
            raise ReasonMissing
        reach = self.reach(principal)
        with self._db.session() as session:
            hold(session, EnrolmentRow.cycle, EnrolmentRow.id == enrolment_id)  # of two windows, one exempts
            enrolment, row = self._enrolment(session, enrolment_id, reach)
            if enrolment.standing > BEGUN:
                raise EnrolmentFinished
            enrolment.exempted_at, enrolment.exempted_by = self._clock(), principal.account_id
            enrolment.exempted_reason = said
            if self._told is not None:
                self._told.granted(session, _exemption(enrolment, row))

    def require_again(self, enrolment_id: int, principal: Principal) -> None:
        """Take an exemption back."""
        reach = self.reach(principal)
        with self._db.session() as session:
            hold(session, EnrolmentRow.cycle, EnrolmentRow.id == enrolment_id)
            enrolment, row = self._enrolment(session, enrolment_id, reach)
            if enrolment.standing != EXEMPTED:
                raise EnrolmentFinished
            if self._told is not None:
                self._told.taken_back(session, _exemption(enrolment, row))
            enrolment.exempted_at = enrolment.exempted_by = enrolment.exempted_reason = None
            enrolment.renew_on = None

    def remind(self, enrolment_ids: Sequence[int], principal: Principal) -> int:
        """Remind those of these who are still to finish, once a day; how many were reminded now."""
        reach = self.reach(principal)
        asked = sorted(set(enrolment_ids))
        with self._db.session() as session:
            count = 0
            for start in range(0, len(asked), AT_ONCE):
                part = asked[start : start + AT_ONCE]
                query = (
                    select(EnrolmentRow.id, EnrolmentRow.standing, AccountRow.unit_id)
                    .join(AccountRow, AccountRow.id == EnrolmentRow.account_id)
                    .join(RequirementRow, RequirementRow.id == EnrolmentRow.requirement_id)
                    .where(EnrolmentRow.id.in_(part), RequirementRow.ended_at.is_(None))
                )
                found = session.execute(query).all()
                if len(found) < len(part) or not all(reach.may_change(each.unit_id) for each in found):
                    raise NotFound
                still = [each.id for each in found if each.standing <= BEGUN]
                count += reminding.ask(session, still, self._clock())
            return count

    def require(
        self, principal: Principal, *, requirement: int | None = None, enrolment: int | None = None
    ) -> None:
        """Raise `NotFound`, `RequirementNotYours`, `RequirementEnded` unless they may change it."""
        reach = self.reach(principal)
        with self._db.session() as session:
            if requirement is not None:
                self._own(session, requirement, reach)
            if enrolment is not None:
                self._enrolment(session, enrolment, reach)

    def _own(self, session: Session, requirement_id: int, reach: Reach) -> RequirementRow:
        row = session.get(RequirementRow, requirement_id)
        if row is None or not reach.may_see(row.unit_id):
            raise NotFound
        if not reach.may_change(row.unit_id):
            raise RequirementNotYours
        if row.ended_at is not None:
            raise RequirementEnded
        return row

    def _enrolment(
        self, session: Session, enrolment_id: int, reach: Reach
    ) -> tuple[EnrolmentRow, RequirementRow]:
        """Of one of the organiser's people, under a requirement that is theirs to change."""
        found = session.execute(
            select(EnrolmentRow, AccountRow.unit_id)
            .join(AccountRow, AccountRow.id == EnrolmentRow.account_id)
            .where(EnrolmentRow.id == enrolment_id)
        ).first()
        if found is None or not reach.may_change(found[1]):
            raise NotFound
        return found[0], self._own(session, found[0].requirement_id, reach)

    def _shown(self, session: Session, requirement_id: int, reach: Reach) -> Requirement:
        row = session.get(RequirementRow, requirement_id)
        if row is None or not reach.may_see(row.unit_id):
            raise NotFound
        return _view(row, session.get_one(AccountRow, row.made_by).display_name, reach)


def _exemption(enrolment: EnrolmentRow, row: RequirementRow) -> Exemption:
    if enrolment.exempted_at is None:
        raise RuntimeError("an enrolment nobody exempted")
    return Exemption(enrolment.id, enrolment.account_id, row.course_id, enrolment.exempted_at)


def _view(row: RequirementRow, made_by: str, reach: Reach) -> Requirement:
    unit = reach.forest.units[reach.forest.place(row.unit_id)]
    return Requirement(
        row.id,
        row.title,
        row.course_id,
        unit.id,
        unit.code,
        unit.name,
        tuple(row.roles),
        row.new_within_days,
        row.by_name,
        row.mandatory,
        row.begins_on,
        row.due_on,
        row.due_days,
        row.repeat_months,
        made_by,
        row.made_at,
        row.ended_at,
        reach.may_change(row.unit_id),
    )
