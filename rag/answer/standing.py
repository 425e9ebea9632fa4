"""Whether what is cited is in force on the day asked about, since when, and what changed it."""

from __future__ import annotations

from collections.abc import Iterable

from rag.answer.shelf import Shelf
from rag.types import Standing
from records.types import Relation


def standings(document_ids: Iterable[int], shelf: Shelf) -> tuple[Standing, ...]:
    """One for each document, in the order given."""
    ids = list(dict.fromkeys(document_ids))
    judged = shelf.records.validities(ids, shelf.scope, shelf.on)
    effects = shelf.records.effects(ids, shelf.scope)
    told: list[Standing] = []
    for document_id in ids:
        if document_id not in judged:
            continue
        validity = judged[document_id]
        changed = bool(validity.evidence) and validity.status != "not_yet_effective"
        acting = shelf.changers(document_id) if changed else []
        effect = effects.get(document_id)
        told.append(
            Standing(
                document_id,
                validity,
                tuple((each.document_id, _name(each)) for each in acting if each.document_id),
                effect.day if effect else None,
            )
        )
    return tuple(told)


def _name(relation: Relation) -> str:
    return relation.reference_number or relation.title or ""
