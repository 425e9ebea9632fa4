"""Whether the library holds an answer at all, decided from what was found before anything is written.

Logistic models on plain features (`rag.evidence`); their weights are a data file fitted by
`python -m benchmarks refusal` on questions whose law was there and on the same with that law left out. What
stands in articles has weights of its own: laws are so alike in wording that the same scores say less there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.evidence import NAMES, evidence
from rag.index.port import Field
from rag.search import Found
from rag.understand.question import Question

WEIGHTS = Path(__file__).with_name("refusal.json")
NAMED = 0.33
"""Share of the threshold that is asked of a question naming a document: its passages are alike,
so the best of them stands little above the others."""


HELD = 0.85
"""Share of the weight of what else is asked that the best passage of a document named must hold, heading
included, to be answered from whatever the scores."""
WORDS_HELD = NAMES.index("words in the best hit")


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
    foreign: bool = False
    """Whether it is in English or Urdu: its words in Vietnamese are then few, and cosines lower."""
    in_article: bool = False
    """Whether the best passage found stands in an article."""

    @property
    def model(self) -> str:
        """The name of the weights it is judged by."""
        if self.foreign:
            return "foreign"
        typed = "accented" if self.accented else "unaccented"
        return f"{typed}, articles" if self.in_article else typed


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
    in_article = bool(found.hits) and found.hits[0].article is not None
    return Judged(row, accented, found.evidence.named, found.evidence.told, question.translated, in_article)


def answerable(judgement: Judged) -> bool:
    """Whether to answer."""
    if judgement.told:
        return True
    if not judgement.evidence:
        return False
    if judgement.named and judgement.evidence[WORDS_HELD] >= HELD:
        return True
    model = load()[judgement.model]
    threshold = model.threshold * (NAMED if judgement.named else 1.0)
    return model.probability(judgement.evidence) >= threshold


@cache
def load(path: Path = WEIGHTS) -> dict[str, Logistic]:
    """The models of the data file, by name."""
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
