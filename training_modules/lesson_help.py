"""A question asked inside a lesson: which documents it is put to, and what the lesson itself says nearest."""

from __future__ import annotations

from collections.abc import Sequence

from rag.lexical.terms import Spelling, pairs, syllables
from training_modules.views import SourceCard

NEAREST = 2


def documents_of(cards: Sequence[SourceCard]) -> list[int]:
    """The documents of the library a lesson rests on, as far as its reader may see them."""
    return sorted({card.document_id for card in cards if card.document_id is not None})


def nearest_cards(question: str, cards: Sequence[SourceCard]) -> tuple[SourceCard, ...]:
    """The cards that share most words with the question, best first; none that shares no word."""
    asked = _words(question)
    shared = [(len(asked & _words(f"{card.title} {card.substance}")), card) for card in cards]
    best = sorted((pair for pair in shared if pair[0]), key=lambda pair: -pair[0])
    return tuple(card for _, card in best[:NEAREST])


def _words(text: str) -> frozenset[str]:
    words = syllables(text, Spelling.FOLDED)
    return frozenset(pairs(words))  # a single syllable is shared by too much
