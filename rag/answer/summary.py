"""An extractive summary: the sentences of a document that say most of what it says, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.answer.sources import Range, Source, units
from rag.lexical.frequencies import standard
from rag.lexical.terms import Spelling, pairs, syllables, term_ids
from vanthu.text import fold

SENTENCES = 7
OF_AN_ARTICLE = 3
SHORTEST, LONGEST = 8, 75
"""Syllables of a sentence worth quoting in a summary."""
LEADS = 1.15
"""For the first sentence of a passage."""
FEW = 12
"""Of so few sentences words count that stand in one of them only."""
SAME_PART = 0.6
"""For a sentence from a part that one was taken from already."""
_BASIS = ("can cu ", "theo de nghi", "xet ", "kinh gui", "noi nhan")


def summary(sources: Sequence[Source], most: int) -> list[tuple[Source, Range]]:
    """At most `most` sentences, in the order they stand in."""
    body = [source for source in sources if not source.at_edge]
    every = [
        unit
        for unit in units(body)
        if SHORTEST <= len(unit.text.split()) <= LONGEST
        and not unit.opens_list
        and not fold(unit.text).lstrip("-– ").startswith(_BASIS)
    ]
    terms = [_terms(unit.text) for unit in every]
    counts = Counter(term for each in terms for term in set(each))
    repeated = [term for term, count in counts.items() if count > 1 or len(every) <= FEW]
    rarity = standard().rarity(term_ids(repeated, Spelling.EXACT))
    weights = {t: float(r) * min(counts[t], 6) for t, r in zip(repeated, rarity, strict=True)}
    first = {unit.source: i for i, unit in reversed(list(enumerate(every)))}
    taken: list[int] = []
    said: set[str] = set()
    parts: set[tuple[str, ...]] = set()
    while len(taken) < min(most, len(every)):
        scored = [
            (
                sum(weights.get(term, 0.0) for term in set(terms[i]) - said)
                / (len(terms[i]) + 12) ** 0.8
                * (LEADS if first[unit.source] == i else 1.0)
                * (SAME_PART if _part(body[unit.source]) in parts else 1.0),
                -i,
            )
            for i, unit in enumerate(every)
            if i not in taken
        ]
        best, at = max(scored)
        if best <= 0:
            break
        taken.append(-at)
        said |= set(terms[-at])
        parts.add(_part(body[every[-at].source]))
    return [(body[every[i].source], (every[i].start, every[i].end)) for i in sorted(taken)]


def _part(source: Source) -> tuple[str, ...]:
    return tuple(source.hit.heading.split(" › ")[:2])


def _terms(text: str) -> list[str]:
    tokens = syllables(text, Spelling.EXACT)
    return [*pairs(tokens)] or tokens
