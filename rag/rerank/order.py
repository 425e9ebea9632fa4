"""A ranking put into the order that a reranker gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.fusion import Shares
from rag.passages import Passage
from rag.rerank.port import Candidate, Reranker
from rag.title import indexed_title
from rag.understand.question import Question
from records.types import DocumentSummary


def candidates(
    ranked: Mapping[int, float],
    held: Shares,
    passages: Sequence[Passage],
    documents: Mapping[int, DocumentSummary],
) -> list[Candidate]:
    """The passages that records confirm, with what they were ranked by."""
    return [
        Candidate(p, indexed_title(documents[p.document_id]), ranked[p.id], held.get(p.id, {}))
        for p in passages
        if p.document_id in documents
    ]


def reordered(
    ranked: Mapping[int, float], first: Sequence[Candidate], reranker: Reranker, question: Question
) -> dict[int, float]:
    """`ranked` with its `first` passages in a better order, the others behind them.

    The scores stay those of the fusion, given out anew: how good a search was as a whole does not change.
    """
    scores = reranker.scores(question, first) if len(first) > 1 else None
    if scores is None:
        return dict(ranked)
    order = sorted(range(len(first)), key=lambda i: (-scores[i], i))
    given = sorted((candidate.fused for candidate in first), reverse=True)
    better = {first[i].passage.id: score for i, score in zip(order, given, strict=True)}
    return better | {id_: score for id_, score in ranked.items() if id_ not in better}
