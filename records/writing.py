"""What the pipeline and the review desk write into the catalogue. Every write may safely be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from ocr.page import PageText
from records import fields as field_rows
from records import masking, reference
from records.clean import storable
from records.desk import items
from records.errors import DuplicateDocument
from records.fields import describe, raised
from records.files import FileStore
from records.models import DocumentRow, PageRow, RelationRow
from records.reading import visible_row, whole
from records.types import (
    DataClass,
    Document,
    DocumentStatus,
    FieldName,
    FieldValue,
    NewDocument,
    RelationFound,
)
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound


class CatalogueWrites:
    """The writing half of the catalogue."""

    def __init__(self, db: Database, files: FileStore) -> None:
        self._db = db
        self._files = files

    def register(self, new: NewDocument) -> int:
        """Enter a document; raises `DuplicateDocument` if the unit already holds the same bytes.

        Only ordinary documents count as duplicates of each other: one under grants must not show itself.
        """
        row = DocumentRow(
            unit_id=new.unit_id,
            filename=storable(new.filename),
            sha256=new.sha256,
            media_type=new.media_type,
            size=new.size,
            page_count=new.page_count,
            language=new.language,
            secrecy_level=new.secrecy_level.value,
            data_class=new.data_class.value,
            duplicate_key=_duplicate_key_of(new),
            status=DocumentStatus.PROCESSING.value,
            created_by=new.created_by,
            upload_key=new.upload_key,
        )
        describe(row, {})
        try:
            with self._db.session() as session:
                session.add(row)
                session.flush()
                return row.id
        except IntegrityError:
            return self._registered(new)

    def put_page(self, document_id: int, page: PageText, image_sha256: str | None) -> None:
        """Keep what was read from a page, in the place of what was read or failed before."""
        words = [word for line in page.lines for word in line.words] if page.source == "scan" else []
        doubtful = sum(word.doubtful for word in words)
        read = (page.pack(), len(words), doubtful)
        self._put_page(document_id, page.number, read, image_sha256, None)

    def put_failed_page(
        self, document_id: int, number: int, code: str, image_sha256: str | None = None
    ) -> None:
        """Keep the number and the error of a page that could not be read."""
        self._put_page(document_id, number, (None, 0, 0), image_sha256, code)

    def put_fields(
        self,
        document_id: int,
        fields: Sequence[FieldValue],
        needs_review: bool,
        *,
        language: str | None = None,
    ) -> None:
        """Replace the fields read by machine (what a person has set stays); note the language if told."""
        with self._db.session() as session:
            row = _row(session, document_id)
            before = field_rows.stored(session, row.id)
            kept = {name for name, field in before.items() if field.source in field_rows.BY_PEOPLE}
            found = {value.name.value: value for value in fields if value.name.value not in kept}
            changed = False
            for name, field in before.items():
                if name not in kept and name not in found:
                    session.delete(field)
                    changed = True
            for name, value in found.items():
                changed |= field_rows.put(session, row.id, before.get(name), value)
            session.flush()
            now = field_rows.stored(session, row.id)
            describe(row, now)
            # The machine judges without what a person has settled.
            row.needs_review = needs_review and not (kept and field_rows.settled(now))
            row.language = language or row.language
            if changed:
                row.revision = raised()
            items.refresh(session, row)

    def correct_field(
        self,
        document_id: int,
        name: FieldName,
        value: str,
        principal: Principal,
        *,
        source: str = field_rows.PERSON,
    ) -> None:
        """A person sets or confirms a field; an empty value says the document has none."""
        with self._db.session() as session:
            row = changeable(session, document_id, principal)
            field_rows.settle(session, row, name, value, principal.account_id, source=source)

    def correctable(self, document_id: int, principal: Principal) -> Document:
        """A document this person may correct; raises `NotFound` or `Forbidden`."""
        with self._db.session() as session:
            return whole(session, changeable(session, document_id, principal))

    def put_relations(self, document_id: int, relations: Sequence[RelationFound]) -> None:
        """Replace the relations read from the document."""
        with self._db.session() as session:
            row = _row(session, document_id)
            session.execute(delete(RelationRow).where(RelationRow.document_id == row.id))
            session.add_all(_relation(row.id, ordinal, found) for ordinal, found in enumerate(relations))

    def set_status(self, document_id: int, status: DocumentStatus) -> None:
        self._set(document_id, status=status.value)

    def set_indexed(self, document_id: int, revision: int) -> None:
        """Note which revision the index now holds."""
        self._set(document_id, indexed_revision=revision)

    def stale_documents(self) -> list[int]:
        """Finished documents whose index is of an older revision; unfinished ones are the pipeline's."""
        with self._db.session() as session:
            return [
                *session.scalars(
                    select(DocumentRow.id)
                    .where(
                        DocumentRow.indexed_revision != DocumentRow.revision,
                        DocumentRow.status == DocumentStatus.READY.value,
                    )
                    .order_by(DocumentRow.id)
                )
            ]

    def unfollowed(self) -> list[int]:
        """Finished documents whose text was corrected after their fields were read."""
        with self._db.session() as session:
            behind = DocumentRow.followed_revision < DocumentRow.text_revision
            ready = DocumentRow.status == DocumentStatus.READY.value
            return [*session.scalars(select(DocumentRow.id).where(behind, ready).order_by(DocumentRow.id))]

    def text_revision(self, document_id: int) -> int:
        """At which revision the text was last corrected."""
        with self._db.session() as session:
            return _row(session, document_id).text_revision

    def set_followed(self, document_id: int, text_revision: int) -> None:
        """Note from which text the fields were read again."""
        self._set(document_id, followed_revision=text_revision)

    def make_desk_items(self) -> int:
        """Items of the desk for documents that have none by the rules of today; how many documents.

        For the start: one transaction for each, so that a long run can be broken off and goes on.
        """
        with self._db.session() as session:
            wanted = items.outdated(session)
        for each in wanted:
            with self._db.session() as session:
                items.refresh(session, _row(session, each))
        return len(wanted)

    def _registered(self, new: NewDocument) -> int:
        with self._db.session() as session:
            if new.upload_key is not None:
                again = session.scalar(select(DocumentRow.id).where(DocumentRow.upload_key == new.upload_key))
                if again is not None:
                    return again
            wanted = _duplicate_key_of(new)
            existing = session.scalar(select(DocumentRow.id).where(DocumentRow.duplicate_key == wanted))
        if existing is None:
            raise NotFound  # the unit or the account does not exist
        raise DuplicateDocument(document_id=existing)

    def _put_page(
        self,
        document_id: int,
        number: int,
        read: tuple[bytes | None, int, int],
        image_sha256: str | None,
        code: str | None,
    ) -> None:
        """`read`: the packed page, the words recognised on it, and how many of them are in doubt."""
        content, words, doubtful = read
        with self._db.session() as session:
            row = _row(session, document_id)
            page = session.get(PageRow, (row.id, number))
            changed = page is None or (page.content, page.failure_code) != (content, code)
            if page is None:
                page = PageRow(document_id=row.id, number=number)
                session.add(page)
            page.content, page.image_sha256, page.failure_code = content, image_sha256, code
            page.words_read, page.words_doubtful = words, doubtful
            if changed:
                row.revision = raised()

    def _set(self, document_id: int, **values: Any) -> None:
        with self._db.session() as session:
            done = session.execute(
                update(DocumentRow)
                .where(DocumentRow.id == document_id, DocumentRow.status != DocumentStatus.REMOVING.value)
                .values(**values)
                .returning(DocumentRow.id)
            )
            if done.scalar() is None:
                raise NotFound


