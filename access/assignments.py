"""Assignments: an account acts in another unit, in one role, from one day to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from access.errors import AssignmentUnknown, DaysReversed, OwnAccount, UnitEnded, UnitUnknown
from access.models import AccountRow, AssignmentRow, UnitRow
from access.principal import Principal
from access.role_rules import assigned_roles, held_roles, read_roles, require_compatible
from access.roles import Role
from vanthu.db import Database, now, office_day


@dataclass(frozen=True, slots=True)
class Assignment:
    id: int
    account_id: int
    unit_code: str
    unit_name: str
    role: Role
    from_day: date
    until_day: date | None
    """The last day; None until it is ended."""
    state: str
    """`ahead`, `in_force`, `over`."""


class AssignmentService:
    """Gives, ends and lists assignments. What is ended counts at the next call."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def assign(
        self,
        account_id: int,
        unit_code: str,
        role: Role | str,
        *,
        from_day: date | None = None,
        until_day: date | None = None,
        by: Principal | None = None,
    ) -> Assignment:
        """Let the account act for a unit; raises `RolesTogether`, `OwnAccount`, `DaysReversed`."""
        (given,) = read_roles([role])
        first = from_day or self._today()
        if until_day is not None and until_day < first:
            raise DaysReversed
        _require_another(account_id, by)
        with self._db.session() as session:
            _take(session, account_id)
            unit = session.scalar(select(UnitRow).where(UnitRow.code == unit_code.strip().upper()))
            if unit is None:
                raise UnitUnknown(code=unit_code.strip().upper())
            if unit.abolished_on is not None and unit.abolished_on <= first:
                raise UnitEnded(code=unit.code, day=f"{unit.abolished_on:%d/%m/%Y}")
            require_compatible(
                held_roles(session, account_id) | assigned_roles(session, account_id, self._today()) | {given}
            )
            row = AssignmentRow(
                account_id=account_id,
                unit_id=unit.id,
                role=given,
                from_day=first,
                until_day=until_day,
                created_by=by.account_id if by else None,
            )
            session.add(row)
            session.flush()
            return self._view(row, unit)

    def end(self, assignment_id: int, *, by: Principal | None = None) -> Assignment:
        """End an assignment now; raises `AssignmentUnknown` for one that is over."""
        with self._db.session() as session:
            found = session.execute(
                select(AssignmentRow, UnitRow)
                .join(UnitRow, UnitRow.id == AssignmentRow.unit_id)
                .where(AssignmentRow.id == assignment_id)
            ).first()
            if found is None or self._state(found[0]) == "over":
                raise AssignmentUnknown
            row, unit = found
            _require_another(row.account_id, by)
            row.ended_at = self._clock()
            session.flush()
            return self._view(row, unit)

    def of_account(self, account_id: int) -> list[Assignment]:
        """Every assignment the account ever had, the newest first."""
        with self._db.session() as session:
            rows = session.execute(
                select(AssignmentRow, UnitRow)
                .join(UnitRow, UnitRow.id == AssignmentRow.unit_id)
                .where(AssignmentRow.account_id == account_id)
                .order_by(AssignmentRow.from_day.desc(), AssignmentRow.id.desc())
            )
            return [self._view(row, unit) for row, unit in rows]

    def _view(self, row: AssignmentRow, unit: UnitRow) -> Assignment:
        return Assignment(
            row.id,
            row.account_id,
            unit.code,
            unit.name,
            Role(row.role),
            row.from_day,
            row.until_day,
            self._state(row),
        )

    def _state(self, row: AssignmentRow) -> str:
        today = self._today()
        if row.ended_at is not None or (row.until_day is not None and row.until_day < today):
            return "over"
        return "ahead" if row.from_day > today else "in_force"

    def _today(self) -> date:
        return office_day(self._clock())


def _require_another(account_id: int, by: Principal | None) -> None:
    if by is not None and by.account_id == account_id:
        raise OwnAccount


def _take(session: Session, account_id: int) -> None:
    """Changes of one account's roles come one after the other: two allowed alone may not be together."""
    session.execute(
        update(AccountRow)
        .where(AccountRow.id == account_id)
        .values(unit_id=AccountRow.unit_id)
        .execution_options(synchronize_session=False)
    )
