"""Where the engines of recognition differ: other readings of a line or of a value.

A closed list or a cross-check may bear out one of two readings; what is chosen so stays a reading that an
engine gave, and the others are kept as alternatives for a person to choose from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from ingest.cataloguing.segments import Segment

_MOST = 24
"""Readings of one line that are tried: a line in which everything is unsure is for a person."""


def variants(line: Segment) -> Iterator[Segment]:
    """The line with one word read otherwise, least sure words first; then with two."""
    yield from islice(_variants(line, depth=2), _MOST)


def _variants(line: Segment, depth: int) -> Iterator[Segment]:
    unsure = sorted(
        (at for at, word in enumerate(line.words) if word.alternatives),
        key=lambda at: line.words[at].confidence,
    )
    once = [_with(line, at, other) for at in unsure for other in line.words[at].alternatives]
    yield from once
    if depth > 1:
        for first in once:
            yield from _variants(first, depth - 1)


def _with(line: Segment, at: int, other: str) -> Segment:
    word = line.words[at]
    words = (*line.words[:at], replace(word, text=other, alternatives=()), *line.words[at + 1 :])
    return Segment(words, line.page, line.scanned)


def borne_out(line: Segment, accepts: Callable[[Segment], bool]) -> Segment:
    """The line as read, or the one other reading of it that is accepted where what was read is not."""
    if not any(word.alternatives for word in line.words) or accepts(line):
        return line
    found = {other.text: other for other in variants(line) if accepts(other)}
    return next(iter(found.values())) if len(found) == 1 else line


def other_values(value: str, where: Segment) -> Iterator[str]:
    """The value with one word as another engine read it."""
    for word in sorted(where.words, key=lambda word: word.confidence):
        bare = word.text.strip(" ,;.:*")
        for other in word.alternatives:
            if bare and bare in value:
                yield value.replace(bare, other.strip(" ,;.:*"), 1)
