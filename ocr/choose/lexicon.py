"""Vietnamese syllables, and which of them differ by tone and vowel marks only: what engines mix up most."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ocr.choose.statistics import Statistics
from vanthu.text import canonical_tone, nfc

_MARKS = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u0306", "\u031b"}
"""Five tones; circumflex, breve, horn."""
_SYLLABLE = re.compile(
    r"^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x)?"
    r"[aeiouy]{1,3}(?:ch|ng|nh|c|m|n|p|t)?$"
)
"""Onset, vowels and coda by letters without marks (Đoàn Thiện Thuật, Ngữ âm tiếng Việt)."""
_COMMON = 5.0
"""How often a form stands in official texts at least to be offered as a variant."""


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Without tone and vowel marks; đ stays, for it is another consonant. As long as the composed text."""
    return "".join(
        "".join(mark for mark in unicodedata.normalize("NFD", c) if mark not in _MARKS) for c in nfc(text)
    )


@lru_cache(maxsize=65536)
def is_syllable(core: str) -> bool:
    """Whether letters can be one Vietnamese syllable, whatever their marks and size."""
    return bool(_SYLLABLE.match(bare(core).lower())) and _tones(core) <= 1


def _tones(core: str) -> int:
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    return sum(mark in tones for mark in unicodedata.normalize("NFD", core))


class Lexicon:
    """The syllables of the statistics by their letters."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._forms: dict[str, list[str]] = {}
        self.variants = lru_cache(maxsize=50_000)(self._variants)
        self.knows = lru_cache(maxsize=50_000)(self._knows)
        for word in statistics.words:
            if word.isalpha() and is_syllable(word) and statistics.count(word) >= _COMMON:
                self._forms.setdefault(bare(word), []).append(word)

    def _knows(self, core: str) -> bool:
        """Whether the word stands in official texts, in any size of letters and either tone placement."""
        return self._statistics.count(canonical_tone(nfc(core).lower())) >= _COMMON

    def _variants(self, core: str) -> list[str]:
        """Known syllables that differ by tone or vowel marks only, in the letters' own sizes; without itself.

        Where two styles place a tone differently (hòa, hoà) the one that is read stays.
        """
        low = nfc(core).lower()
        own = canonical_tone(low)
        return [_sized(form, core) for form in self._forms.get(bare(low), ()) if form not in {low, own}]


def _sized(form: str, model: str) -> str:
    """The form with capitals where the model has them; both have as many letters."""
    return "".join(
        letter.upper() if like.isupper() else letter for letter, like in zip(form, nfc(model), strict=True)
    )
