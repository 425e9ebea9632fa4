"""Who decides about a unit's data: its custodians, or where it has none, those of the nearest unit above."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.models import AccountRoleRow, AccountRow, AssignmentRow
from access.rights import in_force, merged_into, path_of
from access.roles import MAY, Action

_KEEPING = sorted(role.value for role in MAY[Action.KEEP])


def keeping_unit(
    session: Session, unit_id: int, on: date, *, beside: int, operator: int | None = None
) -> int | None:
    """The unit whose custodians decide: the nearest one, upwards, that has another custodian than `beside`.

    None where no unit has one. `operator` is the account of whoever owns the data folder: not a person's.
    """
    for above in path_of(session, unit_id, on):
        if custodians(session, above, on) - {beside, operator}:
            return above
    return None


def custodians(session: Session, unit_id: int, on: date) -> set[int]:
    """Enabled accounts that may keep this unit's data on that day."""
    units = sorted({unit_id} | merged_into(session, (unit_id,), on))
    own = (
        select(AccountRow.id)
        .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
        .where(AccountRow.unit_id.in_(units), AccountRoleRow.role.in_(_KEEPING))
    )
    assigned = (
        select(AccountRow.id)
        .join(AssignmentRow, AssignmentRow.account_id == AccountRow.id)
        .where(AssignmentRow.unit_id.in_(units), AssignmentRow.role.in_(_KEEPING))
        .where(in_force(AssignmentRow, on), AssignmentRow.ended_at.is_(None))
    )
    enabled = AccountRow.disabled_at.is_(None)
    return {*session.scalars(own.where(enabled)), *session.scalars(assigned.where(enabled))}
