"""What the steps of the workflow work with. Made once by the service, never stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from access.accounts import AccountService
from ingest.composing.finishing import Compositions
from ingest.jobs import JobStore
from ingest.quarantine import Quarantine
from ingest.refusal import Refusals
from ingest.spool import Spool
from ingest.workers import WorkerPool
from ocr.page import PageText
from records.archive_copies import ArchiveCopies
from records.catalogue import Catalogue
from records.files import FileStore
from records.likeness.service import Likeness
from records.system import SystemReads
from records.types import FieldValue, RelationFound


class Reading(Protocol):
    """What cataloguing reads from a document."""

    @property
    def fields(self) -> Sequence[FieldValue]: ...
    @property
    def relations(self) -> Sequence[RelationFound]: ...
    @property
    def needs_review(self) -> bool: ...
    @property
    def language(self) -> str: ...


class IndexesDocuments(Protocol):
    """The part of `rag.indexer.Indexer` the pipeline needs."""

    def index(self, document_id: int) -> object: ...
    def remove(self, document_id: int) -> object: ...


@dataclass(frozen=True, slots=True)
class Tools:
    jobs: JobStore
    spool: Spool
    pool: WorkerPool
    accounts: AccountService
    refusals: Refusals
    quarantine: Quarantine
    files: FileStore
    catalogue: Catalogue
    archives: ArchiveCopies
    system_reads: SystemReads
    indexer: IndexesDocuments
    read_fields: Callable[[Sequence[PageText]], Reading]
    compositions: Compositions
    likeness: Likeness
    page_timeout_s: float
    independent_lan: Callable[[], bool]
    """Whether this is an independent LAN, on which secrets may be held; asked anew for each document."""
    grant_uploader: Callable[[int, int], object]
    """Gives the account leave to review the sensitive document it handed in (document, account)."""
