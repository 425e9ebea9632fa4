"""The reranker that is there without any model: features added up with weights from a file.

`python -m benchmarks rerank --write` fits them on the development questions over laws.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from rag.rerank.features import NAMES, features
from rag.rerank.port import Candidate
from rag.understand.question import FOREIGN, Question

WEIGHTS = Path(__file__).with_name("weights.json")
DEPTH = 60


class StandardReranker:
    """Weighted features; what is asked in a language not known keeps its order: the features are of words."""

    depth = DEPTH

    def __init__(self, chosen: np.ndarray | None = None) -> None:
        """`chosen`: weights in the order of `NAMES`, those of the file if None."""
        self._chosen = chosen

    def scores(self, question: Question, candidates: Sequence[Candidate]) -> list[float] | None:
        if question.weights == FOREIGN:
            return None
        chosen = weights() if self._chosen is None else self._chosen
        return [float(score) for score in features(question, candidates) @ chosen]


@cache
def weights(path: Path = WEIGHTS) -> np.ndarray:
    """One weight per feature, in the order of `NAMES`."""
    kept: dict[str, float] = json.loads(path.read_text("utf-8"))["weights"]
    return np.array([kept[name] for name in NAMES])
