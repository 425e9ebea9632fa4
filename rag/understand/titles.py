"""Documents that a question names by title: "Luật Du lịch", or words of the title in quotation marks.

Asked of the documents that a search has found anyway: a title's words are indexed with every passage, so the
document is among them, and nothing is read of the rest of the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.title import indexed_title
from rag.understand.words import Words, phrase
from records.document_types import document_types
from records.types import DocumentSummary

SHORTEST_QUOTE = 3
"""Words between quotation marks that may be a title; fewer are a term."""
SHORTEST_TITLE = 5
"""Words of a title that name the document though its kind is not said before them."""

_QUOTED = re.compile(r"[“\"«‘]([^“”\"«»‘’]{8,300})[”\"»’]")
_KINDS = frozenset(phrase(title) for kind in document_types() for title in kind.titles)


def may_name(text: str) -> bool:
    """Whether a title may stand in `text` at all: cheap, and seldom true."""
    if _QUOTED.search(text):
        return True
    words = Words(text)
    return any(words.longest(n, _KINDS) for n in range(len(words)))


def named_by_title(text: str, documents: Iterable[DocumentSummary]) -> frozenset[int]:
    """Those of `documents` whose title the question gives whole, or quotes in part."""
    asked = _line(phrase(text))
    quotes = [_line(words) for words in map(phrase, _QUOTED.findall(text)) if len(words) >= SHORTEST_QUOTE]
    found: dict[int, int] = {}
    for document in documents:
        title = phrase(indexed_title(document))
        line = _line(title)
        if any(quote in line for quote in quotes):
            found[document.id] = len(title)
            continue
        subject = phrase(document.subject or "")
        if document.reference_number is None and _starts_with_kind(title) and line in asked:
            found[document.id] = len(title)
        elif (len(subject) >= SHORTEST_TITLE or _starts_with_kind(subject)) and _line(subject) in asked:
            found[document.id] = len(subject)
    longest = max(found.values(), default=0)
    return frozenset(id_ for id_, size in found.items() if size == longest or quotes)


def _starts_with_kind(words: tuple[str, ...]) -> bool:
    """A kind and at least one word of what it is about: "luật du lịch", not "luật"."""
    return any(words[:size] in _KINDS for size in range(1, min(len(words) - 1, 5) + 1))


def _line(words: tuple[str, ...]) -> str:
    return f" {' '.join(words)} "
