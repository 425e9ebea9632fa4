"""Whether what was read can be a person's name: each word in its place, with the marks it has in names.

`name_words.txt` holds counts of the words of Vietnamese names as family, middle and given name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ocr.choose.statistics import official
from vanthu.text import canonical_tone, fold, nfc

_FILE = Path(__file__).with_name("name_words.txt")
_RARE = 20
"""So many times rarer than the same letters with other marks, a word of a name is taken for misread."""
_MANY = 3
"""A word this many times as often a middle name as a family name does not begin a name."""


@dataclass(frozen=True, slots=True)
class Use:
    family: int = 0
    middle: int = 0
    given: int = 0

    @property
    def anywhere(self) -> int:
        return self.family + self.middle + self.given


def is_likely(name: str) -> bool:
    """Whether it is whole and every word is one of names: three words or more, a family name first."""
    words = [canonical_tone(nfc(word).lower()) for word in name.split()]
    if len(words) < 3:
        return False
    first = _uses().get(words[0], Use())
    if not first.family or first.middle > _MANY * first.family:
        return False
    return all(not _misread(word, first=at == 0) for at, word in enumerate(words))


def is_word(word: str) -> bool:
    """Whether names have this word, with these marks."""
    return canonical_tone(nfc(word).lower()) in _uses()


def likelier(word: str, *, first: bool) -> str | None:
    """The word of names with the same letters that is far likelier than `word`; None where there is none."""
    low = canonical_tone(nfc(word).lower())
    others = [other for other in _by_letters()[fold(low)] if other != low]
    best = max(others, key=lambda other: _count(other, first=first), default=None)
    if best is None or _count(best, first=first) < _RARE * max(1, _count(low, first=first)):
        return None
    return best.capitalize()


def _misread(word: str, *, first: bool) -> bool:
    if not _count(word, first=first) and (first or not official().count(word)):
        return True
    return likelier(word, first=first) is not None


def _count(word: str, *, first: bool) -> int:
    use = _uses().get(word, Use())
    return use.family if first else use.anywhere


@cache
def _uses() -> dict[str, Use]:
    rows = (line.split() for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {word: Use(int(family), int(middle), int(given)) for word, family, middle, given in rows}


@cache
def _by_letters() -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in _uses():
        found[fold(word)].append(word)
    return found
