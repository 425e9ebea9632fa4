"""Two readings of one line laid beside each other by words, run together or torn apart ones too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ocr.choose.lexicon import bare

_MOST_JOINED = 3
"""As many words of one reading may stand for one word of the other."""
_ALONE = 0.75
"""Cost, for each of its letters, of a word that the other reading lacks."""
_JOINED = 0.3
"""What a missing or surplus blank costs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of one reading and the words of the other for the same ink: positions, ends excluded."""

    one: tuple[int, int]
    other: tuple[int, int]


def align(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Pairs in order that hold every word of both readings exactly once, at least alike in sum.

    A pair has one word and one to three of the other side, or one word and none.
    """
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    tail = 0
    while tail < min(len(one), len(other)) - same and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    middle = _aligned(one[same : len(one) - tail], other[same : len(other) - tail])
    ends = [(len(one) - tail + n, len(other) - tail + n) for n in range(tail)]
    return [
        *(Pair((n, n + 1), (n, n + 1)) for n in range(same)),
        *(Pair((p.one[0] + same, p.one[1] + same), (p.other[0] + same, p.other[1] + same)) for p in middle),
        *(Pair((i, i + 1), (j, j + 1)) for i, j in ends),
    ]


def _aligned(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    steps = [(1, n) for n in range(_MOST_JOINED + 1)] + [(n, 1) for n in range(_MOST_JOINED + 1) if n != 1]
    rows, columns = len(one) + 1, len(other) + 1
    costs = [[float("inf")] * columns for _ in range(rows)]
    came: list[list[tuple[int, int]]] = [[(0, 0)] * columns for _ in range(rows)]
    costs[0][0] = 0.0
    for i in range(rows):
        for j in range(columns):
            here = costs[i][j]
            for down, across in steps:
                to_i, to_j = i + down, j + across
                if to_i >= rows or to_j >= columns:
                    continue
                whole = here + _cost(" ".join(one[i:to_i]), " ".join(other[j:to_j]), down + across)
                if whole < costs[to_i][to_j]:
                    costs[to_i][to_j], came[to_i][to_j] = whole, (down, across)
    pairs = []
    i, j = rows - 1, columns - 1
    while i or j:
        down, across = came[i][j]
        pairs.append(Pair((i - down, i), (j - across, j)))
        i, j = i - down, j - across
    return pairs[::-1]


@lru_cache(maxsize=65536)
def _cost(one: str, other: str, words: int) -> float:
    if one == other:
        return 0.0
    if not one or not other:
        return _ALONE * len(one or other)
    plain, torn = (one.replace(" ", ""), other.replace(" ", "")), _JOINED * max(0, words - 2)
    marks = Levenshtein.distance(plain[0], plain[1])
    letters = Levenshtein.distance(bare(plain[0]).lower(), bare(plain[1]).lower())
    return letters + 0.3 * (marks - letters) + torn
