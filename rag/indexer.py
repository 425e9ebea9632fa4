"""Keeps passages, vectors and index level with the catalogue: all derived, it can always be remade."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.index.filter import day_number
from rag.index.port import PassageIndex, Point
from rag.lexical.bm25 import document_vector
from rag.lexical.terms import Spelling
from rag.passage_text import indexed_text
from rag.passages import PassageStore
from rag.sentence_vectors import SentenceVectors
from rag.structure import parse
from rag.title import indexed_title
from rag.vectors import PassageEmbedder, VectorCache, text_hash
from records.catalogue import Catalogue
from records.personal_data import mask
from records.system import SystemReads
from records.types import DocumentSummary
from vanthu.db import Database
from vanthu.errors import NotFound

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexFault:
    """A document whose index differs from its passages."""

    document_id: int
    missing: int
    """Passages the index does not hold."""
    extra: int
    """Points that belong to no passage of it."""

    def __str__(self) -> str:
        return f"{self.document_id}: -{self.missing} +{self.extra}"


class Indexer:
    """One writer: indexing runs one document at a time in this process."""

    def __init__(
        self,
        db: Database,
        store: PassageStore,
        index: PassageIndex,
        embedder: PassageEmbedder,
        reads: SystemReads,
    ) -> None:
        self._store = store
        self._index = index
        self._reads = reads
        self._catalogue = Catalogue(db, reads.files)
        self._cache = VectorCache(db, embedder)
        self._sentences = SentenceVectors(db, embedder)
        self._one = threading.Lock()

    def index(self, document_id: int) -> int:
        """Make the index hold the document as it is now; returns its passages' number. Safe to repeat.

        Passages that did not change keep their id and their cached vector.
        """
        with self._one:
            document = self._reads.document(document_id)
            title = indexed_title(document.summary)
            segments = parse(self._reads.page_texts(document_id), title=title)
            texts = [indexed_text(title, segment) for segment in segments]
            if document.summary.data_class.needs_grant:  # personal data is not what one finds documents by
                texts = [mask(text) for text in texts]
            vectors = self._cache.vectors(texts, document_id)
            hashes = [text_hash(text, document_id) for text in texts]
            sentences = self._sentences.made(document_id)
            ids = self._store.replace(document_id, segments, hashes)
            self._index.upsert(as_points(document.summary, ids, texts, vectors))
            self._index.delete_passages(sorted(self._index.points_of(document_id) - set(ids)))
            self._catalogue.set_indexed(document_id, document.revision)
            shown = [segment.text for segment in segments]
            if document.summary.data_class.needs_grant:
                shown = [mask(text) for text in shown]
            self._sentences.keep(document_id, dict(zip(ids, shown, strict=True)), sentences)
            return len(ids)

    def remove(self, document_id: int) -> None:
        """Forget a document's passages and vectors, in the index first."""
        with self._one:
            self._index.delete_document(document_id)
            self._store.remove(document_id)
            self._cache.forget(self._store.hashes())

    def purge(self, document_ids: Sequence[int]) -> None:
        """As `remove`, and so that nothing of them can be read from the index's files any more."""
        for document_id in document_ids:
            self.remove(document_id)
        with self._one:
            whole = self._index.rewrite()
        if not whole:
            self.reconcile()

    def reconcile(self) -> int:
        """Put right what an interruption left: stale, missing and left-over documents. Returns how many.

        For the start of a server: it ends with `optimise`.
        """
        known = set(self._reads.document_ids())
        stale = set(self._catalogue.stale_documents())
        differing = {fault.document_id for fault in self.verify()}
        for document_id in sorted((stale | differing) & known):
            try:
                self.index(document_id)
            except NotFound:
                log.info("document %d went away while it was being indexed", document_id)
        for document_id in sorted(differing - known):
            self.remove(document_id)
        self.optimise()
        return len(stale | differing)

    def catch_up(self) -> int:
        """Index what was corrected since: cheap where nothing was. Returns how many documents."""
        stale = self._catalogue.stale_documents()
        for document_id in stale:
            try:
                self.index(document_id)
            except NotFound:
                log.info("document %d went away while it was being indexed", document_id)
        return len(stale)

    def verify(self) -> list[IndexFault]:
        """Every document whose points are not exactly its passages."""
        held: dict[int, set[int]] = {}
        for passage_id, document_id in self._index.passages():
            held.setdefault(document_id, set()).add(passage_id)
        wanted = self._store.ids_by_document()
        return [
            IndexFault(
                document_id,
                len(wanted.get(document_id, set()) - held.get(document_id, set())),
                len(held.get(document_id, set()) - wanted.get(document_id, set())),
            )
            for document_id in sorted(wanted.keys() | held.keys())
            if wanted.get(document_id) != held.get(document_id)
        ]

    def optimise(self) -> bool:
        """Let the index seal and merge what was added (4 s for 20,000 passages, measured).

        The embedded index answers nothing meanwhile: its library keeps the interpreter's lock.
        """
        return self._index.optimise()


def as_points(
    document: DocumentSummary, ids: Sequence[int], texts: Sequence[str], vectors: np.ndarray
) -> list[Point]:
    """Passages of one document as the index holds them; `texts` are their indexed texts."""
    issued = day_number(document.issue_date)
    return [
        Point(
            passage_id=passage_id,
            document_id=document.id,
            audience=document.audience,
            issue_date=issued,
            dense=vector,
            exact=document_vector(text, Spelling.EXACT),
            folded=document_vector(text, Spelling.FOLDED),
        )
        for passage_id, text, vector in zip(ids, texts, vectors, strict=True)
    ]
