"""Slips of typing put right: telex keys left in the text, letters swapped, missing or twice, marks misplaced.

Only a word that is no Vietnamese syllable is touched, and only where one reading is much likelier beside its
neighbours than every other. What the asker typed is found as well: the corrected question is shown to them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from rag.lexical.accents import AccentRestorer, standard_restorer
from rag.lexical.terms import pairs
from vanthu.text import canonical_tone, fold, nfc

MUCH = 4.0
"""How many times likelier than the next reading one must be."""
TOGETHER = 3
"""How often a reading must stand beside its neighbour in the counted text."""
SURE, LIKELY = 0.3, 0.05
"""Share of a word's occurrences beside its neighbour that is asked of a reading that differs in marks alone
("quyết dịnh"; but "bao nhiêu" is no slip for "bao nhiều"), and of one that differs in letters."""
SHORTEST = 3

_WORD = re.compile(r"(?<![\w/.-])[^\W\d_]+(?![\w/]|[-.]\w)")
"""A word that is no part of a reference number or an address."""
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_SHAPES = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_HOOKED = re.compile("[uoa]")
_VOWELS = "aăâeêioôơuưy"
_LETTERS = "abcdeghiklmnopqrstuvxy"


def corrected(text: str) -> str:
    """`text` with slips put right, otherwise as it is."""
    restorer = standard_restorer()
    found = [*_WORD.finditer(text)]
    words = [match.group() for match in found]
    readings = [_telex(word, restorer) or _tone_moved(word, restorer) or word for word in words]
    for n, word in enumerate(readings):
        if word == words[n] and _doubtful(text, found[n], restorer):
            readings[n] = _likeliest(n, readings, restorer) or word
    for match, reading in reversed([*zip(found, readings, strict=True)]):
        text = text[: match.start()] + _cased(reading, match.group()) + text[match.end() :]
    return text


def _doubtful(text: str, match: re.Match[str], restorer: AccentRestorer) -> bool:
    """Whether the word is no syllable as written, and neither a name nor an abbreviation."""
    word = match.group()
    if len(word) < SHORTEST or not (word.islower() or (match.start() == 0 and word[1:].islower())):
        return False
    lowered = canonical_tone(word.lower())
    if lowered == fold(lowered):
        return not restorer.knows(lowered)
    return lowered not in restorer.spellings(fold(lowered))


def _likeliest(place: int, words: Sequence[str], restorer: AccentRestorer) -> str | None:
    """The reading that its neighbours ask for; None where they leave it open."""
    plain = fold(words[place].lower())
    beside = _Beside(place, words, restorer)
    known = restorer.knows(plain)
    if known and (found := beside.best([plain], SURE)):
        return found
    return beside.best([base for base in _near(plain, restorer) if base != plain], SURE if known else LIKELY)


class _Beside:
    """Readings of one word weighed by the words beside it."""

    def __init__(self, place: int, words: Sequence[str], restorer: AccentRestorer) -> None:
        self._restorer = restorer
        self._before = _as_typed(words[place - 1], restorer) if place else []
        self._after = _as_typed(words[place + 1], restorer) if place + 1 < len(words) else []

    def best(self, bases: Sequence[str], least: float) -> str | None:
        """Spellings of one base differ in marks, which are put back later: bases compete."""
        readings = [spelling for base in bases for spelling in self._restorer.spellings(base)]
        weighed = {reading: self._weight(reading) for reading in readings}
        by_base: dict[str, float] = {}
        for reading, weight in weighed.items():
            by_base[fold(reading)] = max(by_base.get(fold(reading), 0.0), weight)
        first, second, *_ = [*sorted(by_base.values(), reverse=True), 0.0, 0.0]
        if first < least or first < MUCH * second:
            return None
        return max(weighed, key=lambda reading: weighed[reading])

    def _weight(self, reading: str) -> float:
        """How much of a neighbour's own occurrences, or of the reading's, are beside one another."""
        beside = [(other, pairs([other, reading])[0]) for other in self._before]
        beside += [(other, pairs([reading, other])[0]) for other in self._after]
        if not beside:
            return 0.0
        counted = self._restorer.counts([pair for _, pair in beside])
        alone = self._restorer.counts([other for other, _ in beside])
        its_own = self._restorer.counts([reading])[0]
        enough = counted >= TOGETHER
        shares = counted / np.maximum(np.minimum(alone, its_own), 1.0)
        return float((shares * enough).max())


def _as_typed(word: str, restorer: AccentRestorer) -> list[str]:
    """What a neighbour may be: itself where it carries marks, else every spelling of it."""
    lowered = canonical_tone(word.lower())
    plain = fold(lowered)
    return [lowered] if lowered != plain else restorer.spellings(plain) or [plain]


@lru_cache(maxsize=2048)
def _near(plain: str, restorer: AccentRestorer) -> tuple[str, ...]:
    """Syllables one slip away: two letters swapped, one missing, one too many, one wrong."""
    made = {
        *(plain[:n] + plain[n + 1] + plain[n] + plain[n + 2 :] for n in range(len(plain) - 1)),
        *(plain[:n] + plain[n + 1 :] for n in range(len(plain))),
        *(plain[:n] + letter + plain[n:] for n in range(len(plain) + 1) for letter in _LETTERS),
        *(plain[:n] + letter + plain[n + 1 :] for n in range(len(plain)) for letter in _LETTERS),
    }
    return tuple(sorted(each for each in made if restorer.knows(each)))


def _telex(word: str, restorer: AccentRestorer) -> str | None:
    """`quyeets` as quyết; None where it is no telex for a known syllable, or a syllable as it stands."""
    lowered = word.lower()
    if not lowered.isascii() or restorer.knows(lowered) or len(word) < SHORTEST:
        return None
    for shaped, tone in _decoded(lowered):
        syllable = canonical_tone(_with_tone(shaped, tone))
        if syllable in restorer.spellings(fold(syllable)):
            return syllable
    return None


def _tone_moved(word: str, restorer: AccentRestorer) -> str | None:
    """`đôỉ` as đổi: the tone on the vowel that bears it; None where it stands there already."""
    lowered = canonical_tone(word.lower())
    parts = unicodedata.normalize("NFD", lowered)
    tones = [sign for sign in parts if sign in _TONES.values()]
    if len(tones) != 1 or lowered in restorer.spellings(fold(lowered)):
        return None
    bare = nfc("".join(sign for sign in parts if sign not in _TONES.values()))
    moved = canonical_tone(_with_tone(bare, tones[0]))
    return moved if moved != lowered and moved in restorer.spellings(fold(moved)) else None


def _decoded(word: str) -> Iterator[tuple[str, str]]:
    """The letters with their shapes, and the tone; the tone's key may stand anywhere behind the vowel."""
    tones = [n for n, key in enumerate(word) if key in _TONES and any(c in "aeiouy" for c in word[:n])]
    for place in (*reversed(tones), None):
        bare = word if place is None else word[:place] + word[place + 1 :]
        tone = "" if place is None else _TONES[word[place]]
        yield _shaped(bare), tone


