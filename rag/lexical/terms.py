"""Text to terms: syllables and pairs of neighbouring syllables, in two spellings.

Vietnamese words are one to three syllables; pairs find them without a word segmenter, which OCR errors
would throw off. The exact spelling keeps the marks in one tone placement; the folded one drops them all.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise

from vanthu.text import canonical_tone, fold, nfc

SYLLABLE = re.compile(r"[^\W_]+")
_PAIR = "\u241f"


class Spelling(StrEnum):
    """The two lexical fields of a passage; the values name the index's sparse vectors."""

    EXACT = "exact"
    FOLDED = "folded"


def syllables(text: str, spelling: Spelling) -> list[str]:
    """Words and numbers of `text` in order, lower case, in `spelling`."""
    if spelling is Spelling.FOLDED:
        return SYLLABLE.findall(fold(text))
    return [canonical_tone(token) for token in SYLLABLE.findall(nfc(text).lower())]


def pairs(tokens: list[str]) -> list[str]:
    """Neighbouring tokens joined, one term each."""
    return [first + _PAIR + second for first, second in pairwise(tokens)]


def term_ids(terms: Iterable[str], spelling: Spelling) -> list[int]:
    """Stable 32-bit numbers of terms; the same word in the two spellings has two numbers."""
    salt = 0 if spelling is Spelling.EXACT else 0x9E3779B9
    return [zlib.crc32(term.encode(), salt) for term in terms]
