"""Documents whose pages went into others: withdrawn from every read, kept whole, and given back on undo.

And what goes along to the document that takes their place.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ocr.page import PageText
from records.desk import items
from records.desk.models import DeskItemRow
from records.dossiers.models import DossierDocumentRow
from records.fields import BY_PEOPLE, PERSON, follow, raised
from records.models import DocumentRow, FieldHistoryRow, FieldRow, PageRow
from records.quality.models import QualityCheckRow
from records.types import DataClass, DocumentStatus
from records.writing import duplicate_key
from vanthu.db import Database


def hold(session: Session, document_ids: Collection[int], unit_id: int) -> bool:
    """Lock documents until the transaction ends; False where one is no longer an ordinary one of the unit.

    Of two acts on the same document one waits here, and then sees what the other has done.
    """
    wanted = sorted(set(document_ids))
    held = session.execute(
        update(DocumentRow)
        .where(
            DocumentRow.id.in_(wanted),
            DocumentRow.unit_id == unit_id,
            DocumentRow.status == DocumentStatus.READY.value,
            DocumentRow.data_class == DataClass.ORDINARY.value,
        )
        .values(revision=DocumentRow.revision)
        .returning(DocumentRow.id)
    )
    return sorted(held.scalars()) == wanted


def withdraw(db: Database, document_id: int) -> bool:
    """Nobody finds the document any more; False where it is withdrawn already. Its files and rows stay."""
    with db.session() as session:
        done = session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == document_id, DocumentRow.status == DocumentStatus.READY.value)
            .values(status=DocumentStatus.WITHDRAWN.value, duplicate_key=None)
            .returning(DocumentRow.id)
        )
        if done.scalar() is None:
            return False
        session.execute(delete(DeskItemRow).where(DeskItemRow.document_id == document_id))
        return True


def give_back(db: Database, document_id: int) -> bool:
    """The document is there again; False where it was not withdrawn. The index has to be made anew."""
    with db.session() as session:
        row = session.get(DocumentRow, document_id)
        if row is None or row.status != DocumentStatus.WITHDRAWN.value:
            return False
        row.status = DocumentStatus.READY.value
        row.revision = raised()
        wanted = duplicate_key(row.unit_id, row.sha256, DataClass(row.data_class))
        taken = session.scalar(select(DocumentRow.id).where(DocumentRow.duplicate_key == wanted))
        row.duplicate_key = None if taken else wanted
        items.refresh(session, row)
        return True


def closed(db: Database, document_ids: Collection[int]) -> bool:
    """Whether a custodian has put any of these, still in the library, under grants."""
    found = select(DocumentRow.id).where(
        DocumentRow.id.in_(document_ids),
        DocumentRow.status == DocumentStatus.READY.value,
        DocumentRow.data_class != DataClass.ORDINARY.value,
    )
    with db.session() as session:
        return session.scalar(found.limit(1)) is not None


def carry_page(db: Database, source: tuple[int, int], target: tuple[int, int]) -> bool:
    """Give a page the words that a person has corrected on the same page of another document.

    `source` and `target` are document and page; False where nobody had corrected it.
    """
    with db.session() as session:
        before, after = session.get(PageRow, source), session.get(PageRow, target)
        if before is None or after is None or before.recognised is None or before.content is None:
            return False
        text = replace(PageText.unpack(before.content), number=target[1])
        first = after.content if after.recognised is None else after.recognised
        after.content, after.recognised = text.pack(), first
        row = session.get_one(DocumentRow, target[0])
        row.revision = raised()
        items.refresh(session, row)
        return True


def carry_card(db: Database, source_id: int, target_id: int) -> None:
    """The place of one document taken by another: what people have said of it and where it is filed.

    Fields they settled with their history, its place in a dossier, its checks.
    """
    with db.session() as session:
        row = session.get_one(DocumentRow, target_id)
        _carry_fields(session, source_id, target_id)
        session.flush()
        row.revision = raised()
        follow(session, row)
        _move_places(session, source_id, target_id)


def return_places(db: Database, source_id: int, target_id: int) -> None:
    """A document that had taken another's place gives it back: in its dossier, in lots."""
    with db.session() as session:
        _move_places(session, source_id, target_id)


def _move_places(session: Session, source_id: int, target_id: int) -> None:
    """Its place in a dossier and its checks go to the other document, where that has none."""
    checked = select(QualityCheckRow.id).where(QualityCheckRow.document_id == target_id).limit(1)
    if session.scalar(checked) is None:
        session.execute(
            update(QualityCheckRow)
            .where(QualityCheckRow.document_id == source_id)
            .values(document_id=target_id)
        )
    if session.get(DossierDocumentRow, target_id) is None:
        session.execute(
            update(DossierDocumentRow)
            .where(DossierDocumentRow.document_id == source_id)
            .values(document_id=target_id)
        )


def _carry_fields(session: Session, source_id: int, target_id: int) -> None:
    settled = select(FieldRow).where(FieldRow.document_id == source_id, FieldRow.source.in_(BY_PEOPLE))
    for field in session.scalars(settled).all():
        held = session.get(FieldRow, (target_id, field.name))
        if held is None:
            held = FieldRow(document_id=target_id, name=field.name)
            session.add(held)
        held.value, held.confidence, held.source, held.doubtful = field.value, 1.0, PERSON, False
        held.page, held.box, held.evidence = None, None, ""
    if session.scalar(select(FieldHistoryRow.id).where(FieldHistoryRow.document_id == target_id).limit(1)):
        return
    for said in session.scalars(
        select(FieldHistoryRow).where(FieldHistoryRow.document_id == source_id)
    ).all():
        session.add(
            FieldHistoryRow(
                document_id=target_id,
                name=said.name,
                before=said.before,
                after=said.after,
                account_id=said.account_id,
                at=said.at,
            )
        )
