"""Search: a question and a Scope in, the passages that answer it best out."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np

from access.scope import Scope
from rag.fusion import fuse, shares
from rag.hits import as_hit
from rag.index.filter import IndexFilter, index_filter
from rag.index.port import Field, PassageIndex, QueryVectors, Scores
from rag.lexical.bm25 import query_vector
from rag.lexical.terms import Spelling
from rag.passages import PassageStore
from rag.rerank.order import candidates, reordered
from rag.rerank.port import Reranker
from rag.rerank.standard import StandardReranker
from rag.types import Hit, Understood
from rag.understand.named import without_names
from rag.understand.narrowing import UNNARROWED, Library, Narrowing, narrow
from rag.understand.places import asks_only_what_it_says
from rag.understand.question import Question, understand
from rag.understand.titles import may_name, named_by_title
from records.types import Validity
from vanthu.db import now, office_day

log = logging.getLogger(__name__)

CANDIDATES = 100
"""Passages taken from each field before they are added up."""
CONFIRMED_IN = 20
"""How often the index is asked again without what the catalogue does not confirm."""
NAMED = 0.55
"""Where the scores of a document that the question names begin, others end at 1: its best comes first."""
PLACED = 1.0
"""The same for an article or clause that the question names: nothing stands before it."""
TITLED_AMONG = 30
"""Best passages among whose documents one named by its title is looked for."""
NOT_IN_FORCE = frozenset({"expired", "not_yet_effective"})
ACTING, ACTED = 0.6, 3
"""The same for documents that replaced, amended or repealed it, where that is asked; and passages taken."""


class QuestionEmbedder(Protocol):
    """What is needed of an `Embedder` here."""

    def queries(self, texts: Sequence[str]) -> np.ndarray: ...


class SearchesCatalogue(Library, Protocol):
    """What is needed of the catalogue here."""

    def validities(self, ids: Sequence[int], scope: Scope, on: date) -> dict[int, Validity]: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scores as the fields gave them, best first: what a refusal is decided from."""

    dense: tuple[float, ...]
    """Cosine similarities."""
    lexical: tuple[float, ...]
    """BM25 scores of the exact words, or of the folded ones where no marks were typed."""
    named: bool = False
    """Whether the question names a document that was found."""
    told: bool = False
    """Whether it asks what became of that document, and a document was found that did it; or what a named
    article says, and there it is."""


@dataclass(frozen=True, slots=True)
class Found:
    hits: list[Hit]
    evidence: Evidence
    superseded: frozenset[int] = frozenset()
    """Documents among the hits that a visible one had wholly replaced or repealed by the date asked
    about, or that did not hold yet; not one that the question names."""
    vector: np.ndarray | None = None
    """The question as the model sees it: embedding it again would cost as much as the whole search."""
    narrowing: Narrowing = UNNARROWED
    """What the question was narrowed by."""
    understood: Understood | None = None
    """The same for a person."""


