"""A library of plain texts in a folder of its own, built with the product's code, for measuring searches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import vanthu.models  # noqa: F401  (all tables on one metadata)
from access.accounts import AccountService
from access.scope import Scope
from rag.embed import Embedder
from rag.index.edge import EdgeIndex
from rag.indexer import as_points
from rag.models import EmbeddingRow
from rag.passage_text import indexed_text
from rag.passages import PassageStore
from rag.search import SearchService
from rag.structure import parse_text
from rag.title import indexed_title
from rag.types import Segment
from rag.vectors import VectorCache, text_hash
from records.catalogue import Catalogue
from records.files import FileStore
from records.types import DocumentStatus, FieldName, FieldValue, NewDocument
from vanthu.db import Base, Database
from vanthu.settings import ROOT, settings

KEPT = ROOT / "var" / "bench"
"""Vectors stay here between runs: they take an hour, everything else takes a minute."""


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """A text to put into the library."""

    name: str
    """What questions call it: the number, or the file's name."""
    title: str
    text: str
    reference_number: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that was put in, with what its passages are indexed as."""

    id: int
    name: str
    segments: list[Segment]
    texts: list[str]


class Library:
    """Catalogue, passages, index and search over one folder, seen through one account's Scope."""

    def __init__(self, folder: Path, embedder: Embedder | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.embedder = embedder or Embedder(settings().models / settings().embedding_model)
        self.db = Database(f"sqlite:///{folder / 'library.sqlite'}")
        Base.metadata.create_all(self.db.engine)
        self.principal = AccountService(self.db).local_operator()
        self.scope = Scope.of(self.principal)
        self.catalogue = Catalogue(self.db, FileStore(folder / "files"))
        self.store = PassageStore(self.db)
        self.index = EdgeIndex(folder / "index")
        self.search = SearchService(self.store, self.index, self.embedder, self.catalogue)
        self.entries: list[Entry] = []

    def add(self, documents: Iterable[PlainDocument], *, articles_only: bool = False) -> None:
        """Catalogue, cut and index `documents`; `articles_only` leaves out what stands outside articles."""
        for document in documents:
            entry = self._catalogue_one(document, articles_only=articles_only)
            summary = self.catalogue.summaries([entry.id], self.scope)[entry.id]
            ids = self.store.replace(entry.id, entry.segments, [text_hash(text) for text in entry.texts])
            vectors = kept_vectors(self.embedder, entry.texts)
            self.index.upsert(as_points(summary, ids, entry.texts, vectors))
            self.entries.append(entry)

    def close(self) -> None:
        self.index.close()
        self.db.dispose()

    def _catalogue_one(self, document: PlainDocument, *, articles_only: bool) -> Entry:
        document_id = self.catalogue.register(
            NewDocument(
                filename=f"{document.name}.txt",
                unit_id=self.principal.unit_id,
                sha256=hashlib.sha256(f"{document.name}{document.text}".encode()).hexdigest(),
                media_type="text/plain",
                size=len(document.text),
                page_count=1,
                created_by=self.principal.account_id,
            )
        )
        fields = [FieldValue(FieldName.SUBJECT, document.title, 1.0)]
        if document.reference_number:
            fields.append(FieldValue(FieldName.REFERENCE_NUMBER, document.reference_number, 1.0))
        self.catalogue.put_fields(document_id, fields, False)
        self.catalogue.set_status(document_id, DocumentStatus.READY)
        title = indexed_title(self.catalogue.summaries([document_id], self.scope)[document_id])
        segments = [s for s in parse_text(document.text, title) if s.article or not articles_only]
        return Entry(document_id, document.name, segments, [indexed_text(title, s) for s in segments])


def kept_vectors(embedder: Embedder, texts: list[str]) -> np.ndarray:
    """Vectors of `texts`, from earlier runs where they are there."""
    KEPT.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{KEPT / 'vectors.sqlite'}")
    Base.metadata.create_all(database.engine, tables=[Base.metadata.tables[EmbeddingRow.__tablename__]])
    try:
        return VectorCache(database, embedder).vectors(texts)
    finally:
        database.dispose()


def fill(library: Library, passages: int) -> None:
    """Made-up documents with random vectors, `passages` in all: for measuring time, not finding."""
    random = np.random.default_rng(57)
    words = [entry_text for entry in library.entries for entry_text in entry.texts]
    per_document = 40
    for number in range(passages // per_document):
        chosen = [words[int(i)] for i in random.integers(len(words), size=per_document)]
        document = PlainDocument(f"dem-{number}", f"Văn bản đệm {number}", "")
        entry = library._catalogue_one(document, articles_only=False)
        segments = [Segment(i, (), str(i), None, None, text, ()) for i, text in enumerate(chosen)]
        ids = library.store.replace(entry.id, segments, [f"{number}-{i}" for i in range(len(chosen))])
        vectors = random.normal(size=(len(chosen), library.embedder.dimension)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        summary = library.catalogue.summaries([entry.id], library.scope)[entry.id]
        library.index.upsert(as_points(summary, ids, chosen, vectors))
