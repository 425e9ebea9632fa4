"""The custodian's register: which documents the unit holds, their classes; of content only what is granted.

This is the one read that reaches past a Scope, for whoever decides about a unit's data (Regulation
384-QĐ/TW, Art. 3) and only for that unit's documents: number, date and class. Subject and pages are shown
where the custodian's own Scope holds the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.models import AccountRow
from access.principal import Principal
from access.rights import kept_units
from access.roles import Action
from access.scope import Scope
from records import masking, reference
from records.clean import storable
from records.errors import ClassFixed, ClassInvalid, ClassUnread, DuplicateDocument
from records.fields import describe, raised
from records.models import ClassChangeRow, DocumentRow, FieldRow
from records.scope_sql import visible
from records.types import LIVING, DataClass
from records.writing import duplicate_key
from vanthu.db import LARGEST_ID, Database, now, office_day
from vanthu.errors import NotFound

_MOST_ROWS = 200
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of the register."""

    document_id: int
    reference_number: str | None
    issue_date: date | None
    received_at: datetime
    data_class: DataClass
    title: str | None
    """None where the custodian may not read the document."""
    page_count: int | None
    """None where the custodian may not read the document."""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    items: tuple[RegisterEntry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ClassChange:
    before: DataClass
    after: DataClass
    reason: str
    by: str
    at: datetime


class Register:
    """Lists a unit's documents for its custodians, and changes their classes."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def under_grants(self, principal: Principal, *, offset: int = 0, limit: int = 50) -> RegisterPage:
        """The unit's documents that need grants, newest first."""
        with self._db.session() as session:
            held = DocumentRow.data_class != DataClass.ORDINARY.value
            condition = self._kept(session, principal) & held
            total = session.scalar(select(func.count()).select_from(DocumentRow).where(condition)) or 0
            found = session.scalars(
                select(DocumentRow)
                .where(condition)
                .order_by(DocumentRow.id.desc())
                .offset(max(offset, 0))
                .limit(min(max(limit, 0), _MOST_ROWS))
            ).all()
            return RegisterPage(tuple(_entries(session, found, principal)), total)

    def find(self, text: str, principal: Principal) -> list[RegisterEntry]:
        """The unit's documents of this id or number, of any class."""
        wanted = storable(text).strip()
        if not wanted:
            return []
        with self._db.session() as session:
            named = [DocumentRow.reference_key == reference.key(wanted)]
            if wanted.isascii() and wanted.isdecimal() and 0 < int(wanted[:11]) <= LARGEST_ID:
                named.append(DocumentRow.id == int(wanted))
            found = session.scalars(
                select(DocumentRow)
                .where(self._kept(session, principal), or_(*named))
                .order_by(DocumentRow.id.desc())
                .limit(_MOST_ROWS)
            ).all()
            return _entries(session, found, principal)

    def entries(self, document_ids: Sequence[int], principal: Principal) -> dict[int, RegisterEntry]:
        """Those of these documents that the unit holds."""
        with self._db.session() as session:
            within = self._kept(session, principal) & DocumentRow.id.in_(document_ids)
            found = session.scalars(select(DocumentRow).where(within)).all()
            return {entry.document_id: entry for entry in _entries(session, found, principal)}

    def entry(self, document_id: int, principal: Principal) -> RegisterEntry:
        """One document of the unit; raises `NotFound`."""
        with self._db.session() as session:
            return _entries(session, [self._row(session, document_id, principal)], principal)[0]

    def classify(self, document_id: int, data_class: DataClass, reason: str, principal: Principal) -> None:
        """Make an ordinary document sensitive, or a sensitive one ordinary.

        Counts at once: records confirms every read; the index follows through the raised revision.
        """
        said = " ".join(storable(reason).split())[:LONGEST_REASON]
        try:
            with self._db.session() as session:
                row = self._row(session, document_id, principal)
                before = DataClass(row.data_class)
                if before.is_state_secret or data_class.is_state_secret:
                    raise ClassFixed
                if not said or before is data_class:
                    raise ClassInvalid
                if before.needs_grant and not _readable(session, [row.id], principal):
                    raise ClassUnread
                row.data_class = data_class.value
                row.duplicate_key = duplicate_key(row.unit_id, row.sha256, data_class)
                fields = session.scalars(select(FieldRow).where(FieldRow.document_id == row.id))
                describe(row, {field.name: field for field in fields})
                row.revision = raised()
                session.add(
                    ClassChangeRow(
                        document_id=row.id,
                        before=before.value,
                        after=data_class.value,
                        reason=said,
                        account_id=principal.account_id,
                        at=self._clock(),
                    )
                )
        except IntegrityError:
            raise DuplicateDocument(document_id=self._twin(document_id)) from None

    def changes(self, document_id: int, principal: Principal) -> list[ClassChange]:
        """How a document of the unit was classed before, newest first."""
        with self._db.session() as session:
            row = self._row(session, document_id, principal)
            found = session.execute(
                select(ClassChangeRow, AccountRow.display_name)
                .join(AccountRow, AccountRow.id == ClassChangeRow.account_id)
                .where(ClassChangeRow.document_id == row.id)
                .order_by(ClassChangeRow.id.desc())
            )
            return [
                ClassChange(DataClass(one.before), DataClass(one.after), one.reason, by, one.at)
                for one, by in found
            ]

    def _twin(self, document_id: int) -> int | str:
        """The ordinary document of the same unit with the same bytes, which every custodian of it may see."""
        with self._db.session() as session:
            row = session.get_one(DocumentRow, document_id)
            key = duplicate_key(row.unit_id, row.sha256, DataClass.ORDINARY)
            return session.scalar(select(DocumentRow.id).where(DocumentRow.duplicate_key == key)) or "-"

    def _kept(self, session: Session, principal: Principal) -> ColumnElement[bool]:
        principal.require(Action.KEEP)
        day = office_day(self._clock())
        units = sorted(kept_units(session, principal.unit_id, day))
        return DocumentRow.unit_id.in_(units) & DocumentRow.status.in_(LIVING)

    def _row(self, session: Session, document_id: int, principal: Principal) -> DocumentRow:
        kept = self._kept(session, principal)
        if not 0 < document_id <= LARGEST_ID:
            raise NotFound
        row = session.scalar(select(DocumentRow).where(DocumentRow.id == document_id, kept))
        if row is None:
            raise NotFound
        return row


def _entries(session: Session, found: Sequence[DocumentRow], principal: Principal) -> list[RegisterEntry]:
    readable = _readable(session, [row.id for row in found], principal)
    return [_entry(row, Scope.of(principal), readable=row.id in readable) for row in found]


def _readable(session: Session, ids: Sequence[int], principal: Principal) -> set[int]:
    """Those of `ids` that the custodian may read."""
    scope = Scope.of(principal).among(ids)
    return {*session.scalars(select(DocumentRow.id).where(visible(scope), DocumentRow.id.in_(ids)))}


def _entry(row: DocumentRow, scope: Scope, *, readable: bool) -> RegisterEntry:
    shown = masking.seen(row, scope)
    return RegisterEntry(
        document_id=row.id,
        reference_number=row.reference_number,
        issue_date=row.issue_date,
        received_at=row.created_at,
        data_class=shown.data_class,
        title=shown.title if readable else None,
        page_count=row.page_count if readable else None,
    )
