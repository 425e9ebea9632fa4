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

WEIGHTS = Path(__file__).with_name("refusal.json")
DEPTHS = (6, 21)
"""The ranks the best score is compared with."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What retrieval saw of one question, best first."""

    dense: tuple[float, ...]
    """Cosines of the nearest passages; empty where the question was not searched by meaning."""
    lexical: tuple[float, ...]
    """BM25 of the best passages, as a share of the question's own weight."""
    overlap: float
    """Share of the question's weight that the best hit holds, 0..1."""


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


def features(evidence: Evidence) -> tuple[float, ...]:
    """Best dense and lexical score, their drops to the 6th and the 21st, and the best hit's word overlap."""
    return (*_top(evidence.dense), *_top(evidence.lexical), evidence.overlap)


def answerable(evidence: Evidence, *, accented: bool) -> bool:
    """Whether to answer. A question typed without tone marks is judged by weights of its own."""
    if not evidence.lexical and not evidence.dense:
        return False
    model = load()["accented" if accented else "unaccented"]
    return model.probability(features(evidence)) >= model.threshold


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
