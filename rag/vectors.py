"""Vectors of passages, computed once per (model, text) and kept in the database in 16 bits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence, Set
from typing import Protocol

import numpy as np
from sqlalchemy import delete, select

from rag.models import EmbeddingRow
from vanthu.db import Database

CHUNK = 256
"""Texts embedded between two writes: what a stopped run loses at most."""


class PassageEmbedder(Protocol):
    """What is needed of an `Embedder` here."""

    @property
    def model_id(self) -> str: ...

    def passages(self, texts: Sequence[str]) -> np.ndarray: ...


def text_hash(text: str, document_id: int | None = None) -> str:
    """The name of a text in the cache, its document's own where one is given.

    A vector made for one document never serves another: its last digits depend on the texts it was embedded
    with, and the time it saves on its having been there, so it would tell of a document one may not see.
    """
    owner = "" if document_id is None else f"{document_id}\0"
    return hashlib.sha256(f"{owner}{text}".encode()).hexdigest()


class VectorCache:
    """The embedding cache table. Rows are derived data: losing them costs time only."""

    def __init__(self, db: Database, embedder: PassageEmbedder) -> None:
        self._db = db
        self._embedder = embedder

    def vectors(
        self,
        texts: Sequence[str],
        document_id: int | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> np.ndarray:
        """One float32 row per text; missing ones are computed and kept, `progress` told how many so far."""
        hashes = [text_hash(text, document_id) for text in texts]
        known = self._known(hashes)
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        done = 0
        for chunk in _runs(missing, CHUNK):
            rows = self._embedder.passages([text for _, text in chunk]).astype(np.float16)
            self._keep([key for key, _ in chunk], rows)
            known.update({key: row for (key, _), row in zip(chunk, rows, strict=True)})
            done += len(chunk)
            if progress is not None:
                progress(done)
        return np.array([known[key] for key in hashes], np.float32)

    def forget(self, keep: Set[str]) -> int:
        """Drop the vectors of texts not in `keep`, of whatever model. Returns how many."""
        with self._db.session() as session:
            stale = set(session.scalars(select(EmbeddingRow.text_hash))) - keep
            for key in stale:
                session.execute(delete(EmbeddingRow).where(EmbeddingRow.text_hash == key))
        return len(stale)

    def _known(self, hashes: Sequence[str]) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = {}
        unique = sorted(set(hashes))
        with self._db.session() as session:
            for start in range(0, len(unique), 500):
                rows = session.execute(
                    select(EmbeddingRow.text_hash, EmbeddingRow.vector).where(
                        EmbeddingRow.model_id == self._embedder.model_id,
                        EmbeddingRow.text_hash.in_(unique[start : start + 500]),
                    )
                )
                found.update({key: np.frombuffer(vector, np.float16) for key, vector in rows})
        return found

    def _keep(self, hashes: Sequence[str], rows: np.ndarray) -> None:
        with self._db.session() as session:
            for key, row in zip(hashes, rows, strict=True):
                session.merge(
                    EmbeddingRow(model_id=self._embedder.model_id, text_hash=key, vector=row.tobytes())
                )


def _runs(items: dict[str, str], size: int) -> list[list[tuple[str, str]]]:
    """Key and text in runs of `size`."""
    pairs = list(items.items())
    return [pairs[start : start + size] for start in range(0, len(pairs), size)]
