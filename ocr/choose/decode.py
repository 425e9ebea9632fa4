"""The likeliest way through the readings of a text's words: evidence of the engines and what texts say.

Beam search over words; a state is the last two tokens. How likely the reading of one word is, given the
words around it as they were chosen, comes from the same sums.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.choose.statistics import Statistics
from ocr.choose.tokens import STOP, ends_sentence, parts, term

_BEAMS = 16
State = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of one word (or of two that an engine ran together)."""

    text: str
    evidence: float
    """Natural logarithm of how well it fits what the engines saw; only differences count."""
    weighed: bool = True
    """False: statistics have no say (numbers, symbols, names)."""


@dataclass(frozen=True, slots=True)
class Chosen:
    candidate: Candidate
    probability: float
    """Of this reading among the candidates, the words around it taken as chosen."""
    ranking: tuple[tuple[Candidate, float], ...]
    """All candidates with their probabilities, likeliest first."""
    language: float
    """How much likelier, in natural logarithms, the best other reading is by the statistics alone."""


def decode(
    places: Sequence[Sequence[Candidate]],
    statistics: Statistics,
    weight: float,
    starts: Collection[int] = (),
) -> list[Chosen]:
    """One candidate for every place.

    `weight`: how much statistics count beside the evidence. `starts`: places where another text begins.
    """
    if not places:
        return []
    edges = sorted({0, len(places), *(start for start in starts if 0 < start < len(places))})
    return [
        chosen for start, end in pairwise(edges) for chosen in _text(places[start:end], statistics, weight)
    ]


def _text(places: Sequence[Sequence[Candidate]], statistics: Statistics, weight: float) -> list[Chosen]:
    beams: dict[State, tuple[float, tuple[int, ...]]] = {(STOP, STOP): (0.0, ())}
    stops = [_stops(candidates) for candidates in places]
    for candidates, stop in zip(places, stops, strict=True):
        grown: dict[State, tuple[float, tuple[int, ...]]] = {}
        for state, (score, path) in beams.items():
            for number, candidate in enumerate(candidates):
                said, after = spoken(statistics, state, candidate, stop)
                whole = score + candidate.evidence + weight * said
                if after not in grown or grown[after][0] < whole:
                    grown[after] = (whole, (*path, number))
        beams = dict(sorted(grown.items(), key=lambda item: -item[1][0])[:_BEAMS])
    path = max(beams.values())[1]
    best = [candidates[number] for candidates, number in zip(places, path, strict=True)]
    return [
        _judged(places, best, stops, place, statistics=statistics, weight=weight)
        for place in range(len(places))
    ]


def spoken(statistics: Statistics, state: State, candidate: Candidate, stop: bool) -> tuple[float, State]:
    """How likely a reading is after the last two tokens, and the last two tokens after it.

    `stop`: whether a sentence ends there. It is one for all candidates of a place, for statistics know no
    punctuation and shall not choose it.
    """
    said = 0.0
    for word in candidate.text.split():
        token = term(parts(word)[1])
        if token:
            if candidate.weighed:
                said += statistics.log_probability(*state, token)
            state = state[1], token
    return said, (state[1], STOP) if stop else state


def _stops(candidates: Sequence[Candidate]) -> bool:
    """Whether a sentence ends after a word, by the reading with the most evidence."""
    best = max(candidates, key=lambda candidate: candidate.evidence)
    return ends_sentence(parts(best.text)[2])


def _judged(
    places: Sequence[Sequence[Candidate]],
    best: Sequence[Candidate],
    stops: Sequence[bool],
    place: int,
    *,
    statistics: Statistics,
    weight: float,
) -> Chosen:
    candidates = places[place]
    if len(candidates) == 1:
        return Chosen(candidates[0], 1.0, ((candidates[0], 1.0),), 20.0)
    state: State = (STOP, STOP)
    for earlier in range(max(0, place - 2), place):
        state = spoken(statistics, state, best[earlier], stops[earlier])[1]
    said = []
    for candidate in candidates:
        total, after = spoken(statistics, state, candidate, stops[place])
        for later in range(place + 1, min(place + 3, len(best))):
            more, after = spoken(statistics, after, best[later], stops[later])
            total += more
        said.append(total)
    scores = [c.evidence + weight * s for c, s in zip(candidates, said, strict=True)]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    whole = sum(shares)
    ranked = sorted(
        ((c, share / whole) for c, share in zip(candidates, shares, strict=True)), key=lambda pair: -pair[1]
    )
    own = candidates.index(best[place])
    others = [s for number, s in enumerate(said) if number != own]
    return Chosen(best[place], shares[own] / whole, tuple(ranked), said[own] - max(others))
