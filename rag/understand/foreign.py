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

ENGLISH, URDU = "en", "ur"
LATIN_SHARE = 0.5
"""Of a question's letters; with fewer it is of another script."""
LONGEST = 6
"""Words of a term."""

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
    english = sum(word.lower() in _small_english() for word in words)
    return ENGLISH if english and 3 * unknown >= len(words) else ""


def in_vietnamese(text: str, of: str) -> str:
    """What the terms of `text` are called in Vietnamese documents, in their order."""
    terms = _terms(of)
    words = Words(text)
    found: list[str] = []
    place = 0
    while place < len(words):
        size = words.longest(place, terms.keys()) or 1
        meanings = terms.get(tuple(word.text for word in words.all[place : place + size]), ())
        found += [meaning for meaning in meanings if meaning not in found]
        place += size
    return " ".join(found)


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
def _terms(of: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    table: dict[str, str] = yaml.safe_load(_FILE.read_text("utf-8"))[of]
    return {
        phrase(term): tuple(each.strip() for each in str(said).split("/")) for term, said in table.items()
    }
