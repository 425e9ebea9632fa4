"""What an answer may reach for beside what was found: other passages and documents the asker may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from access.scope import Scope
from ocr.page import PageText
from rag.answer.sources import Source
from rag.hits import as_hit
from rag.passages import Passage, PassageStore
from records.effect import Effect
from records.types import (
    Document,
    DocumentChoice,
    DocumentSummary,
    Relation,
    RelationKind,
    Validity,
)

CHANGING = frozenset({RelationKind.AMENDS, RelationKind.REPLACES, RelationKind.REPEALS})


class ReadsRecords(Protocol):
    """What is needed of the catalogue here."""

    def page_text(self, document_id: int, number: int, scope: Scope) -> PageText: ...

    def numbered(self, number: str, scope: Scope) -> list[DocumentSummary]: ...

    def summaries(
        self, ids: Sequence[int], scope: Scope, issued_until: date | None = None
    ) -> dict[int, DocumentSummary]: ...

    def relations(self, document_id: int, scope: Scope) -> Sequence[Relation]: ...

    def validities(self, ids: Sequence[int], scope: Scope, on: date) -> dict[int, Validity]: ...

    def effects(self, ids: Sequence[int], scope: Scope) -> Mapping[int, Effect]: ...

    def document(self, document_id: int, scope: Scope) -> Document: ...

    def chosen_count(self, scope: Scope, choice: DocumentChoice) -> int: ...


@dataclass(frozen=True)
class Shelf:
    """The library as one asker sees it, on the day asked about."""

    store: PassageStore
    records: ReadsRecords
    scope: Scope
    on: date

    @cached_property
    def _read(self) -> dict[int, Sequence[Relation]]:
        return {}

    def relations(self, document_id: int) -> Sequence[Relation]:
        """Read once per answer."""
        if document_id not in self._read:
            self._read[document_id] = self.records.relations(document_id, self.scope)
        return self._read[document_id]

    def changers(self, document_id: int) -> list[Relation]:
        """What visible documents did to this one, one relation per document, in the order they were found."""
        found: dict[int, Relation] = {}
        for relation in self.relations(document_id):
            if relation.direction == "incoming" and relation.kind in CHANGING and relation.document_id:
                found.setdefault(relation.document_id, relation)
        return [*found.values()]

    def sources(self, passages: Iterable[Passage]) -> list[Source]:
        """Passages as if they had been found."""
        kept = list(passages)
        documents = self.records.summaries(sorted({p.document_id for p in kept}), self.scope)
        return [
            Source(as_hit(p, documents[p.document_id]), p.spans) for p in kept if p.document_id in documents
        ]

    @cached_property
    def _documents(self) -> dict[int, list[Source]]:
        return {}

    def document(self, document_id: int) -> list[Source]:
        """A whole document, in reading order; read once per answer."""
        if document_id not in self._documents:
            self._documents[document_id] = self.sources(self.store.of_document(document_id, self.scope))
        return self._documents[document_id]
