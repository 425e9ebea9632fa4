"""The probability that a field is right, from signs that were counted on documents with known cards.

A logistic regression for each field over a few signs; its weights are in `probability.yaml`, written by
`python -m benchmarks fields --calibrate` from the sample library and documents drawn for that alone.
A field is doubtful below `DOUBTFUL_BELOW`, and wherever a rule doubts it, however probable it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from records.types import FieldName

DOUBTFUL_BELOW = 0.98
FEATURES = ("constant", "weakest", "mean", "flagged_words", "doubted", "witnesses", "oddness")
_FILE = Path(__file__).with_name("probability.yaml")
_SOUND_TEXT = 0.995
"""Of a sound text layer that nothing speaks against: words are as their writer set them."""
_MOST = 0.999
_MANY_WITNESSES = 2


@dataclass(frozen=True, slots=True)
class Signs:
    scanned: bool
    weakest: float
    """The least sure of the words it rests on, 0..1."""
    mean: float
    flagged_words: bool
    """Whether recognition doubts one of its words."""
    doubted: bool
    """Whether a rule of cataloguing doubts it."""
    witnesses: int
    oddness: float

    def vector(self) -> tuple[float, ...]:
        """In the order of `FEATURES`."""
        return (
            1.0,
            _log_odds(self.weakest),
            _log_odds(self.mean),
            float(self.flagged_words),
            float(self.doubted),
            float(min(self.witnesses, _MANY_WITNESSES)),
            min(self.oddness, 10.0) / 10.0,
        )


def probability(name: FieldName, signs: Signs) -> float:
    """0..1; the same signs always give the same."""
    if not signs.scanned and not signs.doubted:
        return _SOUND_TEXT
    weights = _weights()[name.value]
    sum_ = sum(weight * value for weight, value in zip(weights, signs.vector(), strict=True))
    return min(_MOST, 1 / (1 + math.exp(-max(-30.0, min(30.0, sum_)))))


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    rows = yaml.safe_load(_FILE.read_text("utf-8"))
    return {name: tuple(row[feature] for feature in FEATURES) for name, row in rows.items()}


def _log_odds(sure: float) -> float:
    kept = min(max(sure, 0.01), 0.99)
    return math.log(kept / (1 - kept))
