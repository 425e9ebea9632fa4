"""Where documents stand in the dossiers of one's unit, for their archival codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from records.dossiers import rows
from records.dossiers.models import DossierDocumentRow, DossierRow
from records.dossiers.types import DossierCard
from records.models import DocumentRow
from records.scope_sql import visible
from vanthu.db import Database


@dataclass(frozen=True, slots=True)
class Place:
    card: DossierCard
    ordinal: int
    """From 1, among the documents of the dossier that the asker sees: a gap would tell of others."""


def places(db: Database, document_ids: Collection[int], principal: Principal) -> dict[int, Place]:
    """The dossier and the ordinal of those documents, among the ones this person sees, that are filed."""
    principal.require(Action.READ)
    own = DossierRow.unit_id == principal.unit_id
    asked = select(DossierDocumentRow.dossier_id).where(DossierDocumentRow.document_id.in_(document_ids))
    with db.session() as session:
        found = session.execute(
            select(DossierDocumentRow, DossierRow)
            .join(DossierRow, DossierRow.id == DossierDocumentRow.dossier_id)
            .join(DocumentRow, DocumentRow.id == DossierDocumentRow.document_id)
            .where(DossierRow.id.in_(asked), own, visible(Scope.of(principal)))
            .order_by(DossierDocumentRow.ordinal, DocumentRow.id)
        ).all()
    wanted, reached = set(document_ids), Counter[int]()
    told: dict[int, Place] = {}
    for held, row in found:
        reached[row.id] += 1
        if held.document_id in wanted:
            told[held.document_id] = Place(rows.card(row), reached[row.id])
    return told
