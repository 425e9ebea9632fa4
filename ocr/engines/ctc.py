"""Reading the evidence of a line: the likeliest text, other likely texts, how well a given text fits.

Connectionist temporal classification: Graves et al. 2006. A text's probability is the sum over all ways to
lay its characters along the steps, with "nothing new" between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from ocr.engines.port import Evidence

Steps = NDArray[np.float32]
_NEVER = -1e30
_WORTH_A_BRANCH = math.log(0.01)
"""Characters less likely than this at a step open no branch of the search."""
_BEAMS = 7
_NOT_CLEAR = math.log(0.03)
"""A second character that is likelier leaves a doubt."""
_FAINT = math.log(0.93)
"""So does a character that is less likely at its clearest step."""


@dataclass(frozen=True, slots=True)
class Run:
    """One character of the likeliest text and the steps it was seen at."""

    character: str
    start: int
    end: int
    log_probability: float
    """At its clearest step."""


def runs(evidence: Evidence) -> list[Run]:
    """The likeliest character at each step, repeats joined, "nothing new" left out."""
    steps = evidence.steps
    if not len(steps):
        return []
    best = steps.argmax(axis=1)
    edges = np.flatnonzero(np.diff(best)) + 1
    starts, ends = [0, *edges.tolist()], [*edges.tolist(), len(best)]
    return [
        Run(evidence.alphabet[best[start]], start, end, float(steps[start:end, best[start]].max()))
        for start, end in zip(starts, ends, strict=True)
        if best[start]
    ]


def fits(evidence: Evidence, span: tuple[int, int], texts: Sequence[str]) -> list[float]:
    """Natural logarithm of each text's probability on the steps of `span`; very low if it cannot be spelt."""
    known = evidence.known
    new = [text for text in dict.fromkeys(texts) if (span, text) not in known]
    for text, fit in zip(new, _fits(evidence, span, new), strict=True):
        known[span, text] = fit
    return [known[span, text] for text in texts]


def _fits(evidence: Evidence, span: tuple[int, int], texts: Sequence[str]) -> list[float]:
    places = _places(evidence.alphabet)
    spelt = [[places.get(c, -1) for c in text] for text in texts]
    possible = [i for i, labels in enumerate(spelt) if labels and -1 not in labels]
    result = [_NEVER] * len(texts)
    steps = evidence.steps[span[0] : span[1]]
    if not possible or not len(steps):
        return result
    longest = max(len(spelt[i]) for i in possible)
    states = np.zeros((len(possible), 2 * longest + 1), np.int64)
    for row, i in enumerate(possible):
        states[row, 1 : 2 * len(spelt[i]) : 2] = spelt[i]
    last = np.array([2 * len(spelt[i]) for i in possible])
    values = _forward(steps, states)
    rows = np.arange(len(possible))
    ends = np.logaddexp(values[rows, last], values[rows, last - 1])
    for i, value in zip(possible, ends.tolist(), strict=True):
        result[i] = max(value, _NEVER)
    return result


@lru_cache(maxsize=4)
def _places(alphabet: str) -> dict[str, int]:
    return {character: number for number, character in enumerate(alphabet) if number}


def _forward(steps: Steps, states: NDArray[np.int64]) -> NDArray[np.float64]:
    """Forward variables after the last step, for texts by states (characters with blanks between them)."""
    count, size = states.shape
    skips = np.zeros((count, size), bool)
    skips[:, 2:] = (states[:, 2:] != 0) & (states[:, 2:] != states[:, :-2])
    seen = steps[:, states].astype(np.float64)
    values = np.full((count, size + 2), _NEVER)
    values[:, 2], values[:, 3] = seen[0, :, 0], seen[0, :, 1]
    for row in seen[1:]:
        reached = np.logaddexp(values[:, 2:], values[:, 1:-1])
        reached = np.where(skips, np.logaddexp(reached, values[:, :-2]), reached)
        values[:, 2:] = np.maximum(reached + row, _NEVER)
    return values[:, 2:]


def likely(evidence: Evidence, span: tuple[int, int], most: int = 6) -> list[tuple[str, float]]:
    """The likeliest texts on the steps of `span` with their log-probabilities, best first (prefix search)."""
    if span not in evidence.known:
        evidence.known[span] = _searched(evidence, span)
    found: list[tuple[str, float]] = evidence.known[span]
    return found[:most]


def clear(evidence: Evidence, span: tuple[int, int]) -> bool:
    """Whether no step of `span` leaves a doubt: where two characters are likely, both are in the text."""
    if "doubt" not in evidence.known:
        evidence.known["doubt"] = _doubt(evidence.steps)
    return not bool(evidence.known["doubt"][span[0] : span[1]].any())


def _doubt(steps: Steps) -> NDArray[np.bool_]:
    """Steps whose second character is likely and none of its neighbours' first, and faint characters."""
    best = steps.argmax(axis=1)
    rows = np.arange(len(steps))
    rest = steps.copy()
    rest[rows, best] = _NEVER
    second = rest.argmax(axis=1)
    likely_second = rest[rows, second] > _NOT_CLEAR
    near = second == 0
    for shift in (-2, -1, 1, 2):
        near |= second == np.roll(best, shift)
    doubt = likely_second & ~near
    edges = np.flatnonzero(np.diff(best)) + 1
    starts = np.concatenate([[0], edges])
    peaks = np.maximum.reduceat(steps[rows, best], starts)
    faint = (peaks < _FAINT) & (best[starts] != 0)
    return np.asarray(doubt | np.repeat(faint, np.diff([*starts, len(best)])))


def _searched(evidence: Evidence, span: tuple[int, int]) -> list[tuple[str, float]]:
    places = _places(evidence.alphabet)
    steps = evidence.steps[span[0] : span[1]]
    worth: list[list[int]] = [[] for _ in steps]
    for at, number in np.argwhere(steps > _WORTH_A_BRANCH).tolist():
        if number:
            worth[at].append(number)
    # prefix -> log-probability ending in "nothing new", ending in its last character
    beams: dict[str, tuple[float, float]] = {"": (0.0, _NEVER)}
    for step, chosen in zip(steps, worth, strict=True):
        nothing_new = float(step[0])
        grown: dict[str, tuple[float, float]] = {}
        for prefix, (blank, ended) in beams.items():
            whole = _plus(blank, ended)
            last = places[prefix[-1]] if prefix else 0
            again = ended + float(step[last]) if last else _NEVER
            _add(grown, prefix, whole + nothing_new, again)
            for number in chosen:
                seen = float(step[number])
                _add(
                    grown,
                    prefix + evidence.alphabet[number],
                    _NEVER,
                    (blank if number == last else whole) + seen,
                )
        if len(grown) > _BEAMS:
            ranked = sorted(
                ((-_plus(*values), prefix) for prefix, values in grown.items()), key=itemgetter(0)
            )
            grown = {prefix: grown[prefix] for _, prefix in ranked[:_BEAMS]}
        beams = grown
    found = [(text, _plus(*values)) for text, values in beams.items()]
    return sorted(found, key=lambda item: -item[1])


def _add(grown: dict[str, tuple[float, float]], prefix: str, blank: float, ended: float) -> None:
    old = grown.get(prefix)
    grown[prefix] = (blank, ended) if old is None else (_plus(old[0], blank), _plus(old[1], ended))


def _plus(one: float, other: float) -> float:
    """log(exp(one) + exp(other)) for two plain numbers."""
    high, low = (one, other) if one > other else (other, one)
    return high if low < high - 30 else high + math.log1p(math.exp(low - high))
