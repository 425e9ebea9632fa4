"""A question in, a cited answer out: found, judged, quoted or written, checked, or refused."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Literal

from access.principal import Principal
from access.roles import Action
from access.scope import Scope
from rag import asking, small_talk
from rag.answer import Places
from rag.answer.cards import Cards
from rag.answer.compose import Composer, KeepsSentences, Looked, found_sources
from rag.answer.fate import asks_fate
from rag.answer.places import ReadsPages
from rag.answer.score import Asked, QuestionEmbedder
from rag.answer.shelf import ReadsRecords
from rag.answer.told import Told, joined
from rag.answer.written import Drafted
from rag.answer.written import supported as written
from rag.passages import PassageStore
from rag.refusal import answerable, judged
from rag.search import Found, SearchService
from rag.types import Answer, AskEvent, Hit, Turn
from rag.understand.answering import given_way, unheld
from rag.understand.conversation import Whole, made_whole
from rag.understand.question import Question, understand
from rag.writer import Writer
from vanthu.db import now, office_day

LOOKED_AT = 8
"""Hits an answer is made from."""
NEAREST = 5
"""Hits shown where there is no answer."""
MAX_QUESTION_CHARS = 4_000


class Assistant:
    """Answers from what the asker may see, or says that the library does not answer."""

    def __init__(
        self,
        search: SearchService,
        store: PassageStore,
        embedder: QuestionEmbedder,
        writer: Writer | None,
        *,
        pages: ReadsPages | None = None,
        records: ReadsRecords | None = None,
        sentences: KeepsSentences | None = None,
        max_question_chars: int = MAX_QUESTION_CHARS,
    ) -> None:
        """`pages` gives the boxes of quoted words; without it they are cut out of the printed lines.

        `records` tells of other documents than those found: what amended or replaced them, whole documents.
        `sentences` holds vectors of sentences; without it they are made for every question.
        """
        self._search = search
        self._store = store
        self._embedder = embedder
        self._writer = writer
        self._pages = pages
        self._records = records
        self._composer = Composer(search, store, embedder, records, sentences)
        self._limit = max_question_chars

    def ask(
        self,
        question: str,
        principal: Principal,
        *,
        on: date | None = None,
        history: Sequence[Turn] = (),
        without: Sequence[str] = (),
        within: Collection[int] | None = None,
    ) -> Answer:
        """The whole answer; `without`: keys of understood filters that are not to narrow the search.

        `within`: the only documents it is to come from, as if there were no others; None for all.
        """
        for event in self.stream(question, principal, on=on, history=history, without=without, within=within):
            if event.answer is not None:
                return event.answer
        raise RuntimeError("a stream of an answer ended without one")

    def stream(
        self,
        question: str,
        principal: Principal,
        *,
        on: date | None = None,
        history: Sequence[Turn] = (),
        without: Sequence[str] = (),
        within: Collection[int] | None = None,
    ) -> Iterator[AskEvent]:
        """`searching`, then each supported sentence with its new citations, then `done` with the whole.

        Where a model's sentences fail the check too often, `done` holds the verbatim answer instead.
        """
        principal.require(Action.READ)
        started = time.monotonic()
        yield AskEvent("searching")
        answer: Answer | None = None
        scope = Scope.of(principal)
        for event in self._steps(question, scope, history, on=on, without=without, within=within):
            if event.answer is None:
                yield event
            else:
                answer = event.answer
        if answer is None:
            raise RuntimeError("no step of an answer was the last")
        elapsed = round((time.monotonic() - started) * 1000)
        yield AskEvent("done", answer=replace(answer, elapsed_ms=elapsed))

    def _steps(
        self,
        raw: str,
        scope: Scope,
        history: Sequence[Turn],
        *,
        on: date | None,
        without: Sequence[str],
        within: Collection[int] | None,
    ) -> Iterator[AskEvent]:
        asked = asking.cleaned(raw)
        if reason := asking.refused_at_once(asked, self._limit):
            yield _refusal(reason, length=len(asked), limit=self._limit)
            return
        if talk := small_talk.reply(asked):
            yield AskEvent("done", answer=Answer(talk, refused=True, reason=asking.NOT_A_QUESTION))
            return
        whole = _among(made_whole(asked, history), within)
        found = self._look(whole, scope, on, without)
        for event in self._told(whole, found, scope):
            answer = event.answer
            if answer is not None:
                sought = whole.question if answer.refused else ""
                answer = replace(answer, understood=found.understood, sought=sought)
            yield replace(event, answer=answer)

    def _told(self, whole: Whole, found: Found, scope: Scope) -> Iterator[AskEvent]:
        """What was found, as an answer or a refusal."""
        question = understand(whole.question)
        if question is None or not found.hits:
            yield _refusal(asking.NOTHING_FOUND)
            return
        if names := unheld(found):
            yield _refusal(asking.NOT_HELD, nearest=found.hits, names=names)
            return
        focus = understand(whole.asked) or question
        known = found.vector if focus.reading == question.reading else None
        looked = Looked(
            Asked(focus.spelled_out, known, focus.in_vietnamese),
            found,
            found_sources(found, self._store, scope),
            Places(self._pages, scope),
            scope,
        )
        if self._records is not None:
            cards = Cards(self._records, self._store, scope)
            if told := cards.told(whole.asked, found.narrowing, whole.document_ids):
                if told.about and asks_fate(whole.asked):
                    told = joined([told, self._composer.fate_of(told.about, looked)])
                yield from self._quoted(told, looked, 0)
                return
        yield from self._answered(focus, looked, supported=answerable(judged(found, question)))

    def _look(self, whole: Whole, scope: Scope, on: date | None, without: Sequence[str]) -> Found:
        """What the question finds. A choice of documents that leaves no answer gives way, and says so."""
        look = partial(
            self._search.look, whole.question, scope, limit=LOOKED_AT, on=on, document_ids=whole.document_ids
        )
        found = look(without=without)
        question = understand(whole.question)
        if question is None or not (choosing := found.narrowing.choosing):
            return found
        if found.hits and answerable(judged(found, question)):
            return found
        wider = look(without=(*without, *choosing))
        if not wider.hits or not answerable(judged(wider, question)):
            return found
        return replace(wider, understood=given_way(found.understood, choosing))

    def _answered(self, question: Question, looked: Looked, *, supported: bool) -> Iterator[AskEvent]:
        """`supported`: whether what was found supports an answer at all.

        A model is asked only for what is told in running sentences: what the documents give whole (a history,
        a table, a comparison, a list) stays as they give it.
        """
        told = self._composer.compose(looked, supported=supported)
        drafted = Drafted()
        if self._writer is not None and supported and not told.whole:
            for sentence, cited in written(
                self._writer, question, looked.sources, self._embedder, drafted, places=looked.places
            ):
                yield AskEvent("sentence", sentence, cited)
            if drafted.good_enough:
                in_its_words = Told(drafted.sentences, drafted.citations)
                yield self._whole(in_its_words, looked, drafted.withheld, "written")
                return
        if not told.sentences:
            yield _refusal(asking.NOT_SUPPORTED, nearest=[source.hit for source in looked.sources])
            return
        yield from self._quoted(told, looked, drafted.withheld)

    def _quoted(self, told: Told, looked: Looked, withheld: int) -> Iterator[AskEvent]:
        """An answer that is no model's, sentence by sentence and whole; a count at its end, once checked."""
        shown: set[int] = set()
        for sentence in () if told.counted else told.sentences:
            new = tuple(c for c in told.citations if c.n in sentence.citations and c.n not in shown)
            shown.update(citation.n for citation in new)
            yield AskEvent("sentence", sentence, new)
        yield self._whole(told, looked, withheld, "verbatim")

    def _whole(
        self, told: Told, looked: Looked, withheld: int, mode: Literal["verbatim", "written"]
    ) -> AskEvent:
        joint = " " if mode == "written" else "\n"
        quoted = {citation.passage_id for citation in told.citations}
        more = tuple(source.hit for source in looked.sources if source.hit.passage_id not in quoted)
        on = looked.found.narrowing.on or office_day(now())
        documents = [*(citation.document_id for citation in told.citations), *told.about]
        answer = Answer(
            answer=joint.join(sentence.text for sentence in told.sentences),
            refused=False,
            reason=None,
            sentences=tuple(told.sentences),
            citations=tuple(told.citations),
            nearest=more[:NEAREST],
            withheld=withheld,
            mode=mode,
            retrieved=tuple(source.hit.passage_id for source in looked.sources),
            form=told.form,
            verdict=told.verdict,
            table=told.table,
            as_of=on,
            standings=self._composer.standings(documents, looked.scope, on),
            counted=told.counted,
        )
        return AskEvent("done", answer=answer)


def _among(whole: Whole, within: Collection[int] | None) -> Whole:
    """The question of these documents only."""
    if within is None:
        return whole
    pointed = whole.document_ids
    return replace(whole, document_ids=tuple(sorted(within if pointed is None else {*pointed} & {*within})))


def _refusal(
    reason: str, *, nearest: Sequence[Hit] = (), length: int = 0, limit: int = 0, names: str = ""
) -> AskEvent:
    text = asking.said(reason, length=length, limit=limit, names=names)
    return AskEvent(
        "done",
        answer=Answer(
            text,
            refused=True,
            reason=reason,
            nearest=tuple(nearest[:NEAREST]),
            retrieved=tuple(hit.passage_id for hit in nearest),
            ask_whom=asking.whom(reason),
        ),
    )
