"""Which signs stand before and after a word: "Điều 3." and not "Điều 3,"; a semicolon before the next item.

Counted by the word (numbers: the word before them) and by what follows it, and smoothed as the words are.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

from ocr.choose.tokens import parts, term

_MIX = 30.0
_LEAST = 4
"""Rarer uses of a sign are not kept."""
_NEVER = 1e-4
END = "¶"
"""Stands for what follows the last word of a paragraph."""
PROSE = 14
"""Words from which a paragraph is taken for sentences, which end with a sign."""
_WRAPPED = 10
"""Texts with so many empty lines part their paragraphs by those; others end one with each line."""
Counts = dict[str, dict[str, float]]


def kind(word: str) -> str:
    """What a word looks like to its neighbours."""
    before, core, _ = parts(word)
    if word == END:
        return END
    if not core:
        return "sign"
    if before[:1] in {"“", '"', "("}:
        return "opened"
    if core[0].isdigit():
        return "number"
    if len(core) == 1:
        return "letter"
    return "capitals" if core.isupper() else "title" if core[0].isupper() else "small"


class Punctuation:
    """How likely signs are about a word."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._sums = {context: sum(signs.values()) for context, signs in counts.items()}
        self.log_probability = lru_cache(maxsize=50_000)(self._log_probability)

    def _log_probability(self, last: str, word: str, following: str) -> float:
        """Natural logarithm for the signs before and after `word`, given the words beside it.

        0 where it is not known what follows, and for a sign that stands alone.
        """
        before, core, after = parts(word)
        if not following or not core:
            return 0.0
        narrow, wide, front = _contexts(last, word, following)
        behind = self._share(narrow, after, self._share(wide, after, _NEVER))
        return math.log(behind) + math.log(self._share(front, before, _NEVER))

    def _share(self, context: str, sign: str, otherwise: float) -> float:
        count = self._counts.get(context, {}).get(sign, 0.0)
        return (count + _MIX * otherwise) / (self._sums.get(context, 0.0) + _MIX)


def _contexts(last: str, word: str, following: str) -> tuple[str, str, str]:
    core = parts(word)[1]
    own, after = kind(core), kind(following)
    token = term(core)
    key = f"{term(parts(last)[1])}+" if own == "number" else token
    return f"a|{key}|{after}", f"a|{own}|{after}", f"b|{own}|{after}"


def count(texts: Iterable[str]) -> Counts:
    """Signs about the words of texts, by context."""
    found: Counter[tuple[str, str]] = Counter()
    for text in texts:
        paragraphs = text.split("\n\n") if text.count("\n\n") >= _WRAPPED else text.split("\n")
        split = [paragraph.split() for paragraph in paragraphs]
        words = [word for paragraph in split for word in paragraph]
        ends = [*accumulate(map(len, split))]
        lasts = {end: len(words) >= PROSE for end, words in zip(ends, split, strict=True)}
        for place, (last, word, following) in enumerate(
            zip(["", *words], words, [*words[1:], ""], strict=False), start=1
        ):
            before, core, after = parts(word)
            if not core:
                continue
            # Headings and cells of tables end without a sign.
            beyonds = [following] if place not in lasts else [following, END] if lasts[place] else []
            for beyond in beyonds:
                if beyond:
                    narrow, wide, front = _contexts(last, word, beyond)
                    found.update([(narrow, after), (wide, after), (front, before)])
    result: Counts = {}
    for (context, sign), n in found.items():
        if n >= _LEAST:
            result.setdefault(context, {})[sign] = float(n)
    # A context that knows one way only, and seldom, tells nothing.
    return {context: signs for context, signs in result.items() if sum(signs.values()) >= 3 * _LEAST}


@lru_cache(maxsize=1)
def official() -> Punctuation:
    """The counts that ship with the product."""
    import gzip  # noqa: PLC0415

    packed = (files("ocr.choose") / "punctuation.bin").read_bytes()
    return Punctuation(json.loads(gzip.decompress(packed)))
