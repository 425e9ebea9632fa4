"""Looking after an installation: is everything there and untouched, and building the index anew."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.audit_checkpoint import Checkpoint, read_files
from access.audit_verify import verify as verify_trail
from records.verify import check

if TYPE_CHECKING:
    from vanthu.services import Services

log = logging.getLogger(__name__)

SEAL_LOOKS_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be."""

    part: str
    """`files`, `catalogue`, `archive`, `index`, `audit` or `certificates`."""
    kind: str
    where: str
    """A path, a document id, an event's number: never words of a document."""


def verify(
    services: Services, checkpoints: Path | None = None, public_keys: Sequence[str] = ()
) -> list[Fault]:
    """Checksums, files nobody refers to or that are missing, index against catalogue, trail, certificates.

    `checkpoints` is a folder of seals that were carried off the machine, `public_keys` those that may have
    signed them; without keys, the one of the data folder.
    """
    exported = read_files(checkpoints) if checkpoints else []
    keys = frozenset(key.lower() for key in public_keys) or frozenset({services.seals.public_key()})
    found = [*_records(services), *_index(services), *_audit(services, exported, keys)]
    return found + [Fault("certificates", each.kind, each.where) for each in services.certificates.verify()]


def note_configuration(services: Services) -> None:
    """Record that the settings are not those of the last start; the trail holds their hash, never a value."""
    shown = services.settings.model_dump_json(exclude={"host", "port"})  # secrets are masked in it
    digest = hashlib.sha256(shown.encode()).hexdigest()
    last = services.audit_reads.last(AuditAction.CONFIGURATION)
    if last is None or last.detail.get("settings") != digest:
        services.audit.record(None, AuditAction.CONFIGURATION, detail={"settings": digest})


def keep_sealed(services: Services, ending: threading.Event) -> None:
    """Seal the audit trail now, for days missed, and then shortly after each midnight, until told to end."""
    pause = 0.0
    noted = False
    while not ending.wait(pause):
        try:
            if not noted:
                note_configuration(services)
                noted = True
            services.seals.seal()
            services.usage.flush()
        except Exception as fault:
            log.error("the audit trail could not be sealed: %s", type(fault).__name__)
        # Never sleep through a clock that was set right meanwhile.
        pause = min(max(services.seals.seconds_to_next(), 1.0), SEAL_LOOKS_EVERY_S)


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
    for document_id in services.archive_copies.stale():
        yield Fault("archive", "stale", str(document_id))
    for document_id in services.catalogue.unfollowed():
        yield Fault("catalogue", "fields_stale", str(document_id))


def _index(services: Services) -> Iterator[Fault]:
    for document_id in services.catalogue.stale_documents():
        yield Fault("index", "stale", str(document_id))
    for fault in services.indexer.verify():
        yield Fault("index", "differs", str(fault))


def _audit(services: Services, exported: Sequence[Checkpoint], keys: frozenset[str]) -> Iterator[Fault]:
    for fault in verify_trail(services.db, exported, keys):
        yield Fault("audit", fault.kind, str(fault))
