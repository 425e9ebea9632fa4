"""Putting the marks back on a question typed without them ("chuyen doi so" → "chuyển đổi số").

A dense model cannot read unmarked Vietnamese (recall@5 .084 on such questions). The likeliest reading is the
path through each syllable's spellings that the frozen counts of neighbouring syllables prefer (Viterbi).
It is used to search only, beside the folded words as typed, and never shown as the person's words.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from rag.lexical.frequencies import Frequencies, standard
from rag.lexical.terms import SYLLABLE, Spelling, pairs, syllables, term_ids
from vanthu.text import fold, has_marks, nfc

SYLLABLES = Path(__file__).with_name("syllables.txt")
"""Spellings seen in official text, one a line (made by `rag.lexical.count`)."""
ALONE = 0.005
"""Share of the syllable's own frequency beside what its neighbour says of it."""
PLAIN = 5.0
"""Log of how many times likelier another reading must be where a word may have been meant without marks."""
# Official text does not ask; these are what questions are made of.
_ASKING = (
    "là gì", "những gì", "làm gì", "gì không", "bao nhiêu", "bao lâu", "bao gồm", "ở đâu", "đâu là",
    "khi nào", "như thế", "thế nào", "nào sau", "sau đây", "được không", "có phải", "phải không", "vì sao",
    "tại sao", "đúng hay", "hay sai", "ai là", "là ai", "là bao", "gì về", "gì theo", "điều gì",
)  # fmt: skip
ASKING_COUNT = 200


class AccentRestorer:
    """Restores marks syllable by syllable; numbers, names and foreign words stay as typed."""

    def __init__(self, spellings: list[str], table: Frequencies) -> None:
        self._table = table
        self._spellings: dict[str, list[str]] = {}
        for spelling in spellings:
            self._spellings.setdefault(fold(spelling), []).append(spelling)
        asking = [pairs(syllables(phrase, Spelling.EXACT))[0] for phrase in _ASKING]
        self._asking = dict.fromkeys(term_ids(asking, Spelling.EXACT), ASKING_COUNT)

    def knows(self, word: str) -> bool:
        """Whether `word` is a Vietnamese syllable, marked or not."""
        return fold(word) in self._spellings

    def spells(self, word: str) -> bool:
        """Whether `word` is written exactly as a syllable is in official text."""
        return nfc(word).lower() in self._spellings.get(fold(word), ())

    def spellings(self, folded: str) -> list[str]:
        """The syllables that are written so without marks."""
        return self._spellings.get(folded, [])

    def counts(self, terms: list[str]) -> np.ndarray:
        """How often syllables or pairs of them stand in the counted text."""
        return self._counts(terms)

    def completed(self, text: str) -> str:
        """`text` with the marks put back where some words were typed with them and others without.

        A word that is also a syllable without marks stays, unless its neighbours ask for another much more.
        """
        composed = nfc(text)
        tokens = syllables(composed, Spelling.EXACT)
        if not any(self._unfinished(token) for token in tokens):
            return text
        read = iter(self._read(tokens, plain=PLAIN))
        return SYLLABLE.sub(lambda match: _cased(next(read), match[0]), composed)

    def _unfinished(self, token: str) -> bool:
        """Whether it is a syllable only with marks."""
        return not has_marks(token) and token in self._spellings and token not in self._spellings[token]

    def restore(self, text: str) -> str:
        """The likeliest marked reading of `text`; what was typed with marks stays, all capitals do not."""
        composed = nfc(text)
        if composed.isupper():
            composed = composed.capitalize()
        read = iter(self._read(syllables(composed, Spelling.EXACT)))
        return SYLLABLE.sub(lambda match: _cased(next(read), match[0]), composed)

    def _read(self, tokens: list[str], plain: float = 0.0) -> tuple[str, ...]:
        """The likeliest spelling of each syllable; `plain` is added to the one typed where it has no mark."""
        paths: list[tuple[str, ...]] = []
        scores = np.zeros(1)
        before: list[str] = []
        for typed in tokens:
            spellings = [typed] if has_marks(typed) else self._spellings.get(typed, [typed])
            steps = scores[:, None] + self._steps(before, spellings)
            if plain and typed in spellings:
                steps[:, spellings.index(typed)] += plain
            best = steps.argmax(axis=0)
            paths = [(*(paths[b] if before else ()), s) for b, s in zip(best, spellings, strict=True)]
            scores, before = steps.max(axis=0), spellings
        return paths[int(scores.argmax())] if paths else ()

    def _steps(self, before: list[str], spellings: list[str]) -> np.ndarray:
        """Log probability of each spelling (columns) after each spelling before it (rows)."""
        alone = (self._counts(spellings) + 0.5) / self._table.windows
        if not before:
            return np.log(alone)[None, :]
        neighbours = [pairs([first, second])[0] for first in before for second in spellings]
        together = self._counts(neighbours).reshape(len(before), len(spellings))
        together /= self._counts(before)[:, None] + 1.0
        return np.log((1.0 - ALONE) * together + ALONE * alone)

    def _counts(self, terms: list[str]) -> np.ndarray:
        numbers = term_ids(terms, Spelling.EXACT)
        asking = np.array([self._asking.get(number, 0) for number in numbers], np.float64)
        return self._table.look_up(numbers) + asking


def _cased(spelling: str, typed: str) -> str:
    """`spelling` in the case of `typed`."""
    if typed.isupper() and len(typed) > 1:
        return spelling.upper()
    return spelling.capitalize() if typed[:1].isupper() else spelling


@cache
def standard_restorer() -> AccentRestorer:
    """The restorer over the table that ships with the product."""
    return AccentRestorer(SYLLABLES.read_text(encoding="utf-8").split(), standard())
