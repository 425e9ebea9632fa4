"""How likely a word is after the two before it, in Vietnamese official text.

Counts of one, two and three words in a compact file; a count of few is mixed with that of the shorter
context (Dirichlet smoothing: Zhai and Lafferty 2004, "A study of smoothing methods").
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from ocr.choose.tokens import NUMBER, OTHER, STOP

_STEPS = 8.0
"""Counts are kept as logarithms to the base of 2, in eighths."""
_MIX_TWO, _MIX_THREE = 300.0, 50.0
"""How many observations of a context weigh as much as the shorter context: by perplexity on other text."""
_STRANGERS = 20_000.0
"""How many words the words outside the vocabulary are taken to be."""

Keys = NDArray[np.uint64]
Counts = NDArray[np.float32]


class Statistics:
    """Counted n-grams; `log_probability` answers for a word in its place."""

    def __init__(
        self, words: list[str], ones: Counts, twos: tuple[Keys, Counts], threes: tuple[Keys, Counts]
    ) -> None:
        self.words = words
        self._ids = {word: number for number, word in enumerate(words)}
        self._other = self._ids[OTHER]
        self._ones = ones
        self._total = float(ones.sum())
        self._twos, self._threes = twos, threes
        self.log_probability = lru_cache(maxsize=200_000)(self._log_probability)

    def count(self, word: str) -> float:
        """How often a token stands in the counted text, about; 0 for words outside the vocabulary."""
        number = self._ids.get(word)
        return float(self._ones[number]) if number is not None else 0.0

    def _log_probability(self, before: str, last: str, word: str) -> float:
        """Natural logarithm of the probability of `word` after `before` and `last` (all tokens)."""
        u, v, w = (self._ids.get(token, self._other) for token in (before, last, word))
        one = (float(self._ones[w]) + 0.5) / (self._total + 0.5 * len(self.words))
        size = len(self.words)
        two = (_found(self._twos, v * size + w) + _MIX_TWO * one) / (float(self._ones[v]) + _MIX_TWO)
        context = _found(self._twos, u * size + v)
        three = two
        if context:
            count = _found(self._threes, (u * size + v) * size + w)
            three = (count + _MIX_THREE * two) / (max(context, count) + _MIX_THREE)
        return math.log(three / _STRANGERS if w == self._other else three)

    def save(self, out: IO[bytes]) -> None:
        """Write the compact form: sorted keys as differences, bytes of one weight together."""
        arrays = {"words": np.frombuffer("\n".join(self.words).encode(), np.uint8), "ones": _code(self._ones)}
        for name, (keys, counts) in (("twos", self._twos), ("threes", self._threes)):
            steps = np.diff(keys, prepend=np.uint64(0))
            arrays[name] = np.ascontiguousarray(steps.view(np.uint8).reshape(-1, 8).T)
            arrays[f"{name}_counts"] = _code(counts)
        np.savez_compressed(out, **arrays)  # type: ignore[arg-type]

    @staticmethod
    def load(path: Path) -> Statistics:
        with np.load(path, allow_pickle=False) as kept:
            tables = []
            for name in ("twos", "threes"):
                steps = np.ascontiguousarray(kept[name].T).view(np.uint64).ravel()
                tables.append((np.cumsum(steps, dtype=np.uint64), _decode(kept[f"{name}_counts"])))
            words = kept["words"].tobytes().decode().split("\n")
            return Statistics(words, _decode(kept["ones"]), tables[0], tables[1])


def _code(counts: Counts) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.round(np.log2(np.maximum(counts, 1)) * _STEPS), 0, 255), np.uint8)


def _decode(codes: NDArray[np.uint8]) -> Counts:
    return np.asarray(np.exp2(codes.astype(np.float32) / _STEPS), np.float32)


def _found(table: tuple[Keys, Counts], key: int) -> float:
    keys, counts = table
    place = int(np.searchsorted(keys, np.uint64(key)))
    return float(counts[place]) if place < len(keys) and int(keys[place]) == key else 0.0


@lru_cache(maxsize=1)
def official() -> Statistics:
    """The statistics that ship with the product."""
    return Statistics.load(Path(str(files("ocr.choose") / "official.bin")))


__all__ = ["NUMBER", "OTHER", "STOP", "Statistics", "official"]
