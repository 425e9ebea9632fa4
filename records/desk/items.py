"""Keeps the table of open items level with pages and fields, in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from records import rows
from records.desk.models import DeskItemRow
from records.desk.ranking import NEEDED, RULES, Open, of_failed, of_fields, of_page
from records.desk.types import ItemKind
from records.models import DocumentRow, FieldRow, PageRow
from records.types import DocumentStatus


def refresh(session: Session, row: DocumentRow, pages: Collection[int] | None = None) -> None:
    """Make the items of a document what its fields and these pages (None: all) have in doubt.

    An item that shows what it showed before keeps its revision and its lease.
    """
    session.flush()
    revision, unit_id = row.revision, row.unit_id
    held = select(DeskItemRow).where(DeskItemRow.document_id == row.id)
    if pages is not None:
        held = held.where(or_(DeskItemRow.kind == ItemKind.FIELD.value, DeskItemRow.page.in_(pages)))
    before = {item.id: item for item in session.scalars(held)}
    for wanted in _wanted(session, row, pages):
        item = before.pop(wanted.id, None)
        if item is None:
            item = DeskItemRow(id=wanted.id, document_id=row.id, turn=-row.id, kind=wanted.kind.value)
            session.add(item)
        if item.shape != wanted.shape:
            item.shape, item.revision = wanted.shape, revision
        item.unit_id, item.value, item.confidence = unit_id, int(wanted.value), wanted.confidence
        item.field = wanted.field.value if wanted.field else None
        item.page, item.line, item.word = wanted.page, wanted.line, wanted.word
    for gone in before.values():
        session.delete(gone)
    if pages is None:
        row.desk_rules = RULES


def outdated(session: Session) -> list[int]:
    """Finished documents whose items were made by other rules, or not at all."""
    ready = DocumentRow.status == DocumentStatus.READY.value
    found = select(DocumentRow.id).where(ready, DocumentRow.desk_rules != RULES).order_by(DocumentRow.id)
    return [*session.scalars(found)]


def count(session: Session, document_id: int) -> int:
    """How much is open in a document."""
    of_it = select(func.count()).select_from(DeskItemRow).where(DeskItemRow.document_id == document_id)
    return session.scalar(of_it) or 0


def _wanted(session: Session, row: DocumentRow, pages: Collection[int] | None) -> Iterator[Open]:
    field_rows = session.scalars(select(FieldRow).where(FieldRow.document_id == row.id))
    fields = [rows.field_value(field) for field in field_rows]
    present = {field.name for field in fields}
    lacking = [name for name in NEEDED if name not in present] if row.needs_review else []
    yield from of_fields(row.id, fields, lacking=lacking)
    wanted = select(PageRow).where(PageRow.document_id == row.id)
    if pages is not None:
        wanted = wanted.where(PageRow.number.in_(pages))
    for page in session.scalars(wanted.execution_options(yield_per=50)):
        if page.content is not None:
            yield from of_page(row.id, rows.page_text(page), fields)
        elif page.failure_code is not None:
            yield of_failed(row.id, page.number)