def _shaped(word: str) -> str:
    for keys, letter in (("uow", "ươ"), ("uwow", "ươ"), ("uwo", "ươ"), *_SHAPES.items()):
        word = word.replace(keys, letter)
    if word.count("w") == 1 and not word.startswith("w"):  # "dduocwj": the hook typed last
        bare = word.replace("w", "")
        word = bare.replace("uo", "ươ") if "uo" in bare else _HOOKED.sub(_hooked, bare, count=1)
    if word.count("d") == 2 and word.startswith("d"):  # "dinhd"
        word = "đ" + word[1:].replace("d", "")
    return word


def _hooked(found: re.Match[str]) -> str:
    return {"u": "ư", "o": "ơ", "a": "ă"}[found.group()]


def _with_tone(word: str, tone: str) -> str:
    """The tone on the vowel that bears it (old placement; `canonical_tone` makes both one)."""
    if not tone:
        return word
    start = 2 if word.startswith(("qu", "gi")) and any(c in _VOWELS for c in word[2:]) else 0
    vowels = [n for n, letter in enumerate(word) if n >= start and letter in _VOWELS]
    if not vowels:
        return word
    shaped = [n for n in vowels if word[n] in "ăâêôơư"]
    if shaped:
        at = shaped[-1]
    elif len(vowels) > 1 and (vowels[-1] < len(word) - 1 or len(vowels) > 2):
        at = vowels[1]
    else:
        at = vowels[0]
    return nfc(unicodedata.normalize("NFD", word[: at + 1]) + tone + word[at + 1 :])


def _cased(reading: str, typed: str) -> str:
    return reading.capitalize() if typed[:1].isupper() and reading != typed else reading
