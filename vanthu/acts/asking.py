"""Searching and asking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction, Result
from access.roles import Action
from rag.citing import Place
from rag.talks.answer_data import documents_of
from vanthu.acts.base import ActsBase
from vanthu.answer_files import AnswerFile, FileForm, Told, make
from vanthu.answer_files.content import Sources
from vanthu.edge import answer_without
from vanthu.errors import NotFound
from vanthu.recording import answered, broken_off
from vanthu.showing_again import ShowingAgain

if TYPE_CHECKING:
    from rag.types import Answer, AskEvent, Citation, Hit, Turn


class AskingActs(ActsBase):
    """What one asks of the library."""

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
        self._take_turn()
        found = self._services.search.search(query, self.scope, limit=limit, on=on, document_ids=document_ids)
        refused = self._second.refused(hit.document_id for hit in found)
        hits = [hit for hit in found if hit.document_id not in refused]
        shown = [hit.passage_id for hit in hits]
        withheld = [hit.passage_id for hit in found if hit.document_id in refused]
        self._record(AuditAction.SEARCH, detail={"shown": shown, "withheld": withheld})
        return hits

    def ask(
        self,
        question: str,
        *,
        on: date | None = None,
        history: Sequence[Turn] = (),
        without: Sequence[str] = (),
        within: Sequence[int] | None = None,
    ) -> Answer:
        """`without`: keys of filters that the asker has taken away (`rag.types.Filter.key`).

        `within`: the only documents to answer from; None for all one may read.
        """
        with self._log.asking(AuditAction.ASK):
            self.principal.require(Action.READ)
        self._take_turn()
        found = self._services.assistant.ask(
            question, self.principal, on=on, history=history, without=without, within=within
        )
        answer = self._checked(found)
        self._record_answer(answer, found)
        return answer

    def stream(
        self,
        question: str,
        *,
        on: date | None = None,
        history: Sequence[Turn] = (),
        without: Sequence[str] = (),
    ) -> Iterator[AskEvent]:
        """As `ask`, sentence by sentence; the last event is `done`. What is refused is refused at once."""
        with self._log.asking(AuditAction.ASK):
            self.principal.require(Action.READ)
        self._take_turn()
        return self._stream(question, on=on, history=history, without=without)

    def _stream(
        self, question: str, *, on: date | None, history: Sequence[Turn], without: Sequence[str]
    ) -> Iterator[AskEvent]:
        self._record(AuditAction.ASK_BEGUN)
        shown: list[Citation] = []
        told, held = False, False
        try:
            for event in self._services.assistant.stream(
                question, self.principal, on=on, history=history, without=without
            ):
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

    def answer_file(self, told: Sequence[Told], form: FileForm) -> AnswerFile:
        """Answers given before as one file, or as text to copy; what one may no longer read goes first.

        Recorded as an export of the documents that are cited; of a state secret that is a copy, which the
        register holds. Raises `NotFound` where nothing was answered.
        """
        with self._log.asking(AuditAction.EXPORT):
            self.principal.require(Action.READ)
            if not told:
                raise NotFound
        again = ShowingAgain(self._services.catalogue, self.scope, self._second)
        answers = again.answers([each.answer for each in told])
        kept = [replace(each, answer=answer) for each, answer in zip(told, answers, strict=True)]
        documents = sorted({cited.document_id for each in kept for cited in each.answer.citations})
        for document_id in documents:
            self._copied(document_id, "export")
        self._record(AuditAction.EXPORT, detail={"documents": documents})
        return make(kept, self.sources(*(each.answer for each in kept)), form)

    def sources(self, *answers: Answer) -> Sources:
        """What answers just given cite and name, as it is cited."""
        cited = [citation for answer in answers for citation in answer.citations]
        return self._sources([*cited, *(hit for answer in answers for hit in answer.nearest)])

    def sources_of(self, hits: Sequence[Hit]) -> Sources:
        """The same for passages just found."""
        return self._sources(hits)

    def _sources(self, named: Sequence[Citation | Hit]) -> Sources:
        documents = {each.document_id for each in named}
        seen = sorted(documents - self._second.refused(documents))
        passages = self._services.passages.get([each.passage_id for each in named], self.scope)
        return Sources(
            self._services.catalogue.summaries(seen, self.scope),
            {each.id: Place(each.article, each.clause, each.point) for each in passages},
        )

    def _checked(self, answer: Answer) -> Answer:
        refused = self._second.refused(documents_of(answer) | {*answer.counted})
        return replace(answer_without(answer, refused), counted=())

    def _record_answer(self, answer: Answer, found: Answer) -> None:
        """`found` is the answer before the second check."""
        result = Result.REFUSED if answer.refused else Result.DONE
        self._record(AuditAction.ASK, detail=answered(answer, found), result=result)
