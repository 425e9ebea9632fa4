"""Dossiers of one's own unit: made, filled, put in order, closed.

A dossier is seen by whoever acts for its unit; its documents only as far as one's Scope goes, and nothing
about it (counts, order, messages) tells of others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from records import masking
from records.clean import storable
from records.dossiers import rows
from records.dossiers.errors import DossierClosed, DossierCodeTaken, DossierIncomplete
from records.dossiers.models import DossierDocumentRow, DossierRow
from records.dossiers.types import DossierCard, DossierPage, DossierSummary, DossierWhole
from records.models import DocumentRow
from records.scope_sql import visible
from records.types import GONE
from vanthu.db import LARGEST_ID, Database, now
from vanthu.errors import NotFound

_MOST_ROWS = 200


class Dossiers:
    """Reading needs `Action.READ`, changing `DIGITISE`, closing `KEEP`; another unit's dossier is absent."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock

    def add(self, card: DossierCard, principal: Principal) -> int:
        principal.require(Action.DIGITISE)
        row = DossierRow(unit_id=principal.unit_id, created_by=principal.account_id, **rows.values(card))
        try:
            with self._db.session() as session:
                session.add(row)
                session.flush()
                return row.id
        except IntegrityError:
            raise DossierCodeTaken from None

    def change(self, dossier_id: int, card: DossierCard, principal: Principal) -> None:
        principal.require(Action.DIGITISE)
        written = rows.values(card)
        try:
            with self._db.session() as session:
                row = _open(session, dossier_id, principal)
                for name, value in written.items():
                    setattr(row, name, value)
        except IntegrityError:
            raise DossierCodeTaken from None

    def list(self, principal: Principal, text: str = "", *, offset: int = 0, limit: int = 50) -> DossierPage:
        """The unit's dossiers by code; `text` is looked for in code and title."""
        principal.require(Action.READ)
        wanted = DossierRow.unit_id == principal.unit_id
        for word in storable(text).split():
            held = or_(
                DossierRow.code.icontains(word, autoescape=True),
                DossierRow.title.icontains(word, autoescape=True),
            )
            wanted = wanted & held
        with self._db.session() as session:
            total = session.scalar(select(func.count()).select_from(DossierRow).where(wanted)) or 0
            found = session.scalars(
                select(DossierRow)
                .where(wanted)
                .order_by(DossierRow.code, DossierRow.id)
                .offset(max(offset, 0))
                .limit(min(max(limit, 0), _MOST_ROWS))
            ).all()
            counts = _counts(session, [row.id for row in found], Scope.of(principal))
            return DossierPage(tuple(rows.summary(row, *counts.get(row.id, (0, 0))) for row in found), total)

    def whole(self, dossier_id: int, principal: Principal) -> DossierWhole:
        """A dossier with those of its documents that one may see."""
        principal.require(Action.READ)
        scope = Scope.of(principal)
        with self._db.session() as session:
            row = _row(session, dossier_id, principal)
            held = session.scalars(_documents(dossier_id).where(visible(scope)))
            seen = tuple(masking.seen(document, scope) for document in held)
            summary = rows.summary(row, len(seen), sum(document.page_count for document in seen))
            return DossierWhole(summary, seen)

    def require(self, dossier_id: int, principal: Principal) -> None:
        """Raises `NotFound` where there is no such dossier of one's unit."""
        principal.require(Action.READ)
        with self._db.session() as session:
            _row(session, dossier_id, principal)

    def complete(self, dossier_id: int, principal: Principal) -> DossierWhole:
        """A dossier for handing over; raises `DossierIncomplete` where one may not see all of it."""
        principal.require(Action.KEEP)
        found = self.whole(dossier_id, principal)
        with self._db.session() as session:
            held = (
                select(func.count())
                .select_from(DossierDocumentRow)
                .join(DocumentRow, DocumentRow.id == DossierDocumentRow.document_id)
                .where(DossierDocumentRow.dossier_id == dossier_id, DocumentRow.status.not_in(GONE))
            )
            if session.scalar(held) != len(found.documents):
                raise DossierIncomplete
        return found

    def of_document(self, document_id: int, principal: Principal) -> DossierSummary | None:
        """The dossier a document one may see is filed in."""
        principal.require(Action.READ)
        with self._db.session() as session:
            row = session.scalar(
                select(DossierRow)
                .join(DossierDocumentRow, DossierDocumentRow.dossier_id == DossierRow.id)
                .join(DocumentRow, DocumentRow.id == DossierDocumentRow.document_id)
                .where(DocumentRow.id == min(document_id, LARGEST_ID))
                .where(DossierRow.unit_id == principal.unit_id, visible(Scope.of(principal)))
            )
            if row is None:
                return None
            return rows.summary(row, *_counts(session, [row.id], Scope.of(principal)).get(row.id, (0, 0)))

    def put(self, dossier_id: int, document_ids: Sequence[int], principal: Principal) -> None:
        """File documents of the unit at the dossier's end, in this order; they leave the one they were in."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            _require_own(session, document_ids, principal)
            _open(session, dossier_id, principal)
            for before in session.scalars(_places(document_ids)).all():
                _open(session, before.dossier_id, principal)
                session.delete(before)
            session.flush()
            last = session.scalar(
                select(func.max(DossierDocumentRow.ordinal)).where(
                    DossierDocumentRow.dossier_id == dossier_id
                )
            )
            for ordinal, document_id in enumerate(dict.fromkeys(document_ids), (last or 0) + 1):
                session.add(
                    DossierDocumentRow(
                        document_id=document_id,
                        dossier_id=dossier_id,
                        ordinal=ordinal,
                        added_by=principal.account_id,
                        added_at=self._clock(),
                    )
                )

    def take_out(self, document_id: int, principal: Principal) -> None:
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            _require_own(session, [document_id], principal)
            for place in session.scalars(_places([document_id])).all():
                _open(session, place.dossier_id, principal)
                session.delete(place)

    def arrange(self, dossier_id: int, document_ids: Sequence[int], principal: Principal) -> None:
        """Put the documents one sees into this order; each takes one of the places they hold together."""
        principal.require(Action.DIGITISE)
        with self._db.session() as session:
            _require_own(session, document_ids, principal)
            _open(session, dossier_id, principal)
            wanted = list(dict.fromkeys(document_ids))
            places = {place.document_id: place for place in session.scalars(_places(wanted))}
            if set(places) != set(wanted) or any(p.dossier_id != dossier_id for p in places.values()):
                raise NotFound
            free = sorted(place.ordinal for place in places.values())
            for ordinal, document_id in zip(free, wanted, strict=True):
                places[document_id].ordinal = ordinal

    def close(self, dossier_id: int, principal: Principal, *, reopen: bool = False) -> None:
        """End the dossier, or open it again: custodians only."""
        principal.require(Action.KEEP)
        with self._db.session() as session:
            row = _row(session, dossier_id, principal)
            row.closed_at = None if reopen else row.closed_at or self._clock()

    def remove(self, dossier_id: int, principal: Principal) -> None:
        """Remove the cover; the documents stay in the library."""
        principal.require(Action.KEEP)
        with self._db.session() as session:
            row = _open(session, dossier_id, principal)
            session.execute(delete(DossierDocumentRow).where(DossierDocumentRow.dossier_id == row.id))
            session.delete(row)


def _row(session: Session, dossier_id: int, principal: Principal) -> DossierRow:
    row = session.get(DossierRow, dossier_id) if 0 < dossier_id <= LARGEST_ID else None
    if row is None or row.unit_id != principal.unit_id:
        raise NotFound
    return row


def _open(session: Session, dossier_id: int, principal: Principal) -> DossierRow:
    """A dossier to be changed, locked: of two persons one waits and then sees what the other did."""
    row = _row(session, dossier_id, principal)
    held = update(DossierRow).where(DossierRow.id == row.id).values(code=DossierRow.code)
    if session.scalar(held.returning(DossierRow.id)) is None:
        raise NotFound
    session.refresh(row)
    if row.closed_at is not None:
        raise DossierClosed
    return row


def _require_own(session: Session, document_ids: Sequence[int], principal: Principal) -> None:
    """Documents that one sees and whose unit one acts for, locked; any other is as absent."""
    wanted = {number for number in document_ids if 0 < number <= LARGEST_ID}
    own: ColumnElement[bool] = DocumentRow.unit_id == principal.unit_id
    within = visible(Scope.of(principal).among(wanted)) & own
    held = select(DocumentRow.id).where(within, DocumentRow.id.in_(wanted)).order_by(DocumentRow.id)
    found = set(session.scalars(held.with_for_update(key_share=True)))
    if found != set(document_ids):
        raise NotFound


def _places(document_ids: Sequence[int]) -> Select[DossierDocumentRow]:
    return select(DossierDocumentRow).where(DossierDocumentRow.document_id.in_(document_ids))


def _documents(dossier_id: int) -> Select[DocumentRow]:
    return (
        select(DocumentRow)
        .join(DossierDocumentRow, DossierDocumentRow.document_id == DocumentRow.id)
        .where(DossierDocumentRow.dossier_id == dossier_id)
        .order_by(DossierDocumentRow.ordinal, DocumentRow.id)
    )


def _counts(session: Session, dossier_ids: Sequence[int], scope: Scope) -> dict[int, tuple[int, int]]:
    """Visible documents and their pages, by dossier."""
    found = session.execute(
        select(DossierDocumentRow.dossier_id, func.count(), func.sum(DocumentRow.page_count))
        .join(DocumentRow, DocumentRow.id == DossierDocumentRow.document_id)
        .where(DossierDocumentRow.dossier_id.in_(dossier_ids), visible(scope))
        .group_by(DossierDocumentRow.dossier_id)
    )
    return {dossier_id: (documents, int(pages or 0)) for dossier_id, documents, pages in found}
