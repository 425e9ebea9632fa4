"""A document's catalogue fields as rows: written by machine or person, and what of the document follows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from records import reference, rows
from records.clean import storable
from records.desk import items, steps
from records.desk.models import DeskStepRow
from records.desk.steps import Change, StepKind
from records.document_types import document_types
from records.errors import FieldInvalid, SecrecyNotCorrected
from records.models import DocumentRow, FieldHistoryRow, FieldRow
from records.personal_data import mask
from records.types import DataClass, FieldName, FieldValue
from vanthu.text import fold

URGENCY_LEVELS = ("none", "urgent", "very_urgent", "express")
PERSON = "person"
IMPORT = "import"
"""From a table of metadata that a person handed in."""
BY_PEOPLE = frozenset({PERSON, IMPORT})
"""What the machine does not overwrite."""
_NEEDED = (FieldName.DOCUMENT_TYPE, FieldName.ISSUING_BODY, FieldName.ISSUE_DATE, FieldName.SUBJECT)


def settle(
    session: Session,
    row: DocumentRow,
    name: FieldName,
    value: str,
    account_id: int,
    *,
    source: str = PERSON,
) -> DeskStepRow:
    """A person's value for a field, as one step; the document's columns, flag and open items follow."""
    if name is FieldName.SECRECY_LEVEL:
        raise SecrecyNotCorrected
    value = checked(name, value)
    row.revision = raised()
    outdate_archive(row)
    changes, before = [], stored(session, row.id)
    was = before[name.value].value if name.value in before else ""
    for part, new in {name: value, **_parts(name, value)}.items():
        old = before.get(part.value)
        columns = steps.field_columns(old)
        place = (old.page, rows.as_box(old.box)) if old else (None, None)
        session.add(_entry(row.id, part, old, new, account_id))
        put(
            session,
            row.id,
            old,
            FieldValue(part, new, 1.0, *place, source, evidence=old.evidence if old else ""),
        )
        session.flush()
        after = steps.field_columns(session.get_one(FieldRow, (row.id, part.value)))
        changes.append(Change(columns, after, page=place[0], field=part))
    follow(session, row)
    return steps.keep(session, row, account_id, StepKind.FIELD, changes, before=was, after=value, words=0)


def put_back(
    session: Session, row: DocumentRow, name: FieldName, columns: dict[str, Any] | None, account_id: int
) -> None:
    """A field as it was before a step, or after it; the history keeps that a person did so."""
    old = session.get(FieldRow, (row.id, name.value))
    session.add(_entry(row.id, name, old, columns["value"] if columns else "", account_id))
    if columns is None:
        if old is not None:
            session.delete(old)
    else:
        old = old or FieldRow(document_id=row.id, name=name.value)
        session.add(old)
        for column, value in columns.items():
            setattr(old, column, value)
    session.flush()


def follow(session: Session, row: DocumentRow) -> None:
    """Columns, flag and open items of a document whose fields a person has changed."""
    session.flush()
    fields = stored(session, row.id)
    describe(row, fields)
    if settled(fields):
        row.needs_review = False
    elif any(field.doubtful for field in fields.values()):
        row.needs_review = True  # what had settled it was taken back
    items.refresh(session, row, pages=())


def outdate_archive(row: DocumentRow) -> None:
    """Its searchable PDF no longer says what is known, also where nobody noted what it was made of."""
    row.archive_revision = row.archive_revision or 0


def raised() -> Any:
    """One more, counted by the database: two writers at once must both be seen."""
    raised: ColumnElement[int] = DocumentRow.revision + 1
    return raised


def stored(session: Session, document_id: int) -> dict[str, FieldRow]:
    found = session.scalars(select(FieldRow).where(FieldRow.document_id == document_id))
    return {field.name: field for field in found}


def put(session: Session, document_id: int, row: FieldRow | None, value: FieldValue) -> bool:
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


def settled(fields: dict[str, FieldRow]) -> bool:
    """Whether nothing is left for a person to look at."""
    present = {name for name, field in fields.items() if field.value or field.source in BY_PEOPLE}
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


def _entry(
    document_id: int, name: FieldName, old: FieldRow | None, after: str, account_id: int
) -> FieldHistoryRow:
    """What the history keeps; made before `old` is changed."""
    before = old.value if old else None
    return FieldHistoryRow(
        document_id=document_id, name=name.value, before=before, after=after, account_id=account_id
    )
