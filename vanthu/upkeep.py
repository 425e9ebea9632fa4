"""Looking after an installation: is everything there and untouched, and building the index anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.verify import check

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
    return [*_records(services), *_index(services), *_audit(services)]


def reindex(services: Services) -> int:
    """Every document's passages and vectors, built anew; how many documents."""
    documents = services.system_reads.document_ids()
    for document_id in documents:
        services.indexer.index(document_id)
    services.indexer.reconcile()
    services.indexer.optimise()
    return len(documents)


def _records(services: Services) -> Iterator[Fault]:
    for fault in check(services.db, services.files):
        yield Fault(fault.part, fault.kind, fault.where)


def _index(services: Services) -> Iterator[Fault]:
    for document_id in services.catalogue.stale_documents():
        yield Fault("index", "stale", str(document_id))
    for fault in services.indexer.verify():
        yield Fault("index", "differs", str(fault))


def _audit(services: Services) -> Iterator[Fault]:
    for fault in services.audit.verify():
        yield Fault("audit", fault.kind, str(fault.sequence))
