"""Words that official text would not say here: the same letters with other marks are far likelier.

Recognition slips in marks it is sure of (`chỉ tiết` for `chi tiết`). The statistics are those of recognition
(ocr/choose): counts of one, two and three words of official texts. For doubts only, nothing is put right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from ocr.choose.statistics import OTHER, STOP, official
from ocr.choose.tokens import ends_sentence, parts, term
from vanthu.text import fold

ODD = 3.5
"""From here on (33 times as likely) other marks are: right subjects of the sample library stay under."""
_LONG_ENOUGH = 3
"""Words around the one in question that are looked at."""


def oddest(text: str) -> float:
    """How much likelier the same letters with other marks are at the oddest word, as a natural logarithm.

    0 where every word is the likeliest of its letters.
    """
    words, capital = _terms(text)
    gains = [_gain(words, at) for at in range(2, len(words)) if not capital[at]]
    return max(gains, default=0.0)


def strangers(text: str) -> list[str]:
    """Words that official texts do not have: names of few places, or misread."""
    cores = (parts(word)[1] for word in text.split())
    return [core for core in cores if core.isalpha() and not official().count(term(core))]


def _terms(text: str) -> tuple[list[str], list[bool]]:
    """Tokens with two stops before, and which are names: capitalised within small letters."""
    tokens, names = [STOP, STOP], [True, True]
    letters = [c for c in text if c.isalpha()]
    shouting = sum(c.isupper() for c in letters) > 0.8 * max(1, len(letters))
    for word in re.split(r"\s+", text.strip()):
        _, core, after = parts(word)
        token = term(core)
        if token:
            tokens.append(token)
            names.append(core[0].isupper() and not shouting and tokens[-2] != STOP)
        if ends_sentence(after):
            tokens.append(STOP)
            names.append(True)
    return tokens, names


def _gain(tokens: list[str], at: int) -> float:
    token = tokens[at]
    if not token.isalpha():
        return 0.0
    others = [word for word in _by_letters().get(_letters(token), ()) if word != token]
    if not others:
        return 0.0
    own = _around(tokens, at, token)
    return max(0.0, *(_around(tokens, at, other) - own for other in others))


def _around(tokens: list[str], at: int, word: str) -> float:
    """Log probability of the word in its place and of the two after it."""
    line = [*tokens[:at], word, *tokens[at + 1 :]]
    known = official().log_probability
    return sum(
        known(line[place - 2], line[place - 1], line[place])
        for place in range(at, min(at + _LONG_ENOUGH, len(line)))
    )


def _letters(word: str) -> str:
    """Without marks, u and o being one letter: recognition takes ư for ơ and ữ for ỡ."""
    return fold(word).replace("u", "o")


@cache
def _by_letters() -> dict[str, tuple[str, ...]]:
    """Folded letters to the words of the vocabulary that have them."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in official().words:
        if word.isalpha() and word != OTHER:
            found[_letters(word)].append(word)
    return {letters: tuple(words) for letters, words in found.items()}
