"""The searchable PDF as the catalogue knows it: which file, of which revision, whether out of date."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select, update

from records.files import FileStore
from records.models import DocumentRow, PageRow
from records.types import DocumentStatus
from vanthu.db import Database
from vanthu.errors import NotFound


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """What a searchable PDF is made from."""

    original: str
    """SHA-256 of the file as it came in."""
    media_type: str
    made: str | None
    """SHA-256 of the searchable PDF there is."""
    revision: int
    """Of words and fields, now."""


class ArchiveCopies:
    """For the pipeline, which acts for no person."""

    def __init__(self, db: Database, files: FileStore) -> None:
        self._db = db
        self._files = files

    def state(self, document_id: int) -> ArchiveState:
        with self._db.session() as session:
            row = session.get(DocumentRow, document_id)
            if row is None or row.status == DocumentStatus.REMOVING.value:
                raise NotFound
            return ArchiveState(row.sha256, row.media_type, row.archive_sha256, row.revision)

    def keep(self, document_id: int, sha256: str, revision: int) -> None:
        """Note the searchable PDF made of `revision`; the file of the one before goes if nothing names it."""
        try:
            before = self._note(document_id, sha256, revision)
        except NotFound:
            if not self._is_named(sha256):
                self._files.delete(sha256)  # of a document that was removed meanwhile
            raise
        if before is not None and before != sha256 and not self._is_named(before):
            self._files.delete(before)

    def _note(self, document_id: int, sha256: str, revision: int) -> str | None:
        """The one before, if there was any."""
        with self._db.session() as session:
            living = DocumentRow.status != DocumentStatus.REMOVING.value
            before = session.scalar(
                select(DocumentRow.archive_sha256).where(DocumentRow.id == document_id, living)
            )
            done = session.execute(
                update(DocumentRow)
                .where(DocumentRow.id == document_id, living)
                .values(archive_sha256=sha256, archive_revision=revision)
                .returning(DocumentRow.id)
            )
            if done.scalar() is None:
                raise NotFound
            return before

    def stale(self) -> list[int]:
        """Finished documents whose searchable PDF does not hold what is known now."""
        with self._db.session() as session:
            return [
                *session.scalars(
                    select(DocumentRow.id)
                    .where(
                        DocumentRow.archive_revision < DocumentRow.revision,
                        DocumentRow.status == DocumentStatus.READY.value,
                    )
                    .order_by(DocumentRow.id)
                )
            ]

    def _is_named(self, sha256: str) -> bool:
        document = or_(DocumentRow.sha256 == sha256, DocumentRow.archive_sha256 == sha256)
        with self._db.session() as session:
            found = session.scalar(select(DocumentRow.id).where(document).limit(1))
            return found is not None or (
                session.scalar(select(PageRow.number).where(PageRow.image_sha256 == sha256).limit(1))
                is not None
            )
