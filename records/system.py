"""Reads for the pipeline and the indexer, which act for no person. Never imported by a user interface."""

from __future__ import annotations

from sqlalchemy import select

from ocr.page import PageText
from records.files import FileStore
from records.models import DocumentRow
from records.reading import page_texts, whole
from records.types import Document, DocumentStatus
from vanthu.db import Database
from vanthu.errors import NotFound


class SystemReads:
    """Documents by id, whoever owns them."""

    def __init__(self, db: Database, files: FileStore) -> None:
        self._db = db
        self.files = files

    def document(self, document_id: int) -> Document:
        with self._db.session() as session:
            return whole(session, self._row(session.get(DocumentRow, document_id)))

    def page_texts(self, document_id: int) -> list[PageText]:
        """Every page in order; pages that failed are there, empty."""
        with self._db.session() as session:
            return page_texts(session, self._row(session.get(DocumentRow, document_id)).id)

    def document_ids(self) -> list[int]:
        with self._db.session() as session:
            kept = DocumentRow.status != DocumentStatus.REMOVING.value
            return [*session.scalars(select(DocumentRow.id).where(kept).order_by(DocumentRow.id))]

    def _row(self, row: DocumentRow | None) -> DocumentRow:
        if row is None or row.status == DocumentStatus.REMOVING.value:
            raise NotFound
        return row
