"""The copy register of state secrets (sổ quản lý sao, chụp; Decree 63/2026/NĐ-CP): who took which copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.exc import IntegrityError

from access.document_standing import REMOVING, documents
from access.installation_models import SecretCopyRow
from access.models import AccountRow, DocumentGrantRow
from access.principal import Principal
from access.rights import grants_in_force, kept_units
from access.roles import Action
from vanthu.db import Database, now, office_day
from vanthu.errors import Forbidden

FORMS = ("download", "print", "export")
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Copy:
    """One line of the register."""

    document_id: int
    copy_number: int
    """From 1 for each document."""
    data_class: str | None
    """None once the document was removed for good; only auditors see such lines."""
    username: str
    display_name: str
    form: str
    """`download`, `print` or `export`."""
    grant_id: int | None
    at: datetime


class CopyRegister:
    """Writes a line before a copy is handed out, and shows the lines to those who watch over them."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def enter(self, document_id: int, form: str, principal: Principal) -> int:
        """The number of the copy about to be made. Two at once get two numbers."""
        for attempt in range(_ATTEMPTS):
            try:
                return self._enter(document_id, form, principal)
            except IntegrityError:
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError  # the loop returns or raises

    def lines(self, principal: Principal) -> list[Copy]:
        """Newest first: a custodian sees those of the unit's documents, an auditor all."""
        with self._db.session() as session:
            within: ColumnElement[bool] = true()
            if not principal.may(Action.AUDIT):
                if not principal.may(Action.KEEP):
                    raise Forbidden
                day = office_day(self._clock())
                within = documents.c.unit_id.in_(sorted(kept_units(session, principal.unit_id, day)))
            found = session.execute(
                select(SecretCopyRow, documents.c.data_class, AccountRow)
                .outerjoin(
                    documents,
                    and_(documents.c.id == SecretCopyRow.document_id, documents.c.status != REMOVING),
                )
                .join(AccountRow, AccountRow.id == SecretCopyRow.account_id)
                .where(within)
                .order_by(SecretCopyRow.id.desc())
            )
            return [
                Copy(
                    document_id=row.document_id,
                    copy_number=row.copy_number,
                    data_class=data_class,
                    username=person.username,
                    display_name=person.display_name,
                    form=row.form,
                    grant_id=row.grant_id,
                    at=row.at,
                )
                for row, data_class, person in found
            ]

    def _enter(self, document_id: int, form: str, principal: Principal) -> int:
        moment = self._clock()
        day = office_day(moment)
        with self._db.session() as session:
            held = grants_in_force(day, account_id=principal.account_id, unit_id=principal.unit_id)
            grant_id = session.scalar(
                held.where(DocumentGrantRow.document_id == document_id)
                .with_only_columns(DocumentGrantRow.id)
                .order_by(DocumentGrantRow.id.desc())
                .limit(1)
            )
            last = session.scalar(
                select(func.max(SecretCopyRow.copy_number)).where(SecretCopyRow.document_id == document_id)
            )
            number = (last or 0) + 1
            session.add(
                SecretCopyRow(
                    document_id=document_id,
                    copy_number=number,
                    account_id=principal.account_id,
                    grant_id=grant_id,
                    form=form,
                    at=moment,
                )
            )
        return number
