"""BM25 in two halves, so that any index of sparse vectors can add it up.

The document half (how often a term stands in a passage of this length) is the passage's sparse vector; the
query half (how rare the term is) is the question's. Their dot product is the BM25 score. Both constants that
would come from the index, average length and rarity, are frozen with the table of frequencies.

Both halves are multiples of a power of two, coarse enough that any sum of their products is exact in the 32
bits an index reckons in. Else the last digits of a score would depend on the order of adding up, which an
index chooses by how many passages hold each term: by passages that the asker may not see.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from rag.lexical.frequencies import Frequencies, standard
from rag.lexical.terms import Spelling, pairs, syllables, term_ids

K1 = 1.2
B = 0.75
STEP = 2.0**-9
"""Document weights are multiples of this, at most `K1 + 1`."""
EXACT_BITS = 24
"""A 32-bit number holds so many binary digits."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Term numbers, ascending, with their weights."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


def document_vector(text: str, spelling: Spelling, table: Frequencies | None = None) -> SparseVector:
    """The document half of `text` in one spelling."""
    average = (table or standard()).average_syllables
    tokens = syllables(text, spelling)
    length_part = K1 * (1.0 - B + B * len(tokens) / average)
    counts = Counter(term_ids(tokens + pairs(tokens), spelling))
    weights = {term: n * (K1 + 1.0) / (n + length_part) for term, n in counts.items()}
    return _vector(weights, STEP)


def query_vector(text: str, spelling: Spelling, table: Frequencies | None = None) -> SparseVector:
    """The query half of `text` in one spelling; a term asked twice counts twice."""
    tokens = syllables(text, spelling)
    terms = tokens + pairs(tokens)
    numbers = term_ids(terms, spelling)
    weights: dict[int, float] = {}
    for number, rarity in zip(numbers, (table or standard()).rarity(numbers), strict=True):
        weights[number] = weights.get(number, 0.0) + float(rarity)
    return _vector(weights, _query_step(weights))


def _query_step(weights: dict[int, float]) -> float:
    """The finest step with which the score of a passage that holds every term is still exact."""
    largest = 1.05 * sum(weights.values()) * (K1 + 1.0 + STEP)  # with what rounding may add
    return 2.0 ** (math.ceil(math.log2(max(largest, 1.0))) - EXACT_BITS) / STEP


def _vector(weights: dict[int, float], step: float) -> SparseVector:
    ordered = sorted(weights.items())
    rounded = tuple(max(1, round(weight / step)) * step for _, weight in ordered)
    return SparseVector(tuple(term for term, _ in ordered), rounded)
