"""What a person does, in one place: the role is checked, the Scope made, the act recorded.

The web, the API and the command line go through here, so that no surface forgets the audit trail.
The trail holds ids and numbers only, never what was asked or read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from access.roles import Action
from access.scope import Scope
from records.types import Document, FieldName, SecrecyLevel
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from access.principal import Principal
    from ingest.types import JobView
    from ocr.page import PageText
    from rag.types import Answer, AskEvent, Hit, Turn
    from records.types import Relation, Validity
    from vanthu.services import Services


@dataclass(frozen=True, slots=True)
class DocumentWhole:
    """A document with what surrounds it, as its page and `vanthu show` need it."""

    document: Document
    relations: Sequence[Relation]
    validity: Validity


class Acts:
    """The acts of one person. Anything outside the Scope is `NotFound`."""

    def __init__(self, services: Services, principal: Principal, through: Principal | None = None) -> None:
        self._services = services
        self._through = through
        self.principal = principal
        self.scope = Scope.of(principal)

    def view(self, document_id: int, *, on: date | None = None) -> DocumentWhole:
        """Open a document."""
        whole = self._whole(document_id, on)
        self._record("view", document_id)
        return whole

    def page_text(self, document_id: int, number: int) -> PageText:
        return self._services.catalogue.page_text(document_id, number, self.scope)

    def page_image(self, document_id: int, number: int) -> bytes:
        return self._services.catalogue.page_image(document_id, number, self.scope)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        on: date | None = None,
        document_ids: Sequence[int] | None = None,
    ) -> list[Hit]:
        self.principal.require(Action.READ)
        hits = self._services.search.search(query, self.scope, limit=limit, on=on, document_ids=document_ids)
        self._record("search", detail={"hits": len(hits)})
        return hits

    def ask(self, question: str, *, on: date | None = None, history: Sequence[Turn] = ()) -> Answer:
        self.principal.require(Action.READ)
        answer = self._services.assistant.ask(question, self.principal, on=on, history=history)
        self._record_answer(answer)
        return answer

    def stream(
        self, question: str, *, on: date | None = None, history: Sequence[Turn] = ()
    ) -> Iterator[AskEvent]:
        """As `ask`, sentence by sentence; the last event is `done`."""
        self.principal.require(Action.READ)
        for event in self._services.assistant.stream(question, self.principal, on=on, history=history):
            if event.answer is not None:
                self._record_answer(event.answer)
            yield event

    def original(self, document_id: int) -> tuple[Path, str, str]:
        """Path, file name and media type of the file as it was received."""
        found = self._services.catalogue.original(document_id, self.scope)
        self._record("download", document_id, {"archive": 0})
        return found

    def archive(self, document_id: int) -> Path:
        """The searchable PDF."""
        found = self._services.catalogue.archive(document_id, self.scope)
        self._record("download", document_id, {"archive": 1})
        return found

    def export(self, document_id: int) -> DocumentWhole:
        """The document for an export; its files are then read without a further record."""
        whole = self._whole(document_id, None)
        self._record("export", document_id)
        return whole

    def correct(self, document_id: int, name: FieldName, value: str) -> Document:
        """Put a catalogue field right."""
        self.principal.require(Action.DIGITISE)
        catalogue = self._services.catalogue
        catalogue.document(document_id, self.scope)
        catalogue.correct_field(document_id, name, value, self.principal)
        self._record("correct", document_id, {"field": list(FieldName).index(name)})
        return catalogue.document(document_id, self.scope)

    def submit(
        self,
        source: Any,
        filename: str,
        *,
        unit_code: str | None = None,
        secrecy: SecrecyLevel = SecrecyLevel.NONE,
        password: str | None = None,
    ) -> JobView:
        """Hand in a file (a path or a readable stream)."""
        self.principal.require(Action.DIGITISE)
        job = self._services.ingest.submit(
            source, filename, self.principal, unit_code=unit_code, secrecy=secrecy, password=password
        )
        self.uploaded(job)
        return job

    def uploaded(self, job: JobView) -> None:
        """Record an upload that arrived as a stream."""
        self._record("upload", job.document_id, {"job": job.id})

    def retry(self, job_id: int, *, password: str | None = None) -> JobView:
        """Run a failed upload again; `password` opens an encrypted PDF."""
        self.principal.require(Action.DIGITISE)
        job = self._services.ingest.retry(job_id, self.principal, password=password)
        self._record("retry", job.document_id, {"job": job.id})
        return job

    def outcome(self, job_id: int) -> tuple[JobView, DocumentWhole | None]:
        """An upload of one's own, and its document once there is one; this is no view of the document."""
        job = self._services.ingest.job(job_id, self.principal)
        if job.document_id is None or not job.state.finished:
            return job, None
        try:
            return job, self._whole(job.document_id, None)
        except NotFound:
            return job, None  # handed in for a unit below, whose documents one does not read

    def signed_in(self) -> None:
        self._record("sign_in")

    def signed_out(self) -> None:
        self._record("sign_out")

    def operated(self, action: str, detail: dict[str, int] | None = None) -> None:
        """Record an administrative act: `account_add`, `reindex`, `backup` and the like."""
        self._record(action, detail=detail)

    def _whole(self, document_id: int, on: date | None) -> DocumentWhole:
        catalogue = self._services.catalogue
        document = catalogue.document(document_id, self.scope)
        relations = catalogue.relations(document_id, self.scope)
        validity = catalogue.validity(document_id, self.scope, on or date.today())
        return DocumentWhole(document, relations, validity)

    def _record_answer(self, answer: Answer) -> None:
        cited = sorted({citation.document_id for citation in answer.citations})
        detail = {"refused": int(answer.refused), "cited": cited, "withheld": answer.withheld}
        self._record("ask", detail=detail)

    def _record(
        self, action: str, document_id: int | None = None, detail: dict[str, Any] | None = None
    ) -> None:
        detail = dict(detail or {})
        if self._through is not None:
            detail["through"] = self._through.account_id
        if self.principal.key_id is not None:
            detail["through_key"] = self.principal.key_id
        self._services.audit.record(self.principal, action, document_id=document_id, detail=detail or None)


def note_failed_sign_in(services: Services) -> None:
    """Record that someone was turned away; the name that was tried is not kept."""
    services.audit.record(None, "sign_in_failed")
