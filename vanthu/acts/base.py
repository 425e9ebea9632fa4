"""What every act rests on: the Scope, the second check, the record; and what a document is given out as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction, Channel, Result
from access.scope import Scope
from records.types import Document
from vanthu.db import now, office_day
from vanthu.edge import (
    SecondCheck,
    relation_without,
    validity_without,
)
from vanthu.errors import NotFound
from vanthu.keeping import Keeping
from vanthu.recording import Recorder

if TYPE_CHECKING:
    from access.principal import Principal
    from ocr.page import PageText
    from records.types import Relation, Validity
    from vanthu.services import Services


@dataclass(frozen=True, slots=True)
class DocumentWhole:
    """A document with what surrounds it, as its page and `vanthu show` need it."""

    document: Document
    relations: Sequence[Relation]
    validity: Validity


@dataclass(frozen=True, slots=True)
class Exported(DocumentWhole):
    """A document with what goes into its export."""

    pages: Sequence[PageText]
    archive: Path | None
    """The searchable PDF, once there is one."""


class ActsBase:
    """One person, and what their acts share. Anything outside the Scope is `NotFound`."""

    def __init__(
        self,
        services: Services,
        principal: Principal,
        through: Principal | None = None,
        channel: Channel = Channel.PAGE,
    ) -> None:
        self._services = services
        self._log = Recorder(services.audit, services.usage, principal, through=through, channel=channel)
        self.channel = channel
        self.principal = principal
        self.scope = Scope.of(principal)
        self._second = SecondCheck(services.db, principal, self._withheld)

    @cached_property
    def keeping(self) -> Keeping:
        """What one does as custodian."""
        return Keeping(self._services, self.principal, self._log)

    def _whole(self, document_id: int, on: date | None) -> DocumentWhole:
        catalogue = self._services.catalogue
        document = catalogue.document(document_id, self.scope)
        relations = catalogue.relations(document_id, self.scope)
        validity = catalogue.validity(document_id, self.scope, on or office_day(now()))
        named = {relation.document_id for relation in relations if relation.document_id is not None}
        refused = self._second.refused({document_id, *named})
        if document_id in refused:
            raise NotFound
        validity = validity_without(validity, relations, refused)
        kept = [relation_without(relation, refused) for relation in relations]
        return DocumentWhole(document, [relation for relation in kept if relation is not None], validity)

    def _require(self, document_id: int) -> None:
        """The second check of one document: refused is as absent."""
        if self._second.refused([document_id]):
            raise NotFound

    def _take_turn(self) -> None:
        """Before a search or a question; the operator at the machine may ask as often as he likes.

        Raises `TooFast`.
        """
        if self.channel is not Channel.COMMAND:
            self._services.pace.take(self.principal.account_id)

    def _withheld(self, document_ids: list[int]) -> None:
        self._record(AuditAction.EDGE_DROP, detail={"documents": document_ids})

    def _record(
        self,
        action: str,
        document_id: int | None = None,
        detail: Mapping[str, Any] | None = None,
        result: Result = Result.DONE,
    ) -> None:
        self._log.record(action, document_id, detail, result)

    def _copied(self, document_id: int, form: str) -> None:
        """A copy of a state secret stands in the copy register before it is handed out."""
        for summary in self._services.catalogue.summaries([document_id], self.scope).values():
            self.keeping.enter_copy(document_id, form, summary.data_class)
