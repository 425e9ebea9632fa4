"""Measures of one question from how often each pair of its mark and the rest of the attempt occurred.

Definitions: Moodle, "Quiz statistics calculations" (docs.moodle.org/dev/Quiz_statistics_calculations); sums
of squares are divided by the number less one. A mark is 0 or 1 here; nothing below relies on that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Pairs = Mapping[tuple[float, float], int]
"""How many attempts gave this mark on the question and this sum of marks on the others."""


@dataclass(frozen=True, slots=True)
class Measures:
    answers: int
    facility: float
    """Mean mark by highest mark, 0..1."""
    deviation: float | None
    """Standard deviation of the mark by highest mark, 0..1; None for one answer."""
    discrimination: float | None
    """Correlation of mark and rest of the attempt, -100..100; None where one of them never varies."""
    efficiency: float | None
    """Discriminative efficiency, at most 100: the covariance by the highest that these marks allow."""
    with_whole: float | None
    """Covariance with the whole attempt's sum, for the effective weight."""


def measured(pairs: Pairs, *, highest: float = 1.0) -> Measures | None:
    """The measures; None where nobody answered."""
    count = sum(pairs.values())
    if not count:
        return None
    mean = math.fsum(mark * n for (mark, _), n in pairs.items()) / count
    rest_mean = math.fsum(rest * n for (_, rest), n in pairs.items()) / count
    if count == 1:
        return Measures(count, mean / highest, None, None, None, None)
    spread = math.fsum(n * (mark - mean) ** 2 for (mark, _), n in pairs.items()) / (count - 1)
    rest_spread = math.fsum(n * (rest - rest_mean) ** 2 for (_, rest), n in pairs.items()) / (count - 1)
    together = math.fsum(n * (mark - mean) * (rest - rest_mean) for (mark, rest), n in pairs.items())
    covariance = together / (count - 1)
    varies = _varies(mark for mark, _ in pairs) and _varies(rest for _, rest in pairs)
    at_most = _most(pairs, mean, rest_mean) / (count - 1) if varies else 0.0
    return Measures(
        count,
        mean / highest,
        math.sqrt(spread) / highest,
        100 * covariance / math.sqrt(spread * rest_spread) if varies else None,
        100 * covariance / at_most if at_most else None,
        covariance + spread,
    )


def point_biserial(chosen: Mapping[float, int], others: Mapping[float, int]) -> float | None:
    """Correlation, -1..1, of choosing an option with the rest of the attempt: how often each rest occurred
    among those who chose it, and among the others. None where it never varies."""
    pairs = {(1.0, rest): n for rest, n in chosen.items()} | {(0.0, rest): n for rest, n in others.items()}
    told = measured(pairs)
    return None if told is None or told.discrimination is None else told.discrimination / 100


def effective_weights(measures: Mapping[str, Measures]) -> dict[str, float | None]:
    """How much of the spread of the whole each question makes, in per cent by its name; None where it works
    against the whole."""
    roots = {
        name: math.sqrt(each.with_whole) if each.with_whole is not None and each.with_whole >= 0 else None
        for name, each in measures.items()
    }
    whole = math.fsum(root for root in roots.values() if root is not None)
    return {name: 100 * root / whole if root is not None and whole else None for name, root in roots.items()}


def _varies(values: Iterable[float]) -> bool:
    return len({*values}) > 1


def _most(pairs: Pairs, mean: float, rest_mean: float) -> float:
    """The sum of products where the highest marks go with the highest rests (both sorted alike)."""
    marks, rests = _sorted(pairs, 0), _sorted(pairs, 1)
    total, at, left = 0.0, 0, rests[0][1]
    for mark, count in marks:
        waiting = count
        while waiting:
            taken = min(waiting, left)
            total += taken * (mark - mean) * (rests[at][0] - rest_mean)
            waiting, left = waiting - taken, left - taken
            if not left and at + 1 < len(rests):
                at += 1
                left = rests[at][1]
    return total


def _sorted(pairs: Pairs, side: int) -> list[tuple[float, int]]:
    counts: dict[float, int] = {}
    for pair, n in pairs.items():
        counts[pair[side]] = counts.get(pair[side], 0) + n
    return sorted(counts.items())
