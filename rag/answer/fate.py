"""What became of a document that a question names: the words of what replaced, repealed or amended it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from rag.answer.shelf import Shelf
from rag.answer.sources import Range, Source, Unit, units
from rag.lexical.terms import Spelling, syllables
from records.effect import stated
from records.reference import key, parse_printed
from records.types import Relation, RelationKind
from vanthu.text import fold

_ASKED = re.compile(
    r"\bhieu luc\b|\b(?:bi|duoc|da) (?:thay the|bai bo|huy bo|sua doi)\b"
    r"|\bnao (?:da |se )?(?:thay the|bai bo|sua doi|huy bo)\b"
    r"|\b(?:in force|repealed|replaced|superseded|still valid)\b"
)
_IN_FORCE = re.compile(
    r"\b(?:con|co|dang|het|mat) (?:con )?hieu luc\b.*\b(?:khong|chua)\b"
    r"|\bstill (?:in force|valid)\b"
)
_ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)
MOST_TOLD = 2
"""Documents that changed it, told of in one answer."""

Lines = list[tuple[Source, Range]]


def asks_fate(question: str) -> bool:
    """Whether it asks what became of a document, or from when it holds."""
    return bool(_ASKED.search(fold(question)))


def fate(question: str, named: Iterable[int], shelf: Shelf) -> tuple[Lines, Literal["yes", "no"] | None]:
    """The sentences that say it, the plainest first, and the verdict where one can be given."""
    lines: Lines = []
    ended = False
    documents = sorted(named)
    judged = shelf.records.validities(documents, shelf.scope, shelf.on)
    for document_id in documents:
        acting = sorted(shelf.changers(document_id), key=lambda each: each.kind not in _ENDING)
        if document_id not in judged:
            continue
        status = judged[document_id].status
        ended = ended or status in {"expired", "not_yet_effective"}
        for relation in acting[:MOST_TOLD]:
            lines += _told(relation, document_id, shelf)
        if not acting:
            lines += _holds_from(shelf.document(document_id))
    asked = bool(_IN_FORCE.search(fold(question)))
    verdict: Literal["yes", "no"] | None = "no" if asked and ended and len(documents) == 1 else None
    return list(dict.fromkeys(lines)), verdict


def _told(relation: Relation, target: int, shelf: Shelf) -> Lines:
    """The sentence of the other document that the relation was read from, and from when it holds."""
    sources = shelf.document(relation.document_id or 0)
    row = shelf.records.summaries([target], shelf.scope).get(target)
    number = key(row.reference_number or "") if row else ""
    every = units(sources)
    meant = [unit for unit in every if any(key(f.reference) == number for f in parse_printed(unit.text))]
    best = max(meant or every, key=lambda unit: _alike(unit, relation.evidence), default=None)
    if best is None:
        return []
    lines: Lines = [(sources[best.source], (best.start, best.end))]
    return lines + [line for line in _holds_from(sources) if line not in lines]


def _holds_from(sources: Sequence[Source]) -> Lines:
    """The sentence in which a document says from when it holds."""
    for source in sources:
        effect = stated(source.hit.text, source.hit.issue_date)
        if effect is not None:
            for unit in units([source]):
                if unit.start <= effect.start < unit.end:
                    return [(source, (unit.start, unit.end))]
    return []


def _alike(unit: Unit, evidence: str) -> float:
    said, told = set(syllables(unit.text, Spelling.FOLDED)), set(syllables(evidence, Spelling.FOLDED))
    return len(said & told) - 0.5 * len(said - told)
