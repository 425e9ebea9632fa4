"""Long passages divided: at paragraphs (points, dashes) first, inside one only at sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.sentences import split as sentences
from rag.structure.lines import Paragraph

MAX_SYLLABLES = 350
"""The model sees 512 tokens, a Vietnamese syllable is about 1.2 of them, and the heading path comes first."""
FREE_SYLLABLES = 120
"""Outside articles one paragraph is one thought: short ones are gathered only up to this."""


def divided(parts: Sequence[Paragraph], limit: int) -> Iterator[list[Paragraph]]:
    """Groups of paragraphs, each within `limit` syllables (a paragraph longer than `MAX_SYLLABLES` is cut).

    A paragraph that introduces a list (ends with a colon) stays with the item after it.
    """
    group: list[Paragraph] = []
    size = 0
    for paragraph in (piece for part in parts for piece in _pieces(part)):
        weight = len(paragraph.text.split())
        leads = bool(group) and group[-1].text.endswith(":") and size + weight <= MAX_SYLLABLES
        if group and size + weight > limit and not leads:
            yield group
            group, size = [], 0
        group.append(paragraph)
        size += weight
    if group:
        yield group


def _pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, or its sentences gathered to pieces within the limit, or runs of words of a monster."""
    if len(paragraph.text.split()) <= MAX_SYLLABLES:
        yield paragraph
        return
    start = end = 0
    for piece_start, piece_end in _units(paragraph.text):
        if end > start and len(paragraph.text[start:piece_end].split()) > MAX_SYLLABLES:
            yield paragraph.part(start, end)
            start = piece_start
        end = piece_end
    if end > start:
        yield paragraph.part(start, len(paragraph.text))


def _units(text: str) -> Iterator[tuple[int, int]]:
    """Sentences; one that is too long by itself is given in runs of words."""
    for start, end in sentences(text):
        if len(text[start:end].split()) <= MAX_SYLLABLES:
            yield start, end
            continue
        at = start
        while at < end:
            stop, words = at, 0
            while stop < end and words < MAX_SYLLABLES - 50:
                blank = text.find(" ", stop + 1, end)
                stop = end if blank < 0 else blank
                words += 1
            yield at, stop
            at = stop
