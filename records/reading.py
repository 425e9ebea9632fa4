"""What a person reads from the catalogue: every read takes a Scope, and none tells hidden from absent."""

from __future__ import annotations

import builtins  # `list` is a method below
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.scope import Scope
from ocr.page import PageText
from records import choosing, effect, links, listing, masking, reference, rows, validity
from records.clean import storable
from records.errors import PersonalDataHidden
from records.files import FileStore
from records.models import DocumentRow, FieldHistoryRow, FieldRow, PageRow, RelationRow
from records.personal_data import mask
from records.scope_sql import visible
from records.types import (
    Correction,
    Document,
    DocumentChoice,
    DocumentFilter,
    DocumentPage,
    DocumentSummary,
    Facets,
    FieldName,
    Relation,
    RelationKind,
    Validity,
)
from vanthu.db import LARGEST_ID, Database
from vanthu.errors import NotFound

_EVERYTHING = DocumentFilter()


class CatalogueReads:
    """The reading half of the catalogue."""

    def __init__(self, db: Database, files: FileStore) -> None:
        self._db = db
        self._files = files

    def document(self, document_id: int, scope: Scope) -> Document:
        with self._db.session() as session:
            row = visible_row(session, document_id, scope)
            shown = whole(session, row)
            return masking.document(shown) if masking.hides(scope, row.data_class) else shown

    def list(
        self,
        scope: Scope,
        narrowing: DocumentFilter = _EVERYTHING,
        *,
        sort: str = "-issue_date",
        offset: int = 0,
        limit: int = 50,
    ) -> DocumentPage:
        with self._db.session() as session:
            return listing.page(session, scope, narrowing, sort=sort, offset=offset, limit=limit)

    def facets(self, scope: Scope, narrowing: DocumentFilter = _EVERYTHING) -> Facets:
        with self._db.session() as session:
            return listing.facets(session, scope, narrowing)

    def visible_ids(self, scope: Scope, issued_until: date | None = None) -> builtins.list[int]:
        """Ids of visible documents; with `issued_until`, only of those dated, and dated by then."""
        with self._db.session() as session:
            within = listing.condition(scope, DocumentFilter(issued_until=issued_until))
            return [*session.scalars(select(DocumentRow.id).where(within).order_by(DocumentRow.id))]

    def summaries(
        self, ids: Sequence[int], scope: Scope, issued_until: date | None = None
    ) -> dict[int, DocumentSummary]:
        """The visible ones of `ids`, as `visible_ids` would have them."""
        with self._db.session() as session:
            within = listing.condition(scope.among(ids), DocumentFilter(issued_until=issued_until))
            found = session.scalars(select(DocumentRow).where(within, DocumentRow.id.in_(ids)))
            return {row.id: masking.seen(row, scope) for row in found}

    def find_by_reference(self, reference_number: str, scope: Scope) -> builtins.list[DocumentSummary]:
        """Visible documents of this number, newest first."""
        wanted = reference.key(storable(reference_number))
        if not wanted:
            return []
        with self._db.session() as session:
            found = links.named(session, [wanted], scope)[wanted]
            # Sorted here: asked to sort by date, SQLite walks the whole library in date order.
            return sorted((masking.seen(row, scope) for row in found), key=_newest_first)

    def numbered(self, number: str, scope: Scope) -> builtins.list[DocumentSummary]:
        """Visible documents of this number, whatever kind and issuer their symbols name, newest first."""
        with self._db.session() as session:
            return choosing.numbered(session, number, scope)

    def chosen_ids(self, scope: Scope, choice: DocumentChoice, most: int) -> builtins.list[int] | None:
        """Ids of the visible documents chosen; None where they are more than `most`."""
        with self._db.session() as session:
            return choosing.chosen_ids(session, scope, choice, most)

    def chosen_count(self, scope: Scope, choice: DocumentChoice) -> int:
        with self._db.session() as session:
            return choosing.count(session, scope, choice)

    def issuers(self, scope: Scope) -> builtins.list[str]:
        """Who issued the visible documents, as written there."""
        with self._db.session() as session:
            return choosing.issuers(session, scope)

    def find_duplicate(self, unit_id: int, sha256: str, scope: Scope) -> int | None:
        """The visible document of that unit with the same bytes."""
        with self._db.session() as session:
            return session.scalar(
                select(DocumentRow.id).where(
                    visible(scope), DocumentRow.unit_id == unit_id, DocumentRow.sha256 == storable(sha256)
                )
            )

    def page_text(self, document_id: int, number: int, scope: Scope) -> PageText:
        """What was read from one page; a page that failed is empty."""
        with self._db.session() as session:
            row, page = self._page(session, document_id, number, scope)
            read = rows.page_text(page)
            return masking.page(read) if masking.hides(scope, row.data_class) else read

    def page_texts(self, document_id: int, scope: Scope) -> builtins.list[PageText]:
        with self._db.session() as session:
            row = visible_row(session, document_id, scope)
            read = page_texts(session, row.id)
            return [masking.page(page) for page in read] if masking.hides(scope, row.data_class) else read

    def page_image(self, document_id: int, number: int, scope: Scope) -> bytes:
        """The page's picture as stored by ingest (WebP or JPEG), personal data covered where it must be."""
        with self._db.session() as session:
            row, page = self._page(session, document_id, number, scope)
        if page.image_sha256 is None:
            raise NotFound
        image = self._files.path(page.image_sha256).read_bytes()
        if not masking.hides(scope, row.data_class):
            return image
        return masking.picture(image, rows.page_text(page) if page.content is not None else None)

    def original(self, document_id: int, scope: Scope) -> tuple[Path, str, str]:
        """The uploaded file as it came: its path, its name, its media type."""
        with self._db.session() as session:
            row = visible_row(session, document_id, scope)
            _check_open(row, scope)
            return self._files.path(row.sha256), row.filename, row.media_type

    def archive(self, document_id: int, scope: Scope) -> Path:
        """The searchable PDF."""
        with self._db.session() as session:
            row = visible_row(session, document_id, scope)
            _check_open(row, scope)
            sha256 = row.archive_sha256
        if sha256 is None:
            raise NotFound
        return self._files.path(sha256)

    def relations(self, document_id: int, scope: Scope) -> builtins.list[Relation]:
        """Both directions; the other end is named only where the Scope holds it."""
        with self._db.session() as session:
            row = visible_row(session, document_id, scope)
            hidden = masking.hides(scope, row.data_class)
            out = [
                _outgoing(relation, target, scope, hidden=hidden)
                for relation, target in links.outgoing(session, row, scope)
            ]
            return out + [_incoming(link, scope) for link in links.incoming(session, row, scope)]

    def validity(self, document_id: int, scope: Scope, on: date) -> Validity:
        """Whether it is in force on `on`, as far as the documents the Scope holds tell."""
        with self._db.session() as session:
            row = visible_row(session, document_id, scope)
            return _assessed(session, [row], scope, on)[row.id]

    def validities(self, ids: Sequence[int], scope: Scope, on: date) -> dict[int, Validity]:
        """The same for several documents: the visible ones of `ids`, in as many queries as for one."""
        with self._db.session() as session:
            seen = visible(scope.among(ids))
            found = [*session.scalars(select(DocumentRow).where(seen, DocumentRow.id.in_(ids)))]
            return _assessed(session, found, scope, on)

    def effects(self, ids: Sequence[int], scope: Scope) -> dict[int, effect.Effect]:
        """From when the visible ones of `ids` hold, where their text says so."""
        with self._db.session() as session:
            seen = visible(scope.among(ids))
            found = session.scalars(select(DocumentRow).where(seen, DocumentRow.id.in_(ids))).all()
            told = {row.id: _effect(session, row, scope) for row in found}
            return {document_id: each for document_id, each in told.items() if each is not None}

    def history(self, document_id: int, scope: Scope) -> builtins.list[Correction]:
        """Corrections by persons, oldest first."""
        with self._db.session() as session:
            row = visible_row(session, document_id, scope)
            found = session.scalars(
                select(FieldHistoryRow)
                .where(FieldHistoryRow.document_id == row.id)
                .order_by(FieldHistoryRow.id)
            )
            hidden = masking.hides(scope, row.data_class)
            return [_correction(entry, hidden) for entry in found]

    def _page(
        self, session: Session, document_id: int, number: int, scope: Scope
    ) -> tuple[DocumentRow, PageRow]:
        row = visible_row(session, document_id, scope)
        page = session.get(PageRow, (row.id, number)) if 0 < number <= row.page_count else None
        if page is None:
            raise NotFound
        return row, page


