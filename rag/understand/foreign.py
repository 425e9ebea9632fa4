"""Questions in English or Urdu over Vietnamese documents.

The dense model understands all three; what it cannot do is tell like clauses apart by their words, and the
lexical fields find nothing. So the field's terms are said in Vietnamese beside the question (`foreign.yaml`).
Digits and stops of Urdu are made plain everywhere, so that numbers and dates in it are read as any others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

from rag.understand.words import Words, phrase
from vanthu.text import fold

ENGLISH, URDU = "en", "ur"
LATIN_SHARE = 0.5
"""Of a question's letters; with fewer it is of another script."""
LONGEST = 6
"""Words of a term."""

SHORTEST_QUESTION = 3
"""Words; of fewer it is not told whether they are English."""
SHORTEST_STEM = 3
_ENDINGS = {
    ENGLISH: ("ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "e", "y"),
    URDU: tuple(map(fold, ("یوں", "ؤں", "وں", "یاں", "یں", "ات", "ئے", "ے", "ی", "ہ", "ا"))),
}
_PLAIN = {"٪": "%", "٫": ".", "٬": ",", "۔": ".", "؟": "?", "،": ",", "؛": ";"}
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_FILE = Path(__file__).with_name("foreign.yaml")


def plain_digits(text: str) -> str:
    """`text` with digits of other scripts as 0 to 9 and the stops of Urdu as ours; as long as it was."""
    return "".join(map(_plain, text))


def language(words: list[str], unknown: int) -> str:
    """`en`, `ur` or nothing; `unknown`: how many of `words` are no Vietnamese syllables."""
    letters = "".join(words)
    if letters and len(_ARABIC.findall(letters)) > (1 - LATIN_SHARE) * len(letters):
        return URDU
    small = [word.lower() for word in words]
    if any(word in _small_english() for word in small) and 3 * unknown >= len(words):
        return ENGLISH
    return ENGLISH if _in_shared_words(small, unknown) else ""


def _in_shared_words(words: list[str], unknown: int) -> bool:
    """Whether a question is English though its small words are Vietnamese syllables as well.

    "May the seal be lent?": then no word of it is a Vietnamese syllable only, and one is a term that is none.
    """
    shared = _shared()
    told = [word for word in words if word not in shared]
    if len(words) < SHORTEST_QUESTION or len(told) == len(words) or len(told) != unknown:
        return False
    return any(_stem(word, ENGLISH) in _term_words() for word in told)


def in_vietnamese(text: str, of: str) -> str:
    """What the terms of `text` are called in Vietnamese documents, in their order."""
    terms = _terms(of)
    words = Words(text)
    found: list[str] = []
    place = 0
    while place < len(words):
        size, meanings = _longest([word.text for word in words.all[place : place + LONGEST]], terms, of)
        found += [meaning for meaning in meanings if meaning not in found]
        place += size
    return " ".join(found)


def _longest(
    words: list[str], terms: dict[tuple[str, ...], tuple[str, ...]], of: str
) -> tuple[int, tuple[str, ...]]:
    """How many of `words` are the longest term there, and what it is called."""
    stems = tuple(_stem(word, of) for word in words)
    for size in range(len(stems), 0, -1):
        if meanings := terms.get(tuple(words[:size])) or terms.get(stems[:size]):
            return size, meanings
    return 1, ()


def _stem(word: str, of: str) -> str:
    """The word without an ending of number, case or tense."""
    for ending in _ENDINGS[of]:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _plain(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.digit(char, None) if char.isdecimal() else None
    return _PLAIN.get(char, char) if digit is None else str(digit)


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return found


@cache
def _small_english() -> frozenset[str]:
    return frozenset(_table()["small"]["en"].split())


@cache
def _shared() -> frozenset[str]:
    return frozenset(_table()["small"]["shared"].split())


@cache
def _term_words() -> frozenset[str]:
    """The stems of the words of English terms."""
    return frozenset(_stem(word, ENGLISH) for term in _terms(ENGLISH) for word in term)


@cache
def _terms(of: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    said = {
        phrase(term): tuple(each.strip() for each in str(meant).split("/"))
        for term, meant in _table()[of].items()
    }
    stems = {tuple(_stem(word, of) for word in term): meant for term, meant in said.items()}
    return {**stems, **said}
