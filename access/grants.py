"""Grants: leave to read one document, for one person or for whoever acts for one unit, between two days.

An ordinary or sensitive document is granted by one custodian of the unit that owns it. A state secret is
asked for by one custodian and approved by another, for persons only (Law 117/2025/QH15: by duty, one by one).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from access import grant_views, names
from access.document_standing import Standing, standing
from access.grant_views import GrantView, Holder
from access.keeping_errors import (
    GrantHolderUnknown,
    GrantInvalid,
    GrantNeedsAnother,
    GrantNeedsPerson,
    GrantSettled,
)
from access.models import AccountRow, DocumentGrantRow, UnitRow
from access.principal import Principal
from access.rights import kept_units
from access.roles import Action
from vanthu.db import LARGEST_ID, Database, now, office_day
from vanthu.errors import NotFound

LONGEST_DAYS = 366
"""At most one year, leap day included; who needs longer is granted anew."""
LONGEST_REASON = 500
UPLOADER_DAYS = 30
UPLOADER_REASON = "Người nhập văn bản"


class GrantService:
    """Gives, approves, revokes and lists grants. A document of another unit is `NotFound`."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def grant(
        self,
        document_id: int,
        *,
        account_id: int | None = None,
        unit_id: int | None = None,
        from_day: date,
        until_day: date,
        reason: str,
        principal: Principal,
    ) -> GrantView:
        """Give leave, in force at once; for a state secret, ask for it, in force once approved."""
        said = self._checked(from_day, until_day, reason)
        with self._db.session() as session:
            held = self._kept(session, document_id, principal)
            self._check_holder(session, account_id, unit_id)
            if held.is_state_secret and account_id is None:
                raise GrantNeedsPerson
            row = DocumentGrantRow(
                document_id=document_id,
                account_id=account_id,
                unit_id=unit_id,
                from_day=from_day,
                until_day=until_day,
                reason=said,
                requested_by=principal.account_id,
            )
            if not held.is_state_secret:
                row.approved_by, row.approved_at = principal.account_id, self._clock()
            session.add(row)
            session.flush()
            return grant_views.one(session, row.id, self.today())

    def get(self, grant_id: int, principal: Principal) -> GrantView:
        """One grant to a document of the custodian's unit."""
        with self._db.session() as session:
            return grant_views.one(session, self._row(session, grant_id, principal).id, self.today())

    def approve(self, grant_id: int, principal: Principal) -> GrantView:
        """Put what another custodian asked for into force."""
        with self._db.session() as session:
            row = self._row(session, grant_id, principal)
            if principal.account_id in {row.requested_by, row.account_id}:
                raise GrantNeedsAnother
            if row.until_day < self.today():
                raise GrantSettled
            settled = session.execute(
                update(DocumentGrantRow)
                .where(DocumentGrantRow.id == row.id)
                .where(DocumentGrantRow.approved_at.is_(None), DocumentGrantRow.revoked_at.is_(None))
                .values(approved_by=principal.account_id, approved_at=self._clock())
                .returning(DocumentGrantRow.id)
            ).scalar()
            if settled is None:
                raise GrantSettled
            return grant_views.one(session, row.id, self.today())

    def revoke(self, grant_id: int, principal: Principal) -> GrantView:
        """End a grant at once, or turn down one that was asked for."""
        with self._db.session() as session:
            row = self._row(session, grant_id, principal)
            ended = session.execute(
                update(DocumentGrantRow)
                .where(DocumentGrantRow.id == row.id, DocumentGrantRow.revoked_at.is_(None))
                .values(revoked_by=principal.account_id, revoked_at=self._clock())
                .returning(DocumentGrantRow.id)
            ).scalar()
            if ended is None:
                raise GrantSettled
            return grant_views.one(session, row.id, self.today())

    def for_uploader(self, document_id: int, account_id: int) -> int | None:
        """Leave for whoever hands in a sensitive document to review it; its number.

        None for an ordinary document, which needs no grant, and for a state secret, for which another must
        ask. Safe to repeat.
        """
        with self._db.session() as session:
            held = standing(session, document_id)
            if held is None:
                raise NotFound
            if held.data_class != "sensitive":
                return None
            there = session.scalar(
                select(DocumentGrantRow.id).where(
                    DocumentGrantRow.document_id == document_id,
                    DocumentGrantRow.account_id == account_id,
                    DocumentGrantRow.requested_by == account_id,
                )
            )
            if there is not None:
                return there
            today = self.today()
            row = DocumentGrantRow(
                document_id=document_id,
                account_id=account_id,
                from_day=today,
                until_day=today + timedelta(days=UPLOADER_DAYS),
                reason=UPLOADER_REASON,
                requested_by=account_id,
                approved_by=account_id,
                approved_at=self._clock(),
            )
            session.add(row)
            session.flush()
            return row.id

    def of_document(self, document_id: int, principal: Principal) -> list[GrantView]:
        """Every grant of a document of the custodian's unit, newest first."""
        with self._db.session() as session:
            self._kept(session, document_id, principal)
            return grant_views.of(session, self.today(), DocumentGrantRow.document_id == document_id)

    def of_account(self, account_id: int, principal: Principal) -> list[GrantView]:
        """A person's grants to documents of the custodian's unit; one's own, to any."""
        return self._of_holder(DocumentGrantRow.account_id == account_id, account_id, principal)

    def of_unit(self, unit_id: int, principal: Principal) -> list[GrantView]:
        """A unit's grants to documents of the custodian's unit."""
        return self._of_holder(DocumentGrantRow.unit_id == unit_id, None, principal)

    def of_kept(self, principal: Principal) -> list[GrantView]:
        """Every grant to documents of the custodian's unit that still counts or waits, newest first."""
        principal.require(Action.KEEP)
        with self._db.session() as session:
            today = self.today()
            return grant_views.of(
                session,
                today,
                DocumentGrantRow.revoked_at.is_(None),
                DocumentGrantRow.until_day >= today,
                grant_views.owned_by(kept_units(session, principal.unit_id, today)),
            )

    def own(self, document_id: int, principal: Principal) -> GrantView | None:
        """The grant in force under which one reads this document: the one that lasts longest."""
        with self._db.session() as session:
            in_force = [
                view
                for view in grant_views.of(
                    session,
                    self.today(),
                    DocumentGrantRow.document_id == document_id,
                    grant_views.held_by(principal.account_id, principal.unit_id),
                )
                if view.state == "in_force"
            ]
        return max(in_force, key=lambda view: view.until_day, default=None)

    def holders(self, text: str, principal: Principal, *, limit: int = 20) -> list[Holder]:
        """Enabled accounts and living units whose name or code holds `text`, for choosing one."""
        principal.require(Action.KEEP)
        with self._db.session() as session:
            return grant_views.holders(session, text, self.today(), limit)

    def today(self) -> date:
        """The day in Viet Nam."""
        return office_day(self._clock())

    def _of_holder(
        self, held: ColumnElement[bool], own_id: int | None, principal: Principal
    ) -> list[GrantView]:
        with self._db.session() as session:
            today = self.today()
            conditions = [held]
            if own_id != principal.account_id:
                principal.require(Action.KEEP)
                conditions.append(grant_views.owned_by(kept_units(session, principal.unit_id, today)))
            return grant_views.of(session, today, *conditions)

    def _checked(self, from_day: date, until_day: date, reason: str) -> str:
        said = names.display_name(reason)[:LONGEST_REASON].strip()
        today = self.today()
        bounded = today <= from_day <= until_day <= from_day + timedelta(days=LONGEST_DAYS)
        if not said or not bounded or from_day > today + timedelta(days=LONGEST_DAYS):
            raise GrantInvalid
        return said

    def _check_holder(self, session: Session, account_id: int | None, unit_id: int | None) -> None:
        if (account_id is None) == (unit_id is None):
            raise GrantHolderUnknown
        if account_id is not None:
            account = session.get(AccountRow, account_id)
            if account is None or account.disabled_at is not None:
                raise GrantHolderUnknown
            return
        unit = session.get(UnitRow, unit_id)
        if unit is None or (unit.abolished_on is not None and unit.abolished_on <= self.today()):
            raise GrantHolderUnknown

    def _kept(self, session: Session, document_id: int, principal: Principal) -> Standing:
        """The document, where the principal is custodian of its unit; `NotFound` tells nothing of others."""
        principal.require(Action.KEEP)
        held = standing(session, document_id)
        if held is None or held.unit_id not in kept_units(session, principal.unit_id, self.today()):
            raise NotFound
        return held

    def _row(self, session: Session, grant_id: int, principal: Principal) -> DocumentGrantRow:
        principal.require(Action.KEEP)
        row = session.get(DocumentGrantRow, grant_id) if 0 < grant_id <= LARGEST_ID else None
        if row is None:
            raise NotFound
        self._kept(session, row.document_id, principal)
        return row
