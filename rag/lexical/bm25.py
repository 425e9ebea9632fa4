"""BM25 in two halves, so that any index of sparse vectors can add it up.

The document half (how often a term stands in a passage of this length) is the passage's sparse vector; the
query half (how rare the term is) is the question's. Their dot product is the BM25 score. Both constants that
would come from the index, average length and rarity, are frozen with the table of frequencies.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rag.lexical.frequencies import Frequencies, standard
from rag.lexical.terms import Spelling, pairs, syllables, term_ids

K1 = 1.2
B = 0.75


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
    return _vector({term: n * (K1 + 1.0) / (n + length_part) for term, n in counts.items()})


def query_vector(text: str, spelling: Spelling, table: Frequencies | None = None) -> SparseVector:
    """The query half of `text` in one spelling; a term asked twice counts twice."""
    tokens = syllables(text, spelling)
    terms = tokens + pairs(tokens)
    numbers = term_ids(terms, spelling)
    weights: dict[int, float] = {}
    for number, rarity in zip(numbers, (table or standard()).rarity(numbers), strict=True):
        weights[number] = weights.get(number, 0.0) + float(rarity)
    return _vector(weights)


def _vector(weights: dict[int, float]) -> SparseVector:
    ordered = sorted(weights.items())
    return SparseVector(tuple(term for term, _ in ordered), tuple(weight for _, weight in ordered))