class SearchService:
    """Hybrid search by clause, inside a Scope, checked once more against the catalogue."""

    def __init__(
        self,
        store: PassageStore,
        index: PassageIndex,
        embedder: QuestionEmbedder,
        catalogue: SearchesCatalogue,
        reranker: Reranker | None = None,
    ) -> None:
        """`reranker`: the one that needs no model where none is given."""
        self._store = store
        self._index = index
        self._embedder = embedder
        self._catalogue = catalogue
        self._reranker = reranker or StandardReranker()

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
        without: Collection[str] = (),
    ) -> Found:
        """As `search`, with the evidence the ranking rests on; `without`: keys of filters not to apply."""
        question = understand(query)
        only = None if document_ids is None else frozenset(document_ids)
        if question is None or index_filter(scope, document_ids=only).sees_nothing:
            return Found([], Evidence((), ()))
        narrowing = narrow(question.text, scope, self._catalogue, on=on, without=without)
        found = self._look(question, narrowing, scope, limit, only)
        if not found.hits and on is None and narrowing.on is not None:
            found = self._look(question, narrowing.on_any_day(), scope, limit, only)
        return found

    def _look(
        self, question: Question, narrowing: Narrowing, scope: Scope, limit: int, only: frozenset[int] | None
    ) -> Found:
        searched = _both(only, narrowing.within)
        within = index_filter(scope, document_ids=searched, issued_until=narrowing.on)
        vectors = self._vectors(question)
        found, within, near = self._confirmed(vectors, within, CANDIDATES, scope)
        ranked = self._ranked(question, found, CANDIDATES, near)
        named, acting = (ids if only is None else ids & only for ids in (narrowing.named, narrowing.acting))
        titled = frozenset[int]() if named else self._titled(question, ranked, near)
        if first := named | titled:
            there = replace(within, document_ids=tuple(sorted(first)))
            asked = understand(without_names(question.text)) or question
            inside, _, named_near = self._confirmed(self._vectors(asked), there, limit, scope)
            near = near.joined(named_near)
            ranked = _lift(ranked, self._ranked(asked, inside, limit, named_near), NAMED)
        if acting:
            there = replace(within, document_ids=tuple(sorted(acting)))
            inside, _, acting_near = self._confirmed(vectors, there, ACTED, scope)
            near = near.joined(acting_near)
            best = fuse(inside, question.weights, ACTED)
            ranked = _lift(ranked, best, ACTING)
        placed, placed_near = self._placed(narrowing, first or only or frozenset(), scope, limit)
        near = near.joined(placed_near)
        ranked = _lift(ranked, placed, PLACED)
        hits = self._hits(ranked, near, narrowing, limit)
        superseded = self._superseded(hits, scope, narrowing.on) - named
        told = bool(acting) or (bool(placed) and asks_only_what_it_says(question.text))
        dense = vectors[Field.DENSE]
        return Found(
            _behind(hits, superseded),
            _evidence(found, question, bool(named), told),
            superseded,
            dense if isinstance(dense, np.ndarray) else None,
            narrowing,
            Understood(question.spelled_out, narrowing.filters),
        )

    def _ranked(
        self, question: Question, found: dict[Field, Scores], limit: int, scope: Scope
    ) -> dict[int, float]:
        """The fields added up, and the best of them looked at closely."""
        ranked = fuse(found, question.weights, limit)
        passages = self._store.get([*ranked][: self._reranker.depth], scope)
        documents = self._catalogue.summaries(sorted({p.document_id for p in passages}), scope)
        first = candidates(ranked, shares(found, limit), passages, documents)
        return reordered(ranked, first, self._reranker, question)

    def _titled(self, question: Question, ranked: dict[int, float], scope: Scope) -> frozenset[int]:
        """Documents among the best found whose title the question gives."""
        if not may_name(question.text):
            return frozenset()
        best = self._store.get([*ranked][:TITLED_AMONG], scope)
        documents = self._catalogue.summaries(sorted({p.document_id for p in best}), scope)
        return named_by_title(question.text, documents.values())

    def _placed(
        self, narrowing: Narrowing, documents: frozenset[int], scope: Scope, limit: int
    ) -> tuple[dict[int, float], Scope]:
        """Passages of the articles and clauses named, in the documents meant, in reading order."""
        places = [place for place in narrowing.places if place.article]
        near = scope.among(documents if places else ())
        passages = [
            passage
            for place in places
            for passage in self._store.at(documents, str(place.article), place.clause, near, limit)
        ]
        return {passage.id: 1.0 - n / 100 for n, passage in enumerate(passages[:limit])}, near

    def _vectors(self, question: Question) -> QueryVectors:
        return {
            Field.DENSE: self._embedder.queries([question.reading])[0],
            Field.EXACT: query_vector(question.words, Spelling.EXACT),
            Field.FOLDED: query_vector(question.folded_words, Spelling.FOLDED),
        }

    def _confirmed(
        self, vectors: QueryVectors, within: IndexFilter, limit: int, scope: Scope
    ) -> tuple[dict[Field, Scores], IndexFilter, Scope]:
        """What the index finds and the catalogue confirms, the filter that leaves out all else, and the Scope
        as far as what was found goes.

        The index may lag behind a change of class or unit: then it is asked again, as if what may no longer
        be seen were not there. Dropping it afterwards would leave its mark on the other scores.
        """
        for _ in range(CONFIRMED_IN):
            found = self._index.search(vectors, within, limit)
            ids = {passage_id for scores in found.values() for passage_id, _ in scores}
            unseen, near = self._store.unseen(sorted(ids), scope)
            if not unseen:
                return found, within, near
            log.warning("the index is behind the catalogue by %d passages", len(unseen))
            within = replace(within, without=tuple(sorted({*within.without, *unseen})))
        return {field: [] for field in vectors}, within, scope.among(())

    def _superseded(self, hits: Sequence[Hit], scope: Scope, on: date | None) -> frozenset[int]:
        ids = sorted({hit.document_id for hit in hits})
        found = self._catalogue.validities(ids, scope, on or office_day(now()))
        return frozenset(id_ for id_, validity in found.items() if validity.status in NOT_IN_FORCE)

    def _hits(self, ranked: dict[int, float], scope: Scope, narrowing: Narrowing, limit: int) -> list[Hit]:
        """The first `limit` that were asked for, as records confirms them once more: unit, grant, date."""
        hits: list[Hit] = []
        on, sift = narrowing.on, narrowing.sift
        order = [*ranked]
        for start in range(0, len(order), limit):
            asked = order[start : start + limit]
            passages = self._store.get(asked, scope)
            documents = self._catalogue.summaries(sorted({p.document_id for p in passages}), scope, on)
            confirmed = [p for p in passages if p.document_id in documents]
            if len(confirmed) < len(asked):
                log.warning("records did not confirm %d passages of the index", len(asked) - len(confirmed))
            hits += [
                as_hit(p, documents[p.document_id], round(min(ranked[p.id], 1.0), 6))
                for p in confirmed
                if sift is None or sift.holds(documents[p.document_id])
            ]
            if len(hits) >= limit:
                break
        return hits[:limit]


def _both(one: frozenset[int] | None, other: frozenset[int] | None) -> frozenset[int] | None:
    """What is in both choices; None chooses everything."""
    return other if one is None else one if other is None else one & other


def _behind(hits: Sequence[Hit], superseded: frozenset[int]) -> list[Hit]:
    """Passages of superseded documents with half their score: found where nothing in force says as much."""
    weighed = [
        replace(hit, score=round(hit.score / 2, 6)) if hit.document_id in superseded else hit for hit in hits
    ]
    return sorted(weighed, key=lambda hit: -hit.score)


def _lift(ranked: dict[int, float], named: dict[int, float], by: float) -> dict[int, float]:
    """Passages of the named documents above the others, in their own order."""
    lifted = dict(ranked)
    best = max(named.values(), default=0.0) or 1.0
    for passage_id, score in named.items():
        lifted[passage_id] = by + score / best / 2
    return dict(sorted(lifted.items(), key=lambda item: (-item[1], item[0])))


def _evidence(found: dict[Field, Scores], question: Question, named: bool, told: bool) -> Evidence:
    lexical = max((Field.EXACT, Field.FOLDED), key=lambda field: question.weights[field])
    return Evidence(
        tuple(score for _, score in found[Field.DENSE]),
        tuple(score for _, score in found[lexical]),
        named,
        told,
    )
