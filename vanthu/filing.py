"""What one does with dossiers: reads, makes, fills, closes them; changes are recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction
from access.roles import Action

if TYPE_CHECKING:
    from access.principal import Principal
    from records.dossiers.types import DossierCard, DossierPage, DossierSummary, DossierWhole
    from vanthu.edge import SecondCheck
    from vanthu.recording import Recorder
    from vanthu.services import Services


_KEEPERS = frozenset({"close", "reopen", "remove"})


class Filing:
    """The acts of one person. A dossier of another unit is `NotFound`."""

    def __init__(self, services: Services, principal: Principal, log: Recorder, second: SecondCheck) -> None:
        self._dossiers = services.dossiers
        self._principal = principal
        self._log = log
        self._second = second

    def list(self, text: str = "", *, offset: int = 0, limit: int = 50) -> DossierPage:
        return self._dossiers.list(self._principal, text, offset=offset, limit=limit)

    def whole(self, dossier_id: int, *, again: bool = False) -> DossierWhole:
        """A dossier with its documents; opening it is recorded, reading it again on the same visit is not."""
        with self._log.asking(AuditAction.DOSSIER_VIEW, None, {"dossier": dossier_id}):
            found = self._dossiers.whole(dossier_id, self._principal)
        if not again:
            self._log.record(AuditAction.DOSSIER_VIEW, None, {"dossier": dossier_id})
        return self._checked(found)

    def complete(self, dossier_id: int) -> DossierWhole:
        """A dossier to be handed over, of which nothing is kept back from this person."""
        with self._log.asking(AuditAction.DOSSIER_VIEW, None, {"dossier": dossier_id}):
            found = self._dossiers.complete(dossier_id, self._principal)
        self._log.record(AuditAction.DOSSIER_VIEW, None, {"dossier": dossier_id})
        return self._checked(found)

    def of_document(self, document_id: int) -> DossierSummary | None:
        return self._dossiers.of_document(document_id, self._principal)

    def add(self, card: DossierCard) -> int:
        with self._changing(None, "add"):
            return self._dossiers.add(card, self._principal)

    def change(self, dossier_id: int, card: DossierCard) -> None:
        with self._changing(dossier_id, "card"):
            self._dossiers.change(dossier_id, card, self._principal)

    def put(self, dossier_id: int, document_ids: Sequence[int]) -> None:
        with self._changing(dossier_id, "put"):
            self._dossiers.put(dossier_id, document_ids, self._principal)

    def take_out(self, document_id: int) -> None:
        filed = self.of_document(document_id)
        with self._changing(filed.id if filed else None, "take_out", document_id):
            self._dossiers.take_out(document_id, self._principal)

    def arrange(self, dossier_id: int, document_ids: Sequence[int]) -> None:
        with self._changing(dossier_id, "arrange"):
            self._dossiers.arrange(dossier_id, document_ids, self._principal)

    def close(self, dossier_id: int, *, reopen: bool = False) -> None:
        with self._changing(dossier_id, "reopen" if reopen else "close"):
            self._dossiers.close(dossier_id, self._principal, reopen=reopen)

    def remove(self, dossier_id: int) -> None:
        with self._changing(dossier_id, "remove"):
            self._dossiers.remove(dossier_id, self._principal)

    @contextmanager
    def _changing(
        self, dossier_id: int | None, change: str, document_id: int | None = None
    ) -> Iterator[None]:
        """Around a change: a denial is recorded as one, a change before it is made."""
        detail = {"dossier": dossier_id, "change": change}
        action = AuditAction.DOSSIER_CHANGE
        with self._log.asking(action, document_id, detail):
            self._principal.require(Action.KEEP if change in _KEEPERS else Action.DIGITISE)
            if dossier_id is not None:
                self._dossiers.require(dossier_id, self._principal)
        with self._log.changing(action, document_id, detail):
            yield

    def _checked(self, found: DossierWhole) -> DossierWhole:
        """Without what the second check refuses."""
        refused = self._second.refused([document.id for document in found.documents])
        kept = tuple(document for document in found.documents if document.id not in refused)
        summary = replace(
            found.summary, documents=len(kept), pages=sum(document.page_count for document in kept)
        )
        return replace(found, documents=kept, summary=summary)
