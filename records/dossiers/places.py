"""Where documents stand in the dossiers of one's unit, for their archival codes."""

from __future__ import annotations

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


def places(db: Database, document_ids: Collection[int], principal: Principal) -> dict[int, Place]:
    """The dossier and the ordinal of those documents, among the ones this person sees, that are filed."""
    principal.require(Action.READ)
    with db.session() as session:
        found = session.execute(
            select(DossierDocumentRow, DossierRow)
            .join(DossierRow, DossierRow.id == DossierDocumentRow.dossier_id)
            .join(DocumentRow, DocumentRow.id == DossierDocumentRow.document_id)
            .where(
                DossierDocumentRow.document_id.in_(document_ids),
                DossierRow.unit_id == principal.unit_id,
                visible(Scope.of(principal).among(document_ids)),
            )
        )
        return {held.document_id: Place(rows.card(row), held.ordinal) for held, row in found}
