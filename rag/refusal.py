"""Whether the library holds an answer at all, decided from retrieval's scores before anything is written.

A logistic model on seven plain features; its weights are a data file fitted by `python -m benchmarks refusal`
on questions whose law was there and on the same questions with that law left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.answer.score import Asked
from rag.index.port import Field
from rag.lexical.bm25 import query_vector
from rag.lexical.terms import Spelling
from rag.search import Found
from rag.understand.named import without_names
from rag.understand.question import Question

WEIGHTS = Path(__file__).with_name("refusal.json")
NAMED = 0.4
"""Share of the threshold that is asked of a question naming a document of the library."""
DEPTHS = (6, 21)
"""The ranks the best score is compared with."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What retrieval saw of one question, in the form the model was fitted on."""

    dense: tuple[float, ...]
    """Cosines of the nearest passages; empty where the question was not searched by meaning."""
    lexical: tuple[float, ...]
    """BM25 of the best passages, as a share of the question's own weight."""
    overlap: float
    """Share of the question's weight that the best hit holds, 0..1."""
    accented: bool = True
    """Whether the question was typed with its tone marks."""
    named: bool = False
    """Whether it names a document that was found: the words of its name then say little of the answer."""
    told: bool = False
    """Whether it asks what became of that document and the library holds one that did it."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted model: answered if the probability reaches `threshold`."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, row: Sequence[float]) -> float:
        total = self.bias
        for value, mean, scale, weight in zip(row, self.means, self.scales, self.weights, strict=True):
            total += weight * (value - mean) / scale
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def features(evidence: Judged) -> tuple[float, ...]:
    """Best dense and lexical score, their drops to the 6th and the 21st, and the best hit's word overlap."""
    return (*_top(evidence.dense), *_top(evidence.lexical), evidence.overlap)


def judged(found: Found, question: Question) -> Judged:
    """The evidence of a search, its word scores as shares of the question's own weight."""
    accented = question.weights[Field.EXACT] >= question.weights[Field.FOLDED]
    asked, words = question.spelled_out, question.words if accented else question.folded_words
    if found.evidence.named:
        asked, words = without_names(asked), without_names(words)
    weight = sum(query_vector(words, Spelling.EXACT if accented else Spelling.FOLDED).values) or 1.0
    best = found.hits[0] if found.hits else None
    overlap = Asked(asked).overlap(f"{best.title} - {best.heading}\n{best.text}") if best else 0.0
    lexical = tuple(score / weight for score in found.evidence.lexical)
    return Judged(found.evidence.dense, lexical, overlap, accented, found.evidence.named, found.evidence.told)


def answerable(evidence: Judged) -> bool:
    """Whether to answer. A question typed without tone marks is judged by weights of its own."""
    if evidence.told:
        return True
    if not evidence.lexical and not evidence.dense:
        return False
    model = load()["accented" if evidence.accented else "unaccented"]
    threshold = model.threshold * (NAMED if evidence.named else 1.0)
    return model.probability(features(evidence)) >= threshold


@cache
def load(path: Path = WEIGHTS) -> dict[str, Logistic]:
    """The two models of the data file."""
    raw = json.loads(path.read_text("utf-8"))
    return {
        name: Logistic(
            tuple(model["means"]),
            tuple(model["scales"]),
            tuple(model["weights"]),
            model["bias"],
            model["threshold"],
        )
        for name, model in raw["models"].items()
    }


def _top(scores: Sequence[float]) -> tuple[float, float, float]:
    """The best score and how far it stands above the 6th and the 21st (above the last in a small library)."""
    if not scores:
        return 0.0, 0.0, 0.0
    first, second = (scores[min(depth, len(scores)) - 1] for depth in DEPTHS)
    return scores[0], scores[0] - first, scores[0] - second
