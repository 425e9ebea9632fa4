"""Whether the catalogue and the file store still agree, and every page can still be read."""

from __future__ import annotations

import time
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ocr.page import PageText
from records.files import ORPHAN_AFTER_S, FileStore
from records.models import DocumentRow, PageRow
from records.removal import being_removed
from records.types import DocumentStatus
from vanthu.db import Database


@dataclass(frozen=True, slots=True)
class RecordFault:
    part: str
    """`files` or `catalogue`."""
    kind: str
    """`damaged`, `stray`, `orphan`, `file_missing`, `page_missing`, `page_damaged`,
    `removal_unfinished`."""
    where: str
    """A path, a hash, or `document:page`: never words of a document."""


def check(db: Database, files: FileStore) -> Iterator[RecordFault]:
    """Every fault of files and catalogue; reads every stored byte."""
    for fault in files.verify():
        yield RecordFault("files", fault.kind, fault.path)
    # Files first: what is stored after this look may already be named by a row, never the reverse.
    stored = set(files.stored())
    with db.session() as session:
        named, removing = _named(session), {*being_removed(session)}
        yield from _pages(session)
    yield from (RecordFault("catalogue", "removal_unfinished", str(one)) for one in sorted(removing))
    for sha256, owners in sorted(named.items()):
        if sha256 not in stored and not files.has(sha256):
            yield from (
                RecordFault("catalogue", "file_missing", f"{owner}:{sha256}")
                for owner in owners
                if owner not in removing
            )
    for sha256 in sorted(stored - named.keys()):
        if _is_old(files, sha256):
            yield RecordFault("files", "orphan", sha256)


def _named(session: Session) -> dict[str, list[int]]:
    """Hash to the documents that need the file."""
    named: dict[str, list[int]] = defaultdict(list)
    documents = session.execute(select(DocumentRow.id, DocumentRow.sha256, DocumentRow.archive_sha256))
    pages = session.execute(select(PageRow.document_id, PageRow.image_sha256))
    for document_id, *hashes in [*documents, *pages]:
        for sha256 in filter(None, hashes):
            named[sha256].append(document_id)
    return named


def _pages(session: Session) -> Iterator[RecordFault]:
    """Pages that a finished document lacks, and pages whose text no longer unpacks."""
    present: dict[int, set[int]] = defaultdict(set)
    for page in session.scalars(select(PageRow).execution_options(yield_per=200)):
        present[page.document_id].add(page.number)
        if page.content is not None and not _unpacks(page.content):
            yield RecordFault("catalogue", "page_damaged", f"{page.document_id}:{page.number}")
    finished = select(DocumentRow.id, DocumentRow.page_count).where(
        DocumentRow.status == DocumentStatus.READY.value
    )
    for document_id, count in session.execute(finished):
        for number in sorted(set(range(1, count + 1)) - present[document_id]):
            yield RecordFault("catalogue", "page_missing", f"{document_id}:{number}")


def _unpacks(content: bytes) -> bool:
    try:
        PageText.unpack(content)
    except (zlib.error, ValueError, TypeError, KeyError):
        return False
    return True


def _is_old(files: FileStore, sha256: str) -> bool:
    return files.has(sha256) and time.time() - files.path(sha256).stat().st_mtime > ORPHAN_AFTER_S
