"""Printed words as the statistics know them: small letters, one tone placement, no punctuation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from vanthu.text import canonical_tone, nfc

STOP = "."
"""The end of a sentence, and the beginning of a text."""
NUMBER = "0"
"""Anything with a digit: numbers are never told apart by statistics."""
OTHER = "?"
"""Words that are not in the vocabulary; with a stroke or a point inside: NQ-CP, T.Ư."""
_STOPS = ".;:?!"
_EDGES = "\"'“”‘’()[]{}<>«»,.;:?!…*•-–—/\\|=+~`_^#&§°%$"


@lru_cache(maxsize=65536)
def parts(word: str) -> tuple[str, str, str]:
    """What stands before, the word itself, and what stands after it: `(Ba,` is `(`, `Ba`, `,`."""
    bare = word.lstrip(_EDGES)
    core = bare.rstrip(_EDGES)
    return word[: len(word) - len(bare)], core, bare[len(core) :]


@lru_cache(maxsize=65536)
def term(core: str) -> str:
    """The token of a word without its punctuation; empty for punctuation alone."""
    if not core:
        return ""
    if any(c.isdigit() for c in core):
        return NUMBER
    return canonical_tone(nfc(core).lower()) if core.isalpha() else OTHER


def terms(text: str) -> Iterator[str]:
    """The tokens of a text, sentences parted by `STOP`."""
    for word in text.split():
        _, core, after = parts(word)
        token = term(core)
        if token:
            yield token
        if ends_sentence(after):
            yield STOP


def ends_sentence(after: str) -> bool:
    """Whether punctuation after a word ends a sentence or opens a list."""
    return any(c in _STOPS for c in after)
