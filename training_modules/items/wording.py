"""Whether typed words say what an accepted wording says.

Typing errors are forgiven, other words are not: "không được" is one slip away from "được" by letters alone
(fuzzy matching gives it 94 of 100) and says the opposite. So a slip counts as one only where what was typed
is no Vietnamese syllable, and never in a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rapidfuzz.distance import DamerauLevenshtein

from rag.lexical.accents import standard_restorer
from vanthu.text import canonical_tone, fold, has_marks, nfc

LETTERS_PER_SLIP = 8
MOST_SLIPS = 2
_WORD = re.compile(r"[^\W_]+(?:[.,/-][^\W_]+)*%?")


def says(given: str, accepted: Iterable[str]) -> bool:
    """Whether `given` is one of the accepted wordings: case, punctuation, blanks, old and new placement of
    tones apart; typed wholly without marks; or with a slip of the keys."""
    words = _words(given)
    return bool(words) and any(_same(words, _words(form), given) for form in accepted)


def _same(given: list[str], form: list[str], typed: str) -> bool:
    if given == form:
        return True
    if len(given) != len(form):
        return False
    restorer = standard_restorer()
    is_word = restorer.spells
    if not has_marks(typed):
        form, is_word = [fold(word) for word in form], restorer.knows
    most = min(MOST_SLIPS, sum(map(len, form)) // LETTERS_PER_SLIP)
    return _slips(given, form, is_word) <= most


def _slips(given: list[str], form: list[str], is_word: Callable[[str], bool]) -> int:
    """Typing errors between the two; beyond any limit where a word is another word or another number."""
    slips = 0
    for mine, theirs in zip(given, form, strict=True):
        if mine == theirs:
            continue
        if any(char.isdigit() for char in mine + theirs) or is_word(mine):
            return MOST_SLIPS + 1
        slips += DamerauLevenshtein.distance(mine, theirs)
    return slips


def _words(text: str) -> list[str]:
    return [canonical_tone(word.lower()) for word in _WORD.findall(nfc(text))]
