"""Keeps signatures and finds what is like a document, inside the asker's Scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, false, or_, select, update
from sqlalchemy.orm import Session

from access.scope import Scope
from records import masking
from records.likeness.models import BandRow, SignatureRow
from records.likeness.signature import bands, likeness, packed, signature, unpacked
from records.models import DocumentRow
from records.reading import visible_row
from records.scope_sql import visible
from records.types import DataClass, DocumentStatus, DocumentSummary
from vanthu.db import Database

ALIKE = 0.6
"""Share of shingles in common from which two texts are told to be alike: two scans of one paper share .8 and
more, a resolution and the plan that carries it out .2."""
_MOST = 10
_MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Alike:
    """A document that may be the same paper."""

    document: DocumentSummary
    same_number: bool
    """The same number, day and issuing body."""
    share: float
    """Of the text in common, 0..1; 0 where that is not known."""


class Likeness:
    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, document_id: int, texts: Iterable[str], text_revision: int = 0) -> None:
        """Keep what is needed to find others like it, of the text as it was at `text_revision`.

        Safe to repeat.
        """
        numbers = signature(texts)
        with self._db.session() as session:
            noted = update(DocumentRow).where(DocumentRow.id == document_id)
            session.execute(noted.values(likened_revision=text_revision))
            for table in (BandRow, SignatureRow):
                session.execute(delete(table).where(table.document_id == document_id))
            if numbers is None:
                return
            session.add(SignatureRow(document_id=document_id, signature=packed(numbers)))
            session.add_all(
                BandRow(document_id=document_id, band=band, value=value)
                for band, value in enumerate(bands(numbers))
            )

    def behind(self, limit: int) -> list[int]:
        """Finished documents without a signature, or with one of before their text was corrected."""
        late = or_(
            DocumentRow.likened_revision.is_(None), DocumentRow.likened_revision < DocumentRow.text_revision
        )
        ready = DocumentRow.status == DocumentStatus.READY.value
        with self._db.session() as session:
            found = select(DocumentRow.id).where(late, ready).order_by(DocumentRow.id).limit(limit)
            return [*session.scalars(found)]

    def of(self, document_id: int, scope: Scope) -> list[Alike]:
        """What may be the same paper, likeliest first; ordinary documents only."""
        with self._db.session() as session:
            row = visible_row(session, document_id, scope)
            if row.data_class != DataClass.ORDINARY.value:
                return []
            open_to = visible(scope) & (DocumentRow.data_class == DataClass.ORDINARY.value)
            shares = _shares(session, row.id, open_to)
            same = set(session.scalars(select(DocumentRow.id).where(_same_number(row))))
            found = session.scalars(
                select(DocumentRow)
                .where(DocumentRow.id.in_(sorted(same | shares.keys())), DocumentRow.id != row.id)
                .where(open_to)
            )
            alike = [
                Alike(masking.seen(other, scope), other.id in same, shares.get(other.id, 0.0))
                for other in found
            ]
        return sorted(alike, key=lambda each: (-each.share, not each.same_number, each.document.id))[:_MOST]


def _same_number(row: DocumentRow) -> ColumnElement[bool]:
    if not (row.reference_key and row.issue_date and row.issuing_body):
        return false()
    return (
        (DocumentRow.reference_key == row.reference_key)
        & (DocumentRow.issue_date == row.issue_date)
        & (DocumentRow.issuing_body == row.issuing_body)
    )


def _shares(session: Session, document_id: int, open_to: ColumnElement[bool]) -> dict[int, float]:
    """Documents whose text is alike, of those `open_to` allows: others must not crowd them out."""
    own = session.get(SignatureRow, document_id)
    if own is None:
        return {}
    mine = unpacked(own.signature)
    values = select(BandRow.band, BandRow.value).where(BandRow.document_id == document_id).subquery()
    candidates = (
        select(BandRow.document_id)
        .join(values, (values.c.band == BandRow.band) & (values.c.value == BandRow.value))
        .join(DocumentRow, DocumentRow.id == BandRow.document_id)
        .where(BandRow.document_id != document_id, open_to)
        .distinct()
        .order_by(BandRow.document_id)  # of too many always the same, whatever lies beside them
        .limit(_MOST_CANDIDATES)
    )
    rows = session.scalars(select(SignatureRow).where(SignatureRow.document_id.in_(candidates)))
    shares = {row.document_id: likeness(mine, unpacked(row.signature)) for row in rows}
    return {other: share for other, share in shares.items() if share >= ALIKE}
