"""Removing a document for good, because it turned out to be a state secret: its rows and its files.

Who calls these keeps the order (`vanthu.purging`): `begin` hides it from every read and blanks its words,
then what others derived from it goes, then `delete_files`, `erase`, and last `forget`: while the document's
own row is there, the removal is to be finished, also after the process died.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from records.files import FileStore
from records.models import DocumentRow, PageRow
from records.types import DataClass, DocumentStatus
from vanthu.db import Base


class Why(StrEnum):
    """Why a document is removed. A closed list: words of one's own could tell what must not stay."""

    MARKED = "marked"
    """It bears a mark that was not seen when it came in."""
    CLASSIFIED = "classified"
    """It was made secret, or its level was changed, afterwards."""
    ORDERED = "ordered"
    """The competent body asks for it."""


_OWN = "documents"
OTHERS = frozenset({"jobs", "document_grants"})
"""Tables of documents whose rooms blank or delete their rows themselves."""


def begin(session: Session, document_id: int) -> str | None:
    """From the end of this transaction on nobody finds the document; its upload's name, for its jobs.

    The hashes that name its files stay until these are deleted.
    """
    row = session.get_one(DocumentRow, document_id)
    row.status = DocumentStatus.REMOVING.value
    row.filename = row.media_type = row.language = row.search_text = row.title_key = ""
    row.size = row.page_count = 0
    row.secrecy_level = row.urgency_level = "none"
    row.data_class = DataClass.SENSITIVE.value
    row.needs_review = False
    row.duplicate_key = row.reference_number = row.reference_key = row.document_type = None
    row.issuing_body = row.issue_date = row.subject = None
    return row.upload_key


def being_removed(session: Session) -> list[int]:
    """Documents whose removal is not finished."""
    removing = DocumentRow.status == DocumentStatus.REMOVING.value
    return [*session.scalars(select(DocumentRow.id).where(removing).order_by(DocumentRow.id))]


def upload_key(session: Session, document_id: int) -> str | None:
    """The name its upload had in the spool."""
    return session.scalar(select(DocumentRow.upload_key).where(DocumentRow.id == document_id))


def same_bytes(session: Session, document_id: int) -> list[int]:
    """Other documents, of whatever unit, whose original is the same file."""
    sha256 = select(DocumentRow.sha256).where(DocumentRow.id == document_id).scalar_subquery()
    return [
        *session.scalars(
            select(DocumentRow.id)
            .where(
                DocumentRow.sha256 == sha256,
                DocumentRow.id != document_id,
                DocumentRow.status != DocumentStatus.REMOVING.value,
            )
            .order_by(DocumentRow.id)
        )
    ]


def states(session: Session, document_ids: Iterable[int]) -> dict[int, DocumentStatus]:
    """Of those of these documents that there are."""
    rows = select(DocumentRow.id, DocumentRow.status).where(DocumentRow.id.in_([*document_ids]))
    return {document_id: DocumentStatus(status) for document_id, status in session.execute(rows)}


def delete_files(session: Session, files: FileStore, document_ids: Set[int]) -> None:
    """Delete original, page pictures and searchable PDF of these documents where no other has the file.

    Files that no row names, left by a job that was broken off, go as well: one may have been made from it.
    """
    kept: set[str] = set()
    own: set[str] = set()
    for owner, sha256 in _named(session):
        (own if owner in document_ids else kept).add(sha256)
    for sha256 in sorted(own - kept):
        files.delete(sha256)
    files.tidy(kept)


def erase(session: Session, document_id: int) -> None:
    """Delete every row about the document but its own, and what names its files there."""
    doomed = about(document_id)
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in doomed:
            session.execute(delete(table).where(doomed[table.name]))
    session.execute(
        update(DocumentRow)
        .where(DocumentRow.id == document_id)
        .values(sha256="", archive_sha256=None, upload_key=None)
    )


def forget(session: Session, document_id: int) -> None:
    """Delete the document's own row: nothing is left to be done."""
    removing = DocumentRow.status == DocumentStatus.REMOVING.value
    session.execute(delete(DocumentRow).where(DocumentRow.id == document_id, removing))


def _named(session: Session) -> Iterator[tuple[int, str]]:
    """Document and hash of every file that is named."""
    documents = session.execute(select(DocumentRow.id, DocumentRow.sha256, DocumentRow.archive_sha256))
    pages = session.execute(select(PageRow.document_id, PageRow.image_sha256))
    for document_id, *hashes in [*documents, *pages]:
        yield from ((document_id, sha256) for sha256 in hashes if sha256)


def about(document_id: int) -> dict[str, ColumnElement[bool]]:
    """Tables with rows about the document, or about such rows, and which these are.

    Taken from the tables' foreign keys, so that a new table is not forgotten.
    """
    found: dict[str, ColumnElement[bool]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in {_OWN, *OTHERS}:
            continue
        parts: list[ColumnElement[bool]] = []
        for key in table.foreign_keys:
            target = key.column.table.name
            if target == _OWN:
                parts.append(key.parent == document_id)
            elif target in found:
                parts.append(key.parent.in_(select(key.column).where(found[target])))
        if parts:
            found[table.name] = or_(*parts)
    return found