def _newest_first(summary: DocumentSummary) -> int:
    return -summary.issue_date.toordinal() if summary.issue_date else 0


def _check_open(row: DocumentRow, scope: Scope) -> None:
    if masking.hides(scope, row.data_class):
        raise PersonalDataHidden


def _correction(entry: FieldHistoryRow, hidden: bool) -> Correction:
    before, after = entry.before, entry.after
    if hidden:
        before, after = mask(before) if before else before, mask(after)
    return Correction(FieldName(entry.name), before, after, entry.account_id, entry.at)


def visible_row(session: Session, document_id: int, scope: Scope) -> DocumentRow:
    """The row inside the Scope; raises `NotFound`."""
    if not 0 < document_id <= LARGEST_ID:
        raise NotFound
    seen = visible(scope.among([document_id]))
    row = session.scalar(select(DocumentRow).where(DocumentRow.id == document_id, seen))
    if row is None:
        raise NotFound
    return row


def whole(session: Session, row: DocumentRow) -> Document:
    fields = session.scalars(select(FieldRow).where(FieldRow.document_id == row.id))
    failed = session.execute(
        select(PageRow.number, PageRow.failure_code)
        .where(PageRow.document_id == row.id, PageRow.failure_code.is_not(None))
        .order_by(PageRow.number)
    )
    return rows.document(row, fields, [(number, code or "") for number, code in failed])


