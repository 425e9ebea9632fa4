"""What the pipeline and the review desk write into the catalogue. Every write may safely be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from ocr.page import PageText
from records import masking, reference, rows
from records.clean import storable
from records.document_types import document_types
from records.errors import DuplicateDocument, FieldInvalid, SecrecyNotCorrected
from records.files import FileStore
from records.models import DocumentRow, FieldHistoryRow, FieldRow, PageRow, RelationRow
from records.personal_data import mask
from records.reading import visible_row
from records.types import DataClass, DocumentStatus, FieldName, FieldValue, NewDocument, RelationFound
from vanthu.db import Database
from vanthu.errors import Forbidden, NotFound
from vanthu.text import fold

URGENCY_LEVELS = ("none", "urgent", "very_urgent", "express")
_PERSON = "person"
_NEEDED = (FieldName.DOCUMENT_TYPE, FieldName.ISSUING_BODY, FieldName.ISSUE_DATE, FieldName.SUBJECT)


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
        self._put_page(document_id, page.number, page.pack(), image_sha256, None)

    def put_failed_page(
        self, document_id: int, number: int, code: str, image_sha256: str | None = None
    ) -> None:
        """Keep the number and the error of a page that could not be read."""
        self._put_page(document_id, number, None, image_sha256, code)

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
            before = _fields(session, row.id)
            kept = {name for name, field in before.items() if field.source == _PERSON}
            found = {value.name.value: value for value in fields if value.name.value not in kept}
            changed = False
            for name, field in before.items():
                if name not in kept and name not in found:
                    session.delete(field)
                    changed = True
            for name, value in found.items():
                changed |= _set(session, row.id, before.get(name), value)
            session.flush()
            describe(row, _fields(session, row.id))
            row.needs_review = needs_review
            row.language = language or row.language
            if changed:
                row.revision = raised()

    def correct_field(self, document_id: int, name: FieldName, value: str, principal: Principal) -> None:
        """A person sets or confirms a field; an empty value says the document has none."""
        principal.require(Action.DIGITISE)
        if name is FieldName.SECRECY_LEVEL:
            raise SecrecyNotCorrected
        value = checked(name, value)
        with self._db.session() as session:
            row = visible_row(session, document_id, Scope.of(principal))
            if row.unit_id != principal.unit_id:
                raise Forbidden  # one may read what a unit above has issued, not change it
            if masking.hides(Scope.of(principal), row.data_class):
                raise Forbidden  # who sees it covered would write the cover over what it covers
            for part, new in {name: value, **_parts(name, value)}.items():
                _correct(session, row.id, part, new, principal.account_id)
            session.flush()
            fields = _fields(session, row.id)
            describe(row, fields)
            if _settled(fields):
                row.needs_review = False
            row.revision = raised()

    def put_relations(self, document_id: int, relations: Sequence[RelationFound]) -> None:
        """Replace the relations read from the document."""
        with self._db.session() as session:
            row = _row(session, document_id)
            session.execute(delete(RelationRow).where(RelationRow.document_id == row.id))
            session.add_all(_relation(row.id, ordinal, found) for ordinal, found in enumerate(relations))

    def set_archive(self, document_id: int, sha256: str) -> None:
        self._set(document_id, archive_sha256=sha256)

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
        self, document_id: int, number: int, content: bytes | None, image_sha256: str | None, code: str | None
    ) -> None:
        with self._db.session() as session:
            row = _row(session, document_id)
            page = session.get(PageRow, (row.id, number))
            changed = page is None or (page.content, page.failure_code) != (content, code)
            if page is None:
                page = PageRow(document_id=row.id, number=number)
                session.add(page)
            page.content, page.image_sha256, page.failure_code = content, image_sha256, code
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


def _correct(session: Session, document_id: int, name: FieldName, value: str, account_id: int) -> None:
    old = session.get(FieldRow, (document_id, name.value))
    before = old.value if old else None
    page, box = (old.page, rows.as_box(old.box)) if old else (None, None)
    evidence = old.evidence if old else ""
    _set(session, document_id, old, FieldValue(name, value, 1.0, page, box, _PERSON, evidence=evidence))
    session.add(
        FieldHistoryRow(
            document_id=document_id, name=name.value, before=before, after=value, account_id=account_id
        )
    )


def _parts(name: FieldName, value: str) -> dict[FieldName, str]:
    """Number and symbol follow a corrected reference number, where it has the usual form."""
    found = reference.parse_printed(value) if name is FieldName.REFERENCE_NUMBER else []
    if len(found) != 1 or found[0].reference != value:
        return {}
    (whole,) = found
    symbol = f"{whole.year}/{whole.symbol}" if whole.year else whole.symbol
    return {FieldName.DOCUMENT_NUMBER: whole.number, FieldName.DOCUMENT_SYMBOL: symbol}


def checked(name: FieldName, value: str) -> str:
    """The value as stored; raises `FieldInvalid` where the field has a form and this is not it."""
    value = storable(value).strip()
    allowed = {
        FieldName.URGENCY_LEVEL: URGENCY_LEVELS,
        FieldName.DOCUMENT_TYPE: tuple(kind.code for kind in document_types()),
    }
    if value and name in allowed and value not in allowed[name]:
        raise FieldInvalid(name=name.value)
    if value and name is FieldName.ISSUE_DATE:
        day = rows.as_date(value)
        if day is None:
            raise FieldInvalid(name=name.value)
        return day.isoformat()
    if name in {FieldName.REFERENCE_NUMBER, FieldName.DOCUMENT_SYMBOL, FieldName.DOCUMENT_NUMBER}:
        return "".join(value.split())
    return value


def _row(session: Session, document_id: int) -> DocumentRow:
    row = session.get(DocumentRow, document_id)
    if row is None or row.status == DocumentStatus.REMOVING.value:
        raise NotFound
    return row


def raised() -> Any:
    """One more, counted by the database: two writers at once must both be seen."""
    raised: ColumnElement[int] = DocumentRow.revision + 1
    return raised


def _fields(session: Session, document_id: int) -> dict[str, FieldRow]:
    found = session.scalars(select(FieldRow).where(FieldRow.document_id == document_id))
    return {field.name: field for field in found}


def _set(session: Session, document_id: int, row: FieldRow | None, value: FieldValue) -> bool:
    """Write a field; whether its value is another than before."""
    if row is None:
        row = FieldRow(document_id=document_id, name=value.name.value)
        session.add(row)
        changed = True
    else:
        changed = row.value != storable(value.value)
    row.value, row.confidence = storable(value.value), value.confidence
    row.page, row.box = value.page, list(value.box) if value.box else None
    row.source, row.doubtful = value.source, value.doubtful
    row.alternatives = [storable(other) for other in value.alternatives]
    row.evidence = storable(value.evidence)
    return changed


def _settled(fields: dict[str, FieldRow]) -> bool:
    """Whether nothing is left for a person to look at."""
    present = {name for name, field in fields.items() if field.value or field.source == _PERSON}
    return all(name.value in present for name in _NEEDED) and not any(f.doubtful for f in fields.values())


def describe(row: DocumentRow, fields: dict[str, FieldRow]) -> None:
    """Bring the document's own columns in line with its fields."""

    def value(name: FieldName) -> str | None:
        field = fields.get(name.value)
        return field.value or None if field else None

    row.reference_number = value(FieldName.REFERENCE_NUMBER)
    row.reference_key = reference.key(row.reference_number) or None if row.reference_number else None
    row.document_type = value(FieldName.DOCUMENT_TYPE)
    row.issuing_body = value(FieldName.ISSUING_BODY)
    row.issue_date = rows.as_date(value(FieldName.ISSUE_DATE))
    row.subject = value(FieldName.SUBJECT)
    urgency = value(FieldName.URGENCY_LEVEL)
    row.urgency_level = urgency if urgency in URGENCY_LEVELS else "none"
    subject, filename = row.subject, row.filename
    if DataClass(row.data_class).needs_grant:
        # Nobody finds a document by personal data in it, nor reads the data off the order of a list.
        subject, filename = mask(subject) if subject else None, mask(filename)
        row.issuing_body = mask(row.issuing_body) if row.issuing_body else None
    searched = (row.reference_number, subject, row.issuing_body, filename)
    row.search_text = " ".join(fold(" ".join(filter(None, searched))).split())
    row.title_key = fold(subject or filename)


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
