"""Whether the library holds an answer at all, decided from what was found before anything is written.

A logistic model on plain features (`rag.evidence`); its weights are a data file fitted by
`python -m benchmarks refusal` on questions whose law was there and on the same with that law left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.evidence import evidence
from rag.index.port import Field
from rag.search import Found
from rag.understand.question import Question

WEIGHTS = Path(__file__).with_name("refusal.json")
NAMED = 0.33
"""Share of the threshold that is asked of a question naming a document: its passages are alike,
so the best of them stands little above the others."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What retrieval saw of one question, in the form the model was fitted on."""

    evidence: tuple[float, ...]
    """As `rag.evidence.NAMES`; empty where nothing was found."""
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


def judged(found: Found, question: Question) -> Judged:
    """The evidence of a search."""
    accented = question.weights[Field.EXACT] >= question.weights[Field.FOLDED]
    seen = bool(found.hits) and bool(found.evidence.dense or found.evidence.lexical)
    row = evidence(found, question) if seen else ()
    return Judged(row, accented, found.evidence.named, found.evidence.told)


def answerable(judgement: Judged) -> bool:
    """Whether to answer. A question typed without tone marks is judged by weights of its own."""
    if judgement.told:
        return True
    if not judgement.evidence:
        return False
    model = load()["accented" if judgement.accented else "unaccented"]
    threshold = model.threshold * (NAMED if judgement.named else 1.0)
    return model.probability(judgement.evidence) >= threshold


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
