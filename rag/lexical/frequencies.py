"""How common a term is in official Vietnamese, from a frozen table.

Rarity is never counted over the index: a person's scores would then depend on documents they may not see
(the same filtered query scored .693, and 1.911 once 50 invisible documents existed). The table holds hashed
terms and their counts only; no text can be read back from it.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

TABLE = Path(__file__).with_name("frequencies.bin")
LEAST = 3
"""Terms in fewer windows are not kept: they are two thirds of all terms and equally rare."""
STEPS_PER_DOUBLING = 12
"""A byte keeps `12 * log2(1 + count)`: up to 2.5 million, within 3 %."""
_MAGIC = b"VTF2"


class Frequencies:
    """In how many windows of text (about a clause each) a term occurs."""

    def __init__(self, terms: np.ndarray, counts: np.ndarray, windows: int, average_syllables: float) -> None:
        self.terms = terms
        """uint32, ascending (`rag.lexical.terms.term_ids`)."""
        self.counts = counts
        """uint32, as long as `terms`."""
        self.windows = windows
        self.average_syllables = average_syllables
        """Average passage length the document half of BM25 is measured against, frozen with the table."""

    def look_up(self, term_ids: Sequence[int]) -> np.ndarray:
        """Windows that hold each term (float64); 0 for fewer than `LEAST`."""
        asked = np.asarray(term_ids, np.uint32)
        at = np.minimum(np.searchsorted(self.terms, asked), len(self.terms) - 1)
        return np.where(self.terms[at] == asked, self.counts[at], 0).astype(np.float64)

    def rarity(self, term_ids: Sequence[int]) -> np.ndarray:
        """BM25's inverse document frequency of each term, always above zero."""
        seen = np.maximum(1.0, self.look_up(term_ids))
        rarity: np.ndarray = np.log(1.0 + (self.windows - seen + 0.5) / (seen + 0.5))
        return rarity

    def save(self, path: Path) -> None:
        header = np.array([self.windows, round(self.average_syllables * 1000), len(self.terms)], "<u8")
        steps = np.diff(self.terms, prepend=np.uint32(0)).astype("<u4")
        levels = np.rint(np.log2(self.counts + 1.0) * STEPS_PER_DOUBLING).astype(np.uint8)
        # The four bytes of the steps one after the other: the upper ones are nearly all zero.
        planes = steps.view(np.uint8).reshape(-1, 4).T.tobytes()
        path.write_bytes(_MAGIC + header.tobytes() + zlib.compress(planes + levels.tobytes(), 9))


def load(path: Path = TABLE) -> Frequencies:
    """Read a table written by `Frequencies.save`."""
    raw = path.read_bytes()
    if raw[:4] != _MAGIC:
        raise ValueError(path.name)
    windows, milli, size = (int(value) for value in np.frombuffer(raw, "<u8", 3, 4))
    content = np.frombuffer(zlib.decompress(raw[28:]), np.uint8)
    steps = np.ascontiguousarray(content[: 4 * size].reshape(4, size).T).view("<u4").reshape(-1)
    counts = np.rint(np.exp2(np.arange(256) / STEPS_PER_DOUBLING) - 1.0).astype(np.uint32)
    return Frequencies(np.cumsum(steps, dtype=np.uint32), counts[content[4 * size :]], windows, milli / 1000)


@cache
def standard() -> Frequencies:
    """The table that ships with the product."""
    return load()


class FrequencyCounter:
    """Builds a table from windows of terms."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._windows = 0

    def add(self, term_ids: Iterable[int]) -> None:
        """Count one window: each term once."""
        self._windows += 1
        self._counts.update(set(term_ids))

    def result(self, average_syllables: float) -> Frequencies:
        kept = sorted((term, n) for term, n in self._counts.items() if n >= LEAST)
        terms = np.array([term for term, _ in kept], np.uint32)
        return Frequencies(terms, np.array([n for _, n in kept], np.uint32), self._windows, average_syllables)
