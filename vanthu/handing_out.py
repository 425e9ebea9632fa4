"""What leaves the library, and metadata that comes back: tables, packages; scoped, recorded, registered.

State secrets are handed out one by one only, each entered in the copy register first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID, uuid4

from access.audit_actions import AuditAction
from access.roles import Action
from records.archival import Row, document_row, dossier_row
from records.dossiers.places import Place, places
from records.outputs.importing import ImportPlan, plan
from records.packages.parts import PackageFacts, PackedDocument, package_name
from records.packages.write import write_package
from records.types import FieldName
from vanthu.db import OFFICE_TIME, now
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from access.principal import Principal
    from access.scope import Scope
    from ingest.packages import TakenPackage
    from records.dossiers.types import DossierCard
    from records.outputs.read_tables import NumberedRow
    from records.types import Document, SecrecyLevel
    from vanthu.edge import SecondCheck
    from vanthu.filing import Filing
    from vanthu.recording import Recorder
    from vanthu.services import Services

SCANNED = frozenset({"scan", "blank"})


class HandingOut:
    """The acts of one person. Anything outside the Scope is `NotFound`."""

    def __init__(
        self,
        services: Services,
        principal: Principal,
        scope: Scope,
        log: Recorder,
        second: SecondCheck,
        *,
        copied: Callable[[int, str], None],
        filing: Filing,
    ) -> None:
        self._services = services
        self._principal = principal
        self._scope = scope
        self._log = log
        self._second = second
        self._copied = copied
        self._filing = filing

    def row(self, document: Document) -> Row:
        """The metadata of a document that is exported already."""
        place = self._places([document.summary.id]).get(document.summary.id)
        return _row(document, place)

    def rows(self, document_ids: Sequence[int]) -> list[Row]:
        """Metadata of several documents, state secrets and what one may not see left out."""
        catalogue = self._services.catalogue
        seen = catalogue.summaries(document_ids, self._scope)
        refused = self._second.refused(list(seen))
        told = [
            number
            for number in dict.fromkeys(document_ids)
            if number in seen and number not in refused and not seen[number].data_class.is_state_secret
        ]
        found = self._places(told)
        self._log.record(AuditAction.EXPORT, None, {"documents": told})
        return [_row(catalogue.document(number, self._scope), found.get(number)) for number in told]

    def dossier_rows(self, dossier_id: int) -> tuple[Row, list[Row]]:
        """A dossier's own elements, and those of its documents that one sees."""
        whole = self._filing.whole(dossier_id)
        ids = [summary.id for summary in whole.documents]
        catalogue = self._services.catalogue
        documents = [catalogue.document(number, self._scope) for number in ids]
        return dossier_row(whole.summary.card, documents), self.rows(ids)

    def package(self, document_id: int, out: BinaryIO) -> str:
        """A document alone as a submission package; its file name."""
        packed = self._packed(document_id, 1)
        facts = self._facts(None)
        write_package(out, facts, [packed])
        return package_name(facts, packed.document)

    def dossier_package(self, dossier_id: int, out: BinaryIO) -> str:
        """A whole dossier as a submission package, for who keeps the unit's data; its file name."""
        whole = self._filing.complete(dossier_id)
        ids = [summary.id for summary in whole.documents]
        if not ids:
            raise NotFound
        found = self._places(ids)
        facts = self._facts(whole.summary.card)
        write_package(out, facts, [self._packed(number, found[number].ordinal) for number in ids])
        return package_name(facts)

    def planned(self, rows: Sequence[NumberedRow]) -> ImportPlan:
        """What a table of metadata would change; nothing is changed. Whose values are told is recorded."""
        self._principal.require(Action.DIGITISE)
        found = plan(rows, self._correctable)
        told = sorted({change.document_id for change in found.changes})
        self._log.record(AuditAction.BROWSE, None, {"documents": told})
        return found

    def imported(self, rows: Sequence[NumberedRow]) -> ImportPlan:
        """The same, and carried out: each field is one step that can be taken back."""
        found = self.planned(rows)
        names = list(FieldName)
        for change in found.changes:
            detail = {"field": names.index(change.field)}
            with self._log.changing(AuditAction.CORRECT, change.document_id, detail):
                self._services.catalogue.correct_field(
                    change.document_id, change.field, change.after, self._principal, source="import"
                )
        self._services.following.poke()
        return found

    def take_package(
        self,
        pieces: Iterable[bytes],
        *,
        secrecy: SecrecyLevel,
        sensitive: bool,
        unit_code: str | None = None,
    ) -> TakenPackage:
        """Take a submission package in: every document of it goes the way of any upload."""
        detail = {"secrecy": secrecy.value}
        with self._log.asking(AuditAction.UPLOAD, None, detail):
            self._principal.require(Action.DIGITISE)
        self._log.record(AuditAction.UPLOAD, None, detail)
        taken = self._services.ingest.take_package(
            pieces, self._principal, unit_code=unit_code, secrecy=secrecy, sensitive=sensitive
        )
        for job in taken.jobs:
            self._log.record(AuditAction.UPLOAD_RECEIVED, job.document_id, {"job": job.id})
        return taken

    def _packed(self, document_id: int, ordinal: int) -> PackedDocument:
        """A document with its files; one with covered personal data cannot be handed over whole."""
        catalogue = self._services.catalogue
        with self._log.asking(AuditAction.EXPORT, document_id):
            document = catalogue.document(document_id, self._scope)
            original, _name, _type = catalogue.original(document_id, self._scope)
            archive = catalogue.archive(document_id, self._scope) if document.has_archive else None
            sources = {page.source for page in catalogue.page_texts(document_id, self._scope)}
            if self._second.refused([document_id]):
                raise NotFound
        self._copied(document_id, "export")
        self._log.record(AuditAction.EXPORT, document_id)
        return PackedDocument(document, ordinal, original, archive, bool(sources & SCANNED))

    def _correctable(self, document_id: int) -> Document:
        if self._second.refused([document_id]):
            raise NotFound
        return self._services.catalogue.correctable(document_id, self._principal)

    def _places(self, document_ids: Sequence[int]) -> dict[int, Place]:
        return places(self._services.db, document_ids, self._principal)

    def _facts(self, card: DossierCard | None) -> PackageFacts:
        made: datetime = now().astimezone(OFFICE_TIME)
        number: UUID = uuid4()
        return PackageFacts(number, made, self._principal.unit_name, version("vanthu"), card)


def _row(document: Document, place: Place | None) -> Row:
    return document_row(document, place.card, place.ordinal) if place else document_row(document)
