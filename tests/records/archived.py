"""A searchable PDF of a document, as the pipeline keeps one."""

from __future__ import annotations

from records.archive_copies import ArchiveCopies
from records.files import FileStore
from vanthu.db import Database


def archive(db: Database, files: FileStore, document_id: int, content: bytes = b"%PDF-1.7") -> str:
    """Keep `content` as made from what is known now; its SHA-256."""
    archives, sha256 = ArchiveCopies(db, files), files.put(content).sha256
    archives.keep(document_id, sha256, archives.state(document_id).revision)
    return sha256
