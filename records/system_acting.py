"""What of the whole library bears a number, and what acts on it: for the watcher of courses' sources.

It acts for no person and gives nothing to a screen: what is shown of its findings is read again by a Scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.effect import effect_of
from records.links import meant
from records.models import DocumentRow, RelationRow
from records.types import GONE, DataClass, RelationKind
from records.validity import CHANGING
from vanthu.text import fold

AT_ONCE = 500
"""Ids or keys in one statement: databases bound the number of parameters."""


@dataclass(frozen=True, slots=True)
class Held:
    """A living document as far as bindings need it."""

    id: int
    revision: int
    indexed: bool
    """Whether its passages are of this revision."""
    issue_date: date | None
    identity: str
    """The same for every copy of one document."""
    ordinary: bool


@dataclass(frozen=True, slots=True)
class Acting:
    """One document amends, replaces or repeals another, wholly or in part, and holds already."""

    target_id: int
    source_id: int
    kind: RelationKind
    scope: str | None
    """The provisions concerned, as printed; None for the whole, or where they are not told."""
    words: str
    holds_from: date
    indexed: bool
    """Whether the acting document's passages are of its present text."""
    cause: str
    """Digest of the relation, the same for every copy of the acting document."""


def held(session: Session, keys: Collection[str]) -> dict[str, list[Held]]:
    """Living documents by reference key, oldest entry first."""
    found: dict[str, list[Held]] = defaultdict(list)
    for row in _numbered(session, keys):
        found[row.reference_key or ""].append(
            Held(
                row.id,
                row.revision,
                row.indexed_revision == row.revision,
                row.issue_date,
                _identity(row),
                row.data_class == DataClass.ORDINARY.value,
            )
        )
    return found


def acting(session: Session, keys: Collection[str], on: date) -> list[Acting]:
    """What living documents do, on `on`, to the documents that bear one of these keys."""
    targets: dict[str, list[DocumentRow]] = defaultdict(list)
    for row in _numbered(session, keys):
        targets[row.reference_key or ""].append(row)
    told: list[Acting] = []
    for relation, source in _changing(session, targets):
        day = _holds_from(session, source)
        if day is None or day > on:
            continue
        for target in meant(relation, source, targets[relation.reference_key]):
            told.append(
                Acting(
                    target.id,
                    source.id,
                    RelationKind(relation.kind),
                    relation.scope,
                    relation.evidence,
                    day,
                    source.indexed_revision == source.revision,
                    _digest(relation.kind, _identity(source), fold(relation.scope or "")),
                )
            )
    return told


def footprint(session: Session, document_ids: Iterable[int]) -> tuple[object, ...]:
    """Differs after every change to these documents or to their index; of others, what arrives, leaves or is
    related anew. Reading it costs a few look-ups in indexes."""
    by_status = select(DocumentRow.status, func.count()).group_by(DocumentRow.status)
    newest = select(func.max(DocumentRow.id)), select(func.max(RelationRow.id))
    revisions = func.sum(DocumentRow.revision), func.sum(DocumentRow.indexed_revision)
    sums = [
        tuple(session.execute(select(*revisions).where(DocumentRow.id.in_(some))).one())
        for some in _batches(document_ids)
    ]
    return (
        tuple(sorted((status, count) for status, count in session.execute(by_status))),
        *(session.scalar(each) for each in newest),
        *sums,
    )


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(sorted(values))
    while some := [*islice(rest, AT_ONCE)]:
        yield some


def _numbered(session: Session, keys: Collection[str]) -> Iterator[DocumentRow]:
    for some in _batches(keys):
        numbered = DocumentRow.reference_key.in_(some)
        living = DocumentRow.status.not_in(GONE)
        yield from session.scalars(select(DocumentRow).where(numbered, living).order_by(DocumentRow.id))


def _changing(session: Session, keys: Collection[str]) -> Iterator[tuple[RelationRow, DocumentRow]]:
    kinds = sorted(kind.value for kind in CHANGING)
    for some in _batches(keys):
        pairs = (
            select(RelationRow, DocumentRow)
            .join(DocumentRow, DocumentRow.id == RelationRow.document_id)
            .where(
                RelationRow.reference_key.in_(some),
                RelationRow.kind.in_(kinds),
                DocumentRow.status.not_in(GONE),
            )
            .order_by(DocumentRow.id, RelationRow.ordinal)
        )
        for relation, source in session.execute(pairs):  # noqa: UP028 - rows are not tuples to mypy
            yield relation, source


def _holds_from(session: Session, row: DocumentRow) -> date | None:
    effect = effect_of(session, row, hidden=False)
    return effect.day if effect else row.issue_date


def _identity(row: DocumentRow) -> str:
    """As `records.links` tells copies of one document: number, day and issuer; undated, by the bytes."""
    if row.issue_date is None:
        return row.sha256
    return _digest(row.reference_key or "", row.issue_date.isoformat(), fold(row.issuing_body or ""))


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
