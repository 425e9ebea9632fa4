"""Search: a question and a Scope in, the passages that answer it best out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from access.scope import Scope
from rag.fusion import fuse
from rag.index.filter import index_filter
from rag.index.port import Field, PassageIndex, QueryVectors, Scores
from rag.lexical.bm25 import query_vector
from rag.lexical.terms import Spelling
from rag.named import Directory, named_documents
from rag.passages import Passage, PassageStore
from rag.question import Question, understand
from rag.types import Hit
from records.types import DocumentSummary

log = logging.getLogger(__name__)

CANDIDATES = 100
"""Passages taken from each field before they are added up."""
NAMED = 0.5
"""Added to passages of a document that the question names, of a score that ends at 1."""


class QuestionEmbedder(Protocol):
    """What is needed of an `Embedder` here."""

    def queries(self, texts: Sequence[str]) -> np.ndarray: ...


class SearchesCatalogue(Directory, Protocol):
    """What is needed of the catalogue here."""

    def summaries(
        self, ids: Sequence[int], scope: Scope, issued_until: date | None = None
    ) -> dict[int, DocumentSummary]: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scores as the fields gave them, best first: what a refusal is decided from."""

    dense: tuple[float, ...]
    """Cosine similarities."""
    lexical: tuple[float, ...]
    """BM25 scores of the exact words, or of the folded ones where no marks were typed."""
    named: bool = False
    """Whether the question names a document that was found."""


@dataclass(frozen=True, slots=True)
class Found:
    hits: list[Hit]
    evidence: Evidence


class SearchService:
    """Hybrid search by clause, inside a Scope, checked once more against the catalogue."""

    def __init__(
        self,
        store: PassageStore,
        index: PassageIndex,
        embedder: QuestionEmbedder,
        catalogue: SearchesCatalogue,
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._catalogue = catalogue

    def search(
        self,
        query: str,
        scope: Scope,
        *,
        limit: int = 10,
        on: date | None = None,
        document_ids: Iterable[int] | None = None,
    ) -> list[Hit]:
        """The best `limit` passages; `on` leaves out documents issued later, `document_ids` all others."""
        return self.look(query, scope, limit=limit, on=on, document_ids=document_ids).hits

    def look(
        self,
        query: str,
        scope: Scope,
        *,
        limit: int = 10,
        on: date | None = None,
        document_ids: Iterable[int] | None = None,
    ) -> Found:
        """As `search`, with the evidence the ranking rests on."""
        question = understand(query)
        chosen = None if document_ids is None else set(document_ids)
        within = index_filter(scope, document_ids=chosen, issued_until=on)
        if question is None or within.sees_nothing:
            return Found([], Evidence((), ()))
        vectors = self._vectors(question)
        found = self._index.search(vectors, within, CANDIDATES)
        ranked = fuse(found, question.weights, CANDIDATES)
        named = named_documents(question.text, self._catalogue, scope)
        if chosen is not None:
            named &= chosen
        if named:
            there = index_filter(scope, document_ids=named, issued_until=on)
            ranked = _lift(ranked, fuse(self._index.search(vectors, there, limit), question.weights, limit))
        return Found(self._hits(ranked, scope, on, limit), _evidence(found, question, bool(named)))

    def _vectors(self, question: Question) -> QueryVectors:
        return {
            Field.DENSE: self._embedder.queries([question.reading])[0],
            Field.EXACT: query_vector(question.words, Spelling.EXACT),
            Field.FOLDED: query_vector(question.folded_words, Spelling.FOLDED),
        }

    def _hits(self, ranked: dict[int, float], scope: Scope, on: date | None, limit: int) -> list[Hit]:
        """The first `limit`, as records confirms them: the index may lag behind a change of unit or date."""
        hits: list[Hit] = []
        order = [*ranked]
        for start in range(0, len(order), limit):
            asked = order[start : start + limit]
            passages = self._store.get(asked, scope)
            documents = self._catalogue.summaries(sorted({p.document_id for p in passages}), scope, on)
            confirmed = [p for p in passages if p.document_id in documents]
            if len(confirmed) < len(asked):
                log.warning("records did not confirm %d passages of the index", len(asked) - len(confirmed))
            hits += [_hit(p, documents[p.document_id], ranked[p.id]) for p in confirmed]
            if len(hits) >= limit:
                break
        return hits[:limit]


def _lift(ranked: dict[int, float], named: dict[int, float]) -> dict[int, float]:
    """Passages of the named documents above the others, in their own order."""
    lifted = dict(ranked)
    for passage_id, score in named.items():
        lifted[passage_id] = NAMED + max(ranked.get(passage_id, 0.0), score / 2)
    return dict(sorted(lifted.items(), key=lambda item: (-item[1], item[0])))


def _evidence(found: dict[Field, Scores], question: Question, named: bool) -> Evidence:
    lexical = max((Field.EXACT, Field.FOLDED), key=lambda field: question.weights[field])
    return Evidence(
        tuple(score for _, score in found[Field.DENSE]), tuple(score for _, score in found[lexical]), named
    )


def _hit(passage: Passage, document: DocumentSummary, score: float) -> Hit:
    return Hit(
        passage_id=passage.id,
        document_id=passage.document_id,
        filename=document.filename,
        reference_number=document.reference_number,
        title=document.title,
        heading=passage.heading_path,
        article=passage.article,
        clause=passage.clause,
        page=passage.page,
        text=passage.text,
        score=round(min(score, 1.0), 6),
        boxes=passage.boxes,
        issue_date=document.issue_date,
        issuing_body=document.issuing_body,
    )
