"""Which document a printed relation means, among those the asker may see.

Nothing is stored: a link would tell of documents outside the Scope, and would go stale when one arrives.
Numbers repeat (per year, per term of a committee), so a number alone is not enough: dates must agree, and
where more than one document still fits, no link is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.scope import Scope
from records import masking
from records.models import DocumentRow, RelationRow
from records.personal_data import mask
from records.scope_sql import visible
from vanthu.text import fold


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two visible documents."""

    relation: RelationRow
    source: DocumentRow
    target: DocumentRow
    hidden: bool = False
    """Whether personal data in the source is covered for this reader."""

    @property
    def evidence(self) -> str:
        """The words of the source that tell of the relation."""
        return mask(self.relation.evidence) if self.hidden else self.relation.evidence

    @property
    def source_name(self) -> str:
        """The source's number, else its file name."""
        filename = mask(self.source.filename) if self.hidden else self.source.filename
        return self.source.reference_number or filename


def outgoing(
    session: Session, source: DocumentRow, scope: Scope
) -> list[tuple[RelationRow, DocumentRow | None]]:
    """The relations printed in `source`, each with its target if exactly one visible document fits."""
    relations = session.scalars(
        select(RelationRow).where(RelationRow.document_id == source.id).order_by(RelationRow.ordinal)
    ).all()
    targets = named(session, {relation.reference_key for relation in relations}, scope)
    return [
        (relation, _nearest(meant(relation, source, targets[relation.reference_key]), source))
        for relation in relations
    ]


def incoming(session: Session, target: DocumentRow, scope: Scope) -> list[Link]:
    """The relations printed in other visible documents that mean `target`."""
    return incoming_of(session, [target], scope)[target.id]


def incoming_of(session: Session, targets: Sequence[DocumentRow], scope: Scope) -> dict[int, list[Link]]:
    """The same for several documents at once, by id."""
    found: dict[int, list[Link]] = {target.id: [] for target in targets}
    by_key: dict[str, list[DocumentRow]] = defaultdict(list)
    for target in targets:
        if target.reference_key:
            by_key[target.reference_key].append(target)
    if not by_key:
        return found
    naming = RelationRow.reference_key.in_(sorted(by_key))
    naming_ids = session.scalars(select(RelationRow.document_id).where(naming).distinct()).all()
    pairs = session.execute(
        select(RelationRow, DocumentRow)
        .join(DocumentRow, DocumentRow.id == RelationRow.document_id)
        .where(visible(scope.among(naming_ids)), naming)
        .order_by(DocumentRow.issue_date, DocumentRow.id, RelationRow.ordinal)
    ).all()
    if not pairs:
        return found
    fitting = named(session, by_key, scope)
    for relation, source in pairs:
        fits = {fit.id for fit in meant(relation, source, fitting[relation.reference_key])}
        for target in by_key[relation.reference_key]:
            if target.id in fits:
                hidden = masking.hides(scope, source.data_class)
                found[target.id].append(Link(relation, source, target, hidden))
    return found


def meant(relation: RelationRow, source: DocumentRow, candidates: Sequence[DocumentRow]) -> list[DocumentRow]:
    """The document `relation` means, as all its visible copies; empty where none or several fit."""
    fits = [row for row in candidates if row.id != source.id and not _same_document(row, source)]
    if relation.issue_date is not None:
        dated = [row for row in fits if row.issue_date == relation.issue_date]
        fits = dated or [row for row in fits if row.issue_date is None]
    elif source.issue_date is not None:
        fits = [row for row in fits if row.issue_date is None or row.issue_date <= source.issue_date]
    if any(not _same_document(fits[0], row) for row in fits[1:]):
        return []
    return fits


def _same_document(one: DocumentRow, other: DocumentRow) -> bool:
    """Copies of one document, held by different units or scanned twice."""
    if one.sha256 == other.sha256:
        return True
    return _identity(one) == _identity(other) and one.issue_date is not None


def _identity(row: DocumentRow) -> tuple[object, ...]:
    return row.reference_key, row.issue_date, fold(row.issuing_body or "")


def _nearest(fits: list[DocumentRow], source: DocumentRow) -> DocumentRow | None:
    """The copy in the source's own unit, else the oldest entry."""
    return min(fits, key=lambda row: (row.unit_id != source.unit_id, row.id), default=None)


def named(session: Session, keys: Iterable[str], scope: Scope) -> dict[str, list[DocumentRow]]:
    """Visible documents by reference key, oldest entry first."""
    found: dict[str, list[DocumentRow]] = defaultdict(list)
    wanted = sorted(key for key in keys if key)
    for start in range(0, len(wanted), 500):  # databases bound the number of parameters
        so_numbered = DocumentRow.reference_key.in_(wanted[start : start + 500])
        seen = scope
        if scope.granted_ids:
            seen = scope.among(session.scalars(select(DocumentRow.id).where(so_numbered)))
        rows = session.scalars(select(DocumentRow).where(visible(seen), so_numbered).order_by(DocumentRow.id))
        for row in rows:
            found[row.reference_key or ""].append(row)
    return found
