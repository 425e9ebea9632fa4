"""Looking after an installation: is everything there and untouched, and building the index anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from records.models import DocumentRow, PageRow

if TYPE_CHECKING:
    from vanthu.services import Services


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be."""

    part: str
    """`files`, `catalogue`, `index` or `audit`."""
    kind: str
    where: str
    """A path, a document id, an event's number: never words of a document."""


def verify(services: Services) -> list[Fault]:
    """Checksums, files nobody refers to, files that are missing, index against catalogue, audit chain."""
    return [*_files(services), *_references(services), *_index(services), *_audit(services)]


def reindex(services: Services) -> int:
    """Every document's passages and vectors, built anew; how many documents."""
    documents = services.system_reads.document_ids()
    for document_id in documents:
        services.indexer.index(document_id)
    services.indexer.reconcile()
    services.indexer.optimise()
    return len(documents)


def _files(services: Services) -> Iterator[Fault]:
    for fault in services.files.verify():
        yield Fault("files", fault.kind, fault.path)


def _references(services: Services) -> Iterator[Fault]:
    """The catalogue's references against the file store, both ways."""
    stored = set(services.files.stored())
    referred: set[str] = set()
    with services.db.session() as session:
        documents = session.execute(select(DocumentRow.id, DocumentRow.sha256, DocumentRow.archive_sha256))
        pages = session.execute(select(PageRow.document_id, PageRow.image_sha256))
        for document_id, *names in [*documents.tuples(), *pages.tuples()]:
            wanted = {name for name in names if name}
            referred |= wanted
            for name in sorted(wanted - stored):
                yield Fault("catalogue", "file_missing", f"{document_id}:{name}")
    for name in sorted(stored - referred):
        yield Fault("files", "orphan", name)


def _index(services: Services) -> Iterator[Fault]:
    for document_id in services.catalogue.stale_documents():
        yield Fault("index", "stale", str(document_id))
    for fault in services.indexer.verify():
        yield Fault("index", "differs", str(fault))


def _audit(services: Services) -> Iterator[Fault]:
    for fault in services.audit.verify():
        yield Fault("audit", fault.kind, str(fault.sequence))
