"""Documents that a question names by their number, among those the asker may see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from access.scope import Scope
from records.reference import ReferenceFound, parse_references
from records.types import DocumentFilter, DocumentPage, DocumentSummary, Relation, RelationKind
from vanthu.text import fold


class Directory(Protocol):
    """What is needed of the catalogue here."""

    def find_by_reference(self, reference_number: str, scope: Scope) -> list[DocumentSummary]: ...

    def relations(self, document_id: int, scope: Scope) -> Sequence[Relation]: ...

    def list(
        self, scope: Scope, narrowing: DocumentFilter, *, sort: str, offset: int, limit: int
    ) -> DocumentPage: ...


_ASKS_FATE = re.compile(r"\b(?:thay the|bai bo|huy bo|sua doi|hieu luc|dieu chinh)\b")
_FATE = {RelationKind.REPLACES, RelationKind.REPEALS, RelationKind.AMENDS}
LOOKED_THROUGH = 50
"""Documents whose number is compared when a question names only kind and number ("nghị quyết 57")."""


def named_documents(question: str, directory: Directory, scope: Scope) -> set[int]:
    """Ids of visible documents whose reference number the question gives, whole or in part."""
    found: set[int] = set()
    for reference in parse_references(question):
        exact = directory.find_by_reference(reference.reference, scope)
        found.update(summary.id for summary in exact or _by_part(reference, directory, scope))
    return found


def acting_on(question: str, named: set[int], directory: Directory, scope: Scope) -> set[int]:
    """Visible documents that replaced, amended or repealed a named one, where the question asks of that."""
    if not named or not _ASKS_FATE.search(fold(without_names(question))):
        return set()
    return {
        relation.document_id
        for document_id in named
        for relation in directory.relations(document_id, scope)
        if relation.direction == "incoming" and relation.kind in _FATE and relation.document_id
    } - named


def without_names(question: str) -> str:
    """A question without the documents it names; the whole where nothing else is asked."""
    rest = question
    for named in sorted(parse_references(question), key=lambda found: -found.start):
        rest = rest[: named.start] + rest[named.end :]
    return rest if len(rest.split()) > 2 else question


def _by_part(reference: ReferenceFound, directory: Directory, scope: Scope) -> list[DocumentSummary]:
    """Those with the same number whose symbol begins as the one named."""
    narrowing = DocumentFilter(text=reference.number)
    page = directory.list(scope, narrowing, sort="-issue_date", offset=0, limit=LOOKED_THROUGH)
    return [summary for summary in page.items if _agrees(summary.reference_number or "", reference)]


def _agrees(number: str, named: ReferenceFound) -> bool:
    return any(
        printed.number == named.number
        and fold(printed.symbol).startswith(fold(named.symbol))
        and (named.year is None or printed.year in (None, named.year))
        for printed in parse_references(number)
    )