def page_texts(session: Session, document_id: int) -> list[PageText]:
    pages = session.scalars(
        select(PageRow).where(PageRow.document_id == document_id).order_by(PageRow.number)
    )
    return [rows.page_text(page) for page in pages]


def _assessed(session: Session, found: Sequence[DocumentRow], scope: Scope, on: date) -> dict[int, Validity]:
    told = links.incoming_of(session, found, scope)
    holding: dict[int, effect.Effect | None] = {}
    for row in [*found, *(link.source for each in told.values() for link in validity.acting(each))]:
        if row.id not in holding:
            holding[row.id] = _effect(session, row, scope)
    return {
        row.id: validity.assess(row.issue_date, told[row.id], on, holding, holding[row.id]) for row in found
    }


def _effect(session: Session, row: DocumentRow, scope: Scope) -> effect.Effect | None:
    return effect.effect_of(session, row, hidden=masking.hides(scope, row.data_class))


def _outgoing(relation: RelationRow, target: DocumentRow | None, scope: Scope, *, hidden: bool) -> Relation:
    return Relation(
        kind=RelationKind(relation.kind),
        direction="outgoing",
        reference_number=relation.reference_number,
        document_id=target.id if target else None,
        title=masking.seen(target, scope).title if target else None,
        scope=relation.scope,
        evidence=mask(relation.evidence) if hidden else relation.evidence,
        page=relation.page,
        box=rows.as_box(relation.box),
    )


def _incoming(link: links.Link, scope: Scope) -> Relation:
    """Page and box are places in the other document, where the relation is printed."""
    return Relation(
        kind=RelationKind(link.relation.kind),
        direction="incoming",
        reference_number=link.source.reference_number or "",
        document_id=link.source.id,
        title=masking.seen(link.source, scope).title,
        scope=link.relation.scope,
        evidence=link.evidence,
        page=link.relation.page,
        box=rows.as_box(link.relation.box),
    )