def duplicate_key(unit_id: int, sha256: str, data_class: DataClass) -> str | None:
    """What two copies of one ordinary document in one unit share."""
    return None if data_class.needs_grant else f"{unit_id}:{sha256}"


def _duplicate_key_of(new: NewDocument) -> str | None:
    return None if new.unread_by_uploader else duplicate_key(new.unit_id, new.sha256, new.data_class)


def changeable(session: Session, document_id: int, principal: Principal) -> DocumentRow:
    """The document, if this person may correct it; raises `NotFound` or `Forbidden`."""
    principal.require(Action.DIGITISE)
    row = visible_row(session, document_id, Scope.of(principal))
    if row.unit_id != principal.unit_id:
        raise Forbidden  # one may read what a unit above has issued, not change it
    if masking.hides(Scope.of(principal), row.data_class):
        raise Forbidden  # who sees it covered would write the cover over what it covers
    return row


def _row(session: Session, document_id: int) -> DocumentRow:
    row = session.get(DocumentRow, document_id)
    if row is None or row.status == DocumentStatus.REMOVING.value:
        raise NotFound
    return row


def _relation(document_id: int, ordinal: int, found: RelationFound) -> RelationRow:
    issue_date: date | None = found.issue_date
    return RelationRow(
        document_id=document_id,
        ordinal=ordinal,
        kind=found.kind.value,
        reference_number=storable(found.reference_number),
        reference_key=reference.key(storable(found.reference_number)),
        issue_date=issue_date,
        scope=storable(found.scope) if found.scope else None,
        evidence=storable(found.evidence),
        page=found.page,
        box=list(found.box) if found.box else None,
        confidence=found.confidence,
    )
