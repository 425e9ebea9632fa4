"""Clauses asked for by their numbers: "khoản 1 và khoản 3 Điều 5 nói gì" gets both, whole, and no more."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.history import MOST_PASSAGES, Provision, first_words
from rag.answer.shelf import Shelf
from rag.answer.sources import Range, Source
from rag.answer.verbatim import LIST_SYLLABLES
from rag.understand.places import Place

Parts = list[tuple[Source, tuple[Range, ...]]]


def as_they_stand(document_id: int, places: Sequence[Place], shelf: Shelf) -> Parts:
    """The words at every one of `places`, in the order they were asked for.

    Empty where one of them is not there, or where they are more than is quoted whole.
    """
    found: Parts = []
    for place in places:
        wording = first_words(Provision(document_id, place.article, place.clause, place.point), shelf)
        if wording is None or len(wording.parts) >= MOST_PASSAGES:
            return []
        found += [part for part in wording.parts if part not in found]
    length = sum(len(source.hit.text[start:end].split()) for source, ranges in found for start, end in ranges)
    return found if length <= LIST_SYLLABLES else []
