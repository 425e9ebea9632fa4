"""`python -m benchmarks fields --calibrate`: weights of field probabilities from documents with known cards.

A logistic regression over all fields first, then one for each field held near it, so that fields of which few
were wrong lean on the rest. More doubt never makes a field likelier (bounds on the weights).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

import ingest.cataloguing.probability as shipped
from ingest.cataloguing.probability import FEATURES, Signs
from records.types import FieldName

Row = tuple[str, FieldName, Signs, bool]
"""Document, field, signs, whether it was right."""
Array = NDArray[np.float64]

_NEAR = 4.0
"""How strongly a field's weights are held near those of all fields (variance 1/4)."""
_PLAIN = 0.05
_BOUNDS = {
    "constant": (None, None),
    "weakest": (0.0, None),
    "mean": (0.0, None),
    "flagged_words": (None, 0.0),
    "doubted": (None, 0.0),
    "witnesses": (0.0, None),
    "oddness": (None, 0.0),
}
_FOLDS = 5
_STEPS = (0.0, 0.5, 0.8, 0.9, 0.98, 0.995, 1.0)


def calibrate(rows: Sequence[Row], out: Path | None = None) -> None:
    """Fit, write `probability.yaml`, and print how far stated and true shares agree on documents left out."""
    rows = [row for row in rows if row[2].scanned or row[2].doubted]
    stated = np.zeros(len(rows))
    documents = sorted({row[0] for row in rows})
    for fold in range(_FOLDS):
        left_out = set(documents[fold::_FOLDS])
        weights = _fit([row for row in rows if row[0] not in left_out])
        for at, (document, name, signs, _) in enumerate(rows):
            if document in left_out:
                stated[at] = _sigmoid(np.array(signs.vector()) @ weights[name])
    _print(rows, stated)
    weights = _fit(rows)
    target = out or Path(shipped.__file__).with_name("probability.yaml")
    table = {
        name.value: {feature: round(float(w), 3) for feature, w in zip(FEATURES, weights[name], strict=True)}
        for name in FieldName
    }
    target.write_text(yaml.safe_dump(table, sort_keys=False), "utf-8")


def _fit(rows: Iterable[Row]) -> dict[FieldName, Array]:
    by_field: dict[FieldName, list[Row]] = defaultdict(list)
    for row in rows:
        by_field[row[1]].append(row)
    everything = [row for field in by_field.values() for row in field]
    common = _regress(everything, np.zeros(len(FEATURES)), _PLAIN)
    return {name: _regress(by_field[name], common, _NEAR) if by_field[name] else common for name in FieldName}


def _regress(rows: Sequence[Row], near: Array, strength: float) -> Array:
    features = np.array([row[2].vector() for row in rows])
    right = np.array([float(row[3]) for row in rows])

    def cost(weights: Array) -> tuple[float, Array]:
        scores = features @ weights
        loss = float(np.sum(np.logaddexp(0, scores) - right * scores))
        away = weights - near
        gradient = features.T @ (_sigmoid(scores) - right) + strength * away
        return loss + strength / 2 * float(away @ away), gradient

    bounds = [_BOUNDS[feature] for feature in FEATURES]
    return np.asarray(minimize(cost, near, jac=True, bounds=bounds, method="L-BFGS-B").x)


def _sigmoid(scores: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-scores)))


def _print(rows: Sequence[Row], stated: Array) -> None:
    right = np.array([row[3] for row in rows])
    doubted = np.array([row[2].doubted for row in rows])
    print(f"{len(rows)} fields of scanned or doubted documents, {_FOLDS} folds by document")
    print("| stated | fields | mean stated | right | not doubted by a rule | right of these |")
    print("|---|---|---|---|---|---|")
    for low, high in pairwise(_STEPS):
        here = (stated >= low) & (stated < high)
        free = here & ~doubted
        if here.any():
            share = f"{right[free].mean():.3f}" if free.any() else ""
            means = f"{stated[here].mean():.3f} | {right[here].mean():.3f}"
            print(f"| {low:.2f}-{high:.2f} | {here.sum()} | {means} | {free.sum()} | {share} |")
