"""What a person does, in one place: the role is checked, the Scope made, the act recorded.

The web, the API and the command line go through here, so that no surface forgets the audit trail.
The trail holds ids and numbers only, never what was asked or read. Whatever is given out has passed the
second check of `vanthu.edge`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction, Channel, Result
from access.roles import Action
from access.scope import Scope
from records.types import Document, DocumentFilter, FieldName, SecrecyLevel
from vanthu.edge import (
    SecondCheck,
    answer_without,
    job_without_document,
    relation_without,
    validity_without,
)
from vanthu.errors import NotFound
from vanthu.installing import Installing
from vanthu.keeping import Keeping
from vanthu.quarantining import Quarantining
from vanthu.recording import Recorder, answered, broken_off, hidden_address

if TYPE_CHECKING:
    from access.principal import Principal
    from ingest.types import JobView
    from ocr.page import PageText
    from rag.passages import Passage
    from rag.types import Answer, AskEvent, Citation, Hit, Turn
    from records.types import DocumentPage, DocumentSummary, Facets, Relation, Validity
    from training_modules.views import CourseView, LessonView, ResultView, SourceCard
    from vanthu.services import Services


EVERYTHING = DocumentFilter()


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


class Acts:
    """The acts of one person. Anything outside the Scope is `NotFound`."""

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

    def documents(
        self,
        narrowing: DocumentFilter = EVERYTHING,
        *,
        sort: str = "-issue_date",
        offset: int = 0,
        limit: int = 50,
    ) -> DocumentPage:
        """The library list."""
        page = self._services.catalogue.list(self.scope, narrowing, sort=sort, offset=offset, limit=limit)
        refused = self._second.refused(item.id for item in page.items)
        items = tuple(item for item in page.items if item.id not in refused)
        self._record(AuditAction.BROWSE, detail={"documents": [item.id for item in items]})
        return replace(page, items=items, total=page.total - len(refused))

    def sees_any(self) -> bool:
        """Whether the library holds anything for this person."""
        return self._services.catalogue.list(self.scope, EVERYTHING, limit=1).total > 0

    def facets(self, narrowing: DocumentFilter = EVERYTHING) -> Facets:
        """Counts per value; they name no document, so there is nothing to check a second time."""
        return self._services.catalogue.facets(self.scope, narrowing)

    def find_by_reference(self, number: str) -> list[DocumentSummary]:
        found = self._services.catalogue.find_by_reference(number, self.scope)
        refused = self._second.refused(item.id for item in found)
        told = [item for item in found if item.id not in refused]
        self._record(AuditAction.BROWSE, detail={"documents": [item.id for item in told]})
        return told

    def document(self, document_id: int) -> Document:
        """A document that is open already; `view` opens it."""
        with self._log.asking(AuditAction.VIEW, document_id):
            document = self._services.catalogue.document(document_id, self.scope)
            self._require(document_id)
        return document

    def surroundings(self, document_id: int, *, on: date | None = None) -> DocumentWhole:
        """An open document with its relations and validity."""
        with self._log.asking(AuditAction.VIEW, document_id):
            return self._whole(document_id, on)

    def passage(self, passage_id: int) -> Passage | None:
        """A passage that a link points to; None where it is not, or not for this person."""
        detail = {"passage": passage_id}
        for passage in self._services.passages.get([passage_id], self.scope):
            if not self._second.refused([passage.document_id]):
                self._record(AuditAction.VIEW_PASSAGE, passage.document_id, detail)
                return passage
        self._record(AuditAction.VIEW_PASSAGE, None, detail, Result.DENIED)
        return None

    def page_texts(self, document_id: int) -> list[PageText]:
        """Every page's text, in order."""
        with self._log.asking(AuditAction.VIEW_TEXT, document_id):
            pages = self._services.catalogue.page_texts(document_id, self.scope)
            self._require(document_id)
        self._record(AuditAction.VIEW_TEXT, document_id, {"pages": len(pages)})
        return pages

    def view(self, document_id: int, *, on: date | None = None) -> DocumentWhole:
        """Open a document."""
        with self._log.asking(AuditAction.VIEW, document_id):
            whole = self._whole(document_id, on)
        self._record(AuditAction.VIEW, document_id)
        return whole

    def page_text(self, document_id: int, number: int) -> PageText:
        detail = {"page": number}
        with self._log.asking(AuditAction.VIEW_TEXT, document_id, detail):
            page = self._services.catalogue.page_text(document_id, number, self.scope)
            self._require(document_id)
        self._record(AuditAction.VIEW_TEXT, document_id, detail)
        return page

    def page_image(self, document_id: int, number: int) -> bytes:
        detail = {"page": number}
        with self._log.asking(AuditAction.VIEW_PAGE, document_id, detail):
            image = self._services.catalogue.page_image(document_id, number, self.scope)
            self._require(document_id)
        self._record(AuditAction.VIEW_PAGE, document_id, detail)
        return image

    def printing(self, document_id: int) -> None:
        """The pages of an open document go to a printer."""
        with self._log.asking(AuditAction.PRINT, document_id):
            self._services.catalogue.document(document_id, self.scope)
            self._require(document_id)
        self._copied(document_id, "print")
        self._record(AuditAction.PRINT, document_id)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        on: date | None = None,
        document_ids: Sequence[int] | None = None,
    ) -> list[Hit]:
        with self._log.asking(AuditAction.SEARCH):
            self.principal.require(Action.READ)
        found = self._services.search.search(query, self.scope, limit=limit, on=on, document_ids=document_ids)
        refused = self._second.refused(hit.document_id for hit in found)
        hits = [hit for hit in found if hit.document_id not in refused]
        shown = [hit.passage_id for hit in hits]
        withheld = [hit.passage_id for hit in found if hit.document_id in refused]
        self._record(AuditAction.SEARCH, detail={"shown": shown, "withheld": withheld})
        return hits

    def ask(self, question: str, *, on: date | None = None, history: Sequence[Turn] = ()) -> Answer:
        with self._log.asking(AuditAction.ASK):
            self.principal.require(Action.READ)
        found = self._services.assistant.ask(question, self.principal, on=on, history=history)
        answer = self._checked(found)
        self._record_answer(answer, found)
        return answer

    def stream(
        self, question: str, *, on: date | None = None, history: Sequence[Turn] = ()
    ) -> Iterator[AskEvent]:
        """As `ask`, sentence by sentence; the last event is `done`."""
        with self._log.asking(AuditAction.ASK):
            self.principal.require(Action.READ)
        self._record(AuditAction.ASK_BEGUN)
        shown: list[Citation] = []
        told, held = False, False
        try:
            for event in self._services.assistant.stream(question, self.principal, on=on, history=history):
                if event.answer is not None:
                    answer = self._checked(event.answer)
                    told = True
                    self._record_answer(answer, event.answer)
                    yield replace(event, answer=answer)
                else:
                    held = held or bool(self._second.refused(each.document_id for each in event.citations))
                    if not held:
                        shown += event.citations
                        yield event
        finally:
            if not told:  # the asker left, or the answer failed, when sentences had been shown
                self._record(AuditAction.ASK, detail=broken_off(shown), result=Result.FAILED)

    def original(self, document_id: int) -> tuple[Path, str, str]:
        """Path, file name and media type of the file as it was received."""
        detail = {"archive": 0}
        with self._log.asking(AuditAction.DOWNLOAD, document_id, detail):
            found = self._services.catalogue.original(document_id, self.scope)
            self._require(document_id)
        self._copied(document_id, "download")
        self._record(AuditAction.DOWNLOAD, document_id, detail)
        return found

    def archive(self, document_id: int) -> Path:
        """The searchable PDF."""
        detail = {"archive": 1}
        with self._log.asking(AuditAction.DOWNLOAD, document_id, detail):
            found = self._services.catalogue.archive(document_id, self.scope)
            self._require(document_id)
        self._copied(document_id, "download")
        self._record(AuditAction.DOWNLOAD, document_id, detail)
        return found

    def export(self, document_id: int) -> Exported:
        """The document with its text and its searchable PDF."""
        catalogue = self._services.catalogue
        with self._log.asking(AuditAction.EXPORT, document_id):
            pages = catalogue.page_texts(document_id, self.scope)
            held = catalogue.document(document_id, self.scope).has_archive
            archive = catalogue.archive(document_id, self.scope) if held else None
            whole = self._whole(document_id, None)
        self._copied(document_id, "export")
        self._record(AuditAction.EXPORT, document_id)
        return Exported(whole.document, whole.relations, whole.validity, pages, archive)

    def correct(self, document_id: int, name: FieldName, value: str) -> Document:
        """Put a catalogue field right."""
        catalogue, detail = self._services.catalogue, {"field": list(FieldName).index(name)}
        with self._log.asking(AuditAction.CORRECT, document_id, detail):
            self.principal.require(Action.DIGITISE)
            catalogue.document(document_id, self.scope)
            self._require(document_id)
        with self._log.changing(AuditAction.CORRECT, document_id, detail):
            catalogue.correct_field(document_id, name, value, self.principal)
        return catalogue.document(document_id, self.scope)

    def submit(
        self,
        source: Any,
        filename: str,
        *,
        unit_code: str | None = None,
        secrecy: SecrecyLevel = SecrecyLevel.NONE,
        sensitive: bool = False,
        password: str | None = None,
    ) -> JobView:
        """Hand in a file (a path or a readable stream)."""
        self.uploading(secrecy)
        job = self._services.ingest.submit(
            source,
            filename,
            self.principal,
            unit_code=unit_code,
            secrecy=secrecy,
            sensitive=sensitive,
            password=password,
        )
        self.uploaded(job)
        return job

    def uploading(self, secrecy: SecrecyLevel = SecrecyLevel.NONE) -> None:
        """Record that a file is being handed in, before a byte of it is taken."""
        detail = {"secrecy": secrecy.value}
        with self._log.asking(AuditAction.UPLOAD, detail=detail):
            self.principal.require(Action.DIGITISE)
        self._record(AuditAction.UPLOAD, detail=detail)

    def uploaded(self, job: JobView) -> None:
        """Record which job the file became."""
        self._record(AuditAction.UPLOAD_RECEIVED, job.document_id, {"job": job.id})

    def retry(self, job_id: int, *, password: str | None = None) -> JobView:
        """Run a failed upload again; `password` opens an encrypted PDF."""
        detail = {"job": job_id}
        with self._log.asking(AuditAction.RETRY, detail=detail):
            self.principal.require(Action.DIGITISE)
            self._services.ingest.job(job_id, self.principal)
        with self._log.changing(AuditAction.RETRY, detail=detail):
            return self._services.ingest.retry(job_id, self.principal, password=password)

    def jobs(self, *, limit: int = 100) -> list[JobView]:
        """One's own uploads, newest first."""
        return self._own_jobs(self._services.ingest.jobs(self.principal, limit=limit))

    def job(self, job_id: int) -> JobView:
        with self._log.asking(AuditAction.JOB, detail={"job": job_id}):
            return self._own_jobs([self._services.ingest.job(job_id, self.principal)])[0]

    def wait(self, job_ids: Sequence[int], timeout: float) -> list[JobView]:
        """These jobs once they are finished, at the latest after `timeout` seconds."""
        return self._own_jobs(self._services.ingest.wait(job_ids, self.principal, timeout))

    def outcome(self, job_id: int) -> tuple[JobView, DocumentWhole | None]:
        """An upload of one's own, and its document once there is one; this is no view of the document."""
        job = self.job(job_id)
        if job.document_id is None or not job.state.finished:
            return job, None
        try:
            return job, self._whole(job.document_id, None)
        except NotFound:
            return job, None  # handed in for a unit below, whose documents one does not read

    def course(self, course_id: str) -> CourseView:
        course = self._services.training.course(course_id, self.principal)
        return replace(course, sources=self._cards(course.sources))

    def lesson(self, course_id: str, lesson_id: str) -> LessonView:
        lesson = self._services.training.lesson(course_id, lesson_id, self.principal)
        return replace(lesson, sources=self._cards(lesson.sources))

    def hand_in(self, attempt_id: int) -> ResultView:
        """Grade an attempt; it cannot be changed afterwards."""
        return self._graded(self._services.training.submit(attempt_id, self.principal))

    def attempt_result(self, attempt_id: int) -> ResultView:
        return self._graded(self._services.training.result(attempt_id, self.principal))

    def signed_in(self) -> None:
        self._record(AuditAction.SIGN_IN)

    @cached_property
    def keeping(self) -> Keeping:
        """What one does as custodian."""
        return Keeping(self._services, self.principal, self._log)

    @cached_property
    def quarantine(self) -> Quarantining:
        """What waits for this custodian, because it may be secret."""
        return Quarantining(self._services, self.principal, self._log)

    @cached_property
    def installing(self) -> Installing:
        """What one does as administrator about the installation's kind."""
        return Installing(self._services, self.principal, self._log)

    def signed_out(self) -> None:
        self._record(AuditAction.SIGN_OUT)

    def operated(self, action: str, detail: dict[str, Any] | None = None) -> None:
        """Record an administrative act: `account_add`, `reindex`, `backup` and the like."""
        self._record(action, detail=detail)

    def _whole(self, document_id: int, on: date | None) -> DocumentWhole:
        catalogue = self._services.catalogue
        document = catalogue.document(document_id, self.scope)
        relations = catalogue.relations(document_id, self.scope)
        validity = catalogue.validity(document_id, self.scope, on or date.today())
        named = {relation.document_id for relation in relations if relation.document_id is not None}
        refused = self._second.refused({document_id, *named})
        if document_id in refused:
            raise NotFound
        validity = validity_without(validity, relations, refused)
        kept = [relation_without(relation, refused) for relation in relations]
        return DocumentWhole(document, [relation for relation in kept if relation is not None], validity)

    def _copied(self, document_id: int, form: str) -> None:
        """A copy of a state secret stands in the copy register before it is handed out."""
        for summary in self._services.catalogue.summaries([document_id], self.scope).values():
            self.keeping.enter_copy(document_id, form, summary.data_class)

    def _require(self, document_id: int) -> None:
        """The second check of one document: refused is as absent."""
        if self._second.refused([document_id]):
            raise NotFound

    def _checked(self, answer: Answer) -> Answer:
        shown = {cited.document_id for cited in answer.citations} | {
            hit.document_id for hit in answer.nearest
        }
        return answer_without(answer, self._second.refused(shown))

    def _own_jobs(self, jobs: Sequence[JobView]) -> list[JobView]:
        """Uploads without the numbers of documents that one may not read: handed in for a unit below, say."""
        ids = {job.document_id for job in jobs if job.document_id is not None}
        hidden = ids - self._services.catalogue.summaries(sorted(ids), self.scope).keys()
        hidden |= self._second.refused(ids - hidden)
        return [job_without_document(job) if job.document_id in hidden else job for job in jobs]

    def _graded(self, result: ResultView) -> ResultView:
        cards = iter(self._cards([item.source for item in result.items if item.source is not None]))
        items = [replace(item, source=next(cards)) if item.source else item for item in result.items]
        return replace(result, items=tuple(items))

    def _cards(self, cards: Sequence[SourceCard]) -> tuple[SourceCard, ...]:
        """What courses rest on, without places in documents that one may not read."""
        refused = self._second.refused(card.document_id for card in cards if card.document_id is not None)
        nowhere: dict[str, Any] = dict.fromkeys(("document_id", "passage_id", "page"))
        return tuple(replace(card, **nowhere) if card.document_id in refused else card for card in cards)

    def _withheld(self, document_ids: list[int]) -> None:
        self._record(AuditAction.EDGE_DROP, detail={"documents": document_ids})

    def _record_answer(self, answer: Answer, found: Answer) -> None:
        """`found` is the answer before the second check."""
        result = Result.REFUSED if answer.refused else Result.DONE
        self._record(AuditAction.ASK, detail=answered(answer, found), result=result)

    def _record(
        self,
        action: str,
        document_id: int | None = None,
        detail: Mapping[str, Any] | None = None,
        result: Result = Result.DONE,
    ) -> None:
        self._log.record(action, document_id, detail, result)


def note_failed_sign_in(
    services: Services, address: str | None = None, action: AuditAction = AuditAction.SIGN_IN_FAILED
) -> None:
    """Record that someone was turned away: not the name that was tried, and of the address a keyed hash."""
    detail = {"address": hidden_address(services.folder.secret(), address)} if address else None
    services.audit.record(None, action, detail=detail, result=Result.REFUSED, channel=Channel.PAGE)
