"""Vectors of the sentences of passages, made when a document is indexed, so that an answer need not wait.

Embedding the eight likeliest sentences of a question took two thirds of an answer's processor time. Kept
vectors are only ever a saving: a sentence without one is embedded when it is asked for. They are found by the
passage and by the words that the asker was shown, and belong to their passage: they go when it goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import Select, select

from rag.answer.score import QuestionEmbedder, embedded_texts
from rag.models import SentenceVectorsRow
from rag.vectors import PassageEmbedder
from vanthu.db import Database

KEY = 8
"""Bytes of a digest that tell the sentences of one passage apart."""


class SentenceVectors:
    """The kept vectors of one embedding model."""

    def __init__(self, db: Database, embedder: PassageEmbedder) -> None:
        self._db = db
        self._embedder = embedder

    def made(self, document_id: int) -> dict[bytes, np.ndarray]:
        """What is kept of a document, so that passages cut anew need not be embedded anew (`keep`)."""
        of_document = select(SentenceVectorsRow).where(SentenceVectorsRow.document_id == document_id)
        return self._read(of_document)

    def keep(
        self, document_id: int, passages: Mapping[int, str], made: Mapping[bytes, np.ndarray] | None = None
    ) -> None:
        """Make and keep what is missing for the document's passages: ids and words as shown."""
        wanted = {passage_id: embedded_texts(text) for passage_id, text in passages.items()}
        keys = {passage_id: b"".join(map(_key, texts)) for passage_id, texts in wanted.items()}
        model = self._embedder.model_id
        with self._db.session() as session:
            held = select(SentenceVectorsRow).where(SentenceVectorsRow.document_id == document_id)
            there = {row.passage_id: (row.keys, row.model_id) for row in session.scalars(held)}
        stale = [passage_id for passage_id, key in keys.items() if there.get(passage_id) != (key, model)]
        known = dict(self.made(document_id) if made is None else made)
        texts = [text for passage_id in stale for text in wanted[passage_id]]
        missing = [text for text in dict.fromkeys(texts) if _key(text) not in known]
        if missing:
            known.update(zip(map(_key, missing), self._embedder.passages(missing), strict=True))
        with self._db.session() as session:
            for passage_id in stale:
                rows = [known[_key(text)].astype(np.float16).tobytes() for text in wanted[passage_id]]
                session.merge(
                    SentenceVectorsRow(
                        passage_id=passage_id,
                        document_id=document_id,
                        model_id=model,
                        keys=keys[passage_id],
                        vectors=b"".join(rows),
                    )
                )

    def beside(self, passage_ids: Sequence[int], embedder: QuestionEmbedder) -> KnownSentences:
        """`embedder`, with the kept sentences of these passages, which the asker was found to see."""
        chosen = select(SentenceVectorsRow).where(SentenceVectorsRow.passage_id.in_(passage_ids))
        return KnownSentences(embedder, self._read(chosen))

    def _read(self, chosen: Select[SentenceVectorsRow]) -> dict[bytes, np.ndarray]:
        """Digests and vectors of the rows of this model."""
        known: dict[bytes, np.ndarray] = {}
        with self._db.session() as session:
            for row in session.scalars(chosen.where(SentenceVectorsRow.model_id == self._embedder.model_id)):
                keys = [row.keys[start : start + KEY] for start in range(0, len(row.keys), KEY)]
                if keys:
                    vectors = np.frombuffer(row.vectors, np.float16).reshape(len(keys), -1)
                    known.update(zip(keys, vectors.astype(np.float32), strict=True))
        return known


class KnownSentences:
    """An embedder that looks up before it embeds."""

    def __init__(self, embedder: QuestionEmbedder, known: Mapping[bytes, np.ndarray]) -> None:
        self._embedder = embedder
        self._known = known

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._embedder.queries(texts)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """One row per text."""
        found = [self._known.get(_key(text)) for text in texts]
        missing = [text for text, row in zip(texts, found, strict=True) if row is None]
        made = iter(self._embedder.passages(missing) if missing else ())
        return np.array([next(made) if row is None else row for row in found], np.float32)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:KEY]
