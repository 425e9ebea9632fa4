"""A library of plain texts in a folder of its own, built with the product's code, for measuring searches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
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
from rag.sentence_vectors import SentenceVectors
from rag.structure import parse_text
from rag.title import indexed_title
from rag.types import Segment
from rag.vectors import VectorCache, text_hash
from records.catalogue import Catalogue
from records.errors import DuplicateDocument
from records.files import FileStore
from records.types import DocumentStatus, DocumentSummary, FieldName, FieldValue, NewDocument
from vanthu.db import Base, Database
from vanthu.settings import ROOT, settings

KEPT = ROOT / "var" / "bench"
"""Vectors stay here between runs: they take an hour, everything else takes a minute."""
PADDING = 40
"""Passages of a padding document."""


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

    def __init__(
        self, folder: Path, embedder: Embedder | None = None, *, database: str = "library.sqlite"
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.embedder = embedder or Embedder(settings().models / settings().embedding_model)
        self.db = Database(f"sqlite:///{folder / database}")
        Base.metadata.create_all(self.db.engine)
        self.principal = AccountService(self.db).local_operator()
        self.scope = Scope.of(self.principal)
        self.catalogue = Catalogue(self.db, FileStore(folder / "files"))
        self.store = PassageStore(self.db)
        self.index = EdgeIndex(folder / "index")
        self.search = SearchService(self.store, self.index, self.embedder, self.catalogue)
        self.entries: list[Entry] = []

    def add(
        self, documents: Iterable[PlainDocument], *, articles_only: bool = False, sentences: bool = False
    ) -> None:
        """Catalogue, cut and index `documents`; `articles_only` leaves out what stands outside articles.

        `sentences`: with vectors of sentences, as ingest makes them; they change times, not answers.
        """
        kept = SentenceVectors(self.db, _Kept(self.embedder))
        for document in documents:
            try:
                summary = self._registered(document)
            except DuplicateDocument:
                continue  # the corpora hold some documents twice; the product keeps one
            title = indexed_title(summary)
            segments = [s for s in parse_text(document.text, title) if s.article or not articles_only]
            texts = [indexed_text(title, segment) for segment in segments]
            ids = self.store.replace(summary.id, segments, [text_hash(text) for text in texts])
            self.index.upsert(as_points(summary, ids, texts, kept_vectors(self.embedder, texts)))
            if sentences:
                kept.keep(summary.id, {id_: s.text for id_, s in zip(ids, segments, strict=True)})
            self.entries.append(Entry(summary.id, document.name, segments, texts))

    def pad(self, passages: int) -> None:
        """Add documents of halves of clauses that are there, with random vectors: to measure time with."""
        random = np.random.default_rng(57)
        kept = SentenceVectors(self.db, _MadeUp(self.embedder, random))
        clauses = [text.split() for entry in self.entries for text in entry.texts]

        def halves() -> str:
            first, second = (clauses[int(i)] for i in random.integers(len(clauses), size=2))
            return " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]])

        for number in range(passages // PADDING):
            texts = [halves() for _ in range(PADDING)]
            name = f"dem-{number}"
            summary = self._registered(PlainDocument(name, f"Văn bản đệm {number}", name))
            segments = [Segment(i, (), str(i), None, None, text, ()) for i, text in enumerate(texts)]
            ids = self.store.replace(summary.id, segments, [f"{name}-{i}" for i in range(PADDING)])
            self.index.upsert(as_points(summary, ids, texts, _made_up(random, PADDING, self.embedder)))
            kept.keep(summary.id, dict(zip(ids, texts, strict=True)))

    def close(self) -> None:
        self.index.close()
        self.db.dispose()

    def _registered(self, document: PlainDocument) -> DocumentSummary:
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
        return self.catalogue.summaries([document_id], self.scope)[document_id]


class _Kept:
    """The embedder, with what earlier runs kept."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model_id = embedder.model_id

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return kept_vectors(self._embedder, [*texts])


class _MadeUp:
    """Random vectors under the name of a model."""

    def __init__(self, embedder: Embedder, random: np.random.Generator) -> None:
        self._embedder = embedder
        self._random = random
        self.model_id = embedder.model_id

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return _made_up(self._random, len(texts), self._embedder)


def _made_up(random: np.random.Generator, count: int, embedder: Embedder) -> np.ndarray:
    vectors = random.normal(size=(count, embedder.dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def kept_vectors(embedder: Embedder, texts: list[str]) -> np.ndarray:
    """Vectors of `texts`, from earlier runs where they are there."""
    KEPT.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{KEPT / 'vectors.sqlite'}")
    Base.metadata.create_all(database.engine, tables=[Base.metadata.tables[EmbeddingRow.__tablename__]])
    try:
        return VectorCache(database, embedder).vectors(texts)
    finally:
        database.dispose()
