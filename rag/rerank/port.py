"""What search needs of a reranker, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.index.port import Field
from rag.passage_text import indexed_text
from rag.passages import Passage
from rag.understand.question import Question


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found and confirmed inside the asker's Scope, as this asker may read it."""

    passage: Passage
    title: str
    """Of its document, as indexed."""
    fused: float
    """What it was ranked by so far, 0..1."""
    shares: Mapping[Field, float]
    """Its place in each field's range, 0..1 (`rag.fusion.shares`); one that did not find it is missing."""

    @property
    def text(self) -> str:
        """Title, heading and words: what the passage is found by."""
        return indexed_text(self.title, self.passage)


class Reranker(Protocol):
    """Scores candidates against each other. Nothing but the question and the candidates may count: what the
    asker may not see would else leave its mark. Safe to use from several threads."""

    @property
    def depth(self) -> int:
        """How many of the best passages it is worth asking about."""

    def scores(self, question: Question, candidates: Sequence[Candidate]) -> list[float] | None:
        """One number per candidate, higher is better; None where the order is to stay."""
