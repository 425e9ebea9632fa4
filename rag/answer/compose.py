"""The verbatim answer in the form the question asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from access.scope import Scope
from rag.answer.asks import form_of
from rag.answer.bodies import head_of, of_what_is_named
from rag.answer.cards import without_all_names
from rag.answer.cites import Cites
from rag.answer.clauses import as_they_stand
from rag.answer.compared import Compared, compared
from rag.answer.fate import asks_fate, fate
from rag.answer.history import Provision, Step, as_changed, history_table, in_force, steps
from rag.answer.lists import completed, listed
from rag.answer.places import Places
from rag.answer.rows import from_table
from rag.answer.score import Asked, QuestionEmbedder
from rag.answer.shelf import ReadsRecords, Shelf
from rag.answer.sources import Range, Source
from rag.answer.standing import standings
from rag.answer.summary import OF_AN_ARTICLE, SENTENCES, summary
from rag.answer.told import Told
from rag.answer.verbatim import Chosen, choose, citations
from rag.answer.verdict import verdict
from rag.passages import PassageStore
from rag.refusal import answerable, judged
from rag.search import Found
from rag.types import AnswerCell, AnswerForm, AnswerSentence, AnswerTable, Standing
from rag.understand.named import resolve_numbers
from rag.understand.places import Place, asks_only_what_it_says
from rag.understand.question import understand
from vanthu.db import now, office_day
from vanthu.i18n import translate

OF_EACH = 4
"""Sentences told of each of two documents that are compared as a whole."""
COMPARED_AMONG = 5
"""Passages looked at for each side of a comparison."""
PLAIN = frozenset({AnswerForm.HISTORY, AnswerForm.COMPARISON, AnswerForm.SUMMARY})
"""Forms that become plain sentences where they cannot be made."""


class Looks(Protocol):
    """What is needed of a `SearchService` here."""

    def look(
        self,
        query: str,
        scope: Scope,
        *,
        limit: int = 10,
        on: date | None = None,
        document_ids: Iterable[int] | None = None,
    ) -> Found: ...


class KeepsSentences(Protocol):
    """What is needed of `SentenceVectors` here."""

    def beside(self, passage_ids: Sequence[int], embedder: QuestionEmbedder) -> QuestionEmbedder: ...


@dataclass(frozen=True, slots=True)
class Looked:
    """A question and what was found for it."""

    asked: Asked
    found: Found
    sources: Sequence[Source]
    places: Places
    scope: Scope

    @property
    def form(self) -> AnswerForm:
        return form_of(self.asked.question)

    @property
    def named(self) -> list[int]:
        return sorted(self.found.narrowing.named)


class Composer:
    """Makes answers of quotes. Without `records` nothing is told of other documents than those found."""

    def __init__(
        self,
        search: Looks,
        store: PassageStore,
        embedder: QuestionEmbedder,
        records: ReadsRecords | None,
        sentences: KeepsSentences | None = None,
    ) -> None:
        self._search = search
        self._store = store
        self._embedder = embedder
        self._records = records
        self._kept = sentences

    def compose(self, looked: Looked, *, supported: bool) -> Told:
        """The answer, as of the day that was looked for.

        Not `supported`: only what the documents named tell of themselves, what both sides of a comparison
        support, and rows of tables that hold nearly all that was asked.
        """
        shelf = self._shelf(looked.found.narrowing.on, looked.scope)
        told = _of_a_document(looked, shelf) if shelf is not None else None
        if told is None and looked.form is AnswerForm.COMPARISON:
            told = self._comparison(looked, shelf)
        if told is not None:
            return told
        if supported:
            told = self._sentences(looked, shelf)
        else:
            told = from_table(looked.asked, None, looked.sources, looked.places, supported=False)
        return _of_what_is_named(told or Told(), looked)

    def fate_of(self, documents: Sequence[int], looked: Looked) -> Told:
        """What became of these documents, or from when they hold; empty where the library does not say."""
        shelf = self._shelf(looked.found.narrowing.on, looked.scope)
        told = _fate(documents, looked, shelf) if shelf is not None else None
        return told or Told()

    def standings(self, document_ids: Sequence[int], scope: Scope, on: date) -> tuple[Standing, ...]:
        """Whether these documents are in force on `on`."""
        shelf = self._shelf(on, scope)
        return standings(document_ids, shelf) if shelf is not None else ()

    def _shelf(self, on: date | None, scope: Scope) -> Shelf | None:
        return Shelf(self._store, self._records, scope, on or office_day(now())) if self._records else None

    def _comparison(self, looked: Looked, shelf: Shelf | None) -> Told | None:
        """What the library says of each side; None where one of them is not to be found.

        Of two documents set side by side as a whole, the sentences that say most.
        """
        sides = compared(looked.asked.question)
        if sides is None:
            return None
        cites = Cites(looked.places)
        cells = self._whole_documents(sides, looked, shelf, cites)
        if cells is None:
            things = zip(sides.questions, (sides.one, sides.other), strict=True)
            one, other = (self._best(question, thing, looked) for question, thing in things)
            if one is None or other is None or one == other:
                return None
            cells = [cites.cell(source, ranges) for source, ranges in (one, other)]
        row = (AnswerCell(translate("Nội dung")), *cells)
        sentences = [AnswerSentence(each.quote, (each.n,)) for each in cites.all]
        table = AnswerTable(("", sides.one, sides.other), (row,))
        return Told(sentences, cites.all, AnswerForm.COMPARISON, table=table)

    def _whole_documents(
        self, sides: Compared, looked: Looked, shelf: Shelf | None, cites: Cites
    ) -> list[AnswerCell] | None:
        """The main sentences of two documents; None where more is asked than their names."""
        if shelf is None or self._records is None:
            return None
        cells = []
        for thing in sides.questions:
            ids = {id_ for each in resolve_numbers(thing, self._records, looked.scope) for id_ in each.ids}
            if len(ids) != 1 or without_all_names(thing).split():
                return None
            parts = summary(shelf.document(ids.pop()), OF_EACH)
            quotes = [cites.quote(source, [place]) for source, place in parts]
            if not quotes:
                return None
            text = "\n".join(words for words, _ in quotes)
            cells.append(AnswerCell(text, tuple(number for _, number in quotes)))
        return cells

    def _sentences_of(self, sources: Sequence[Source]) -> QuestionEmbedder:
        """The embedder, which need not embed what is kept of these sources."""
        if self._kept is None:
            return self._embedder
        return self._kept.beside([source.hit.passage_id for source in sources], self._embedder)

    def _best(self, text: str, thing: str, looked: Looked) -> tuple[Source, tuple[Range, ...]] | None:
        """The stretch that answers `text` best, if the library answers it at all.

        Of the document that `thing` names, where it names one.
        """
        resolved = resolve_numbers(thing, self._records, looked.scope) if self._records else []
        named = [document_id for each in resolved for document_id in each.ids]
        question = understand(text)
        found = self._search.look(
            text,
            looked.scope,
            limit=COMPARED_AMONG,
            on=looked.found.narrowing.on,
            document_ids=named or None,
        )
        if question is None or not found.hits or not answerable(judged(found, question)):
            return None
        sources = found_sources(found, self._store, looked.scope)
        chosen = choose(Asked(question.spelled_out, found.vector), sources, self._sentences_of(sources))
        best = max(chosen, key=lambda part: part.score, default=None)
        return (sources[best.source], best.ranges) if best else None

    def _sentences(self, looked: Looked, shelf: Shelf | None) -> Told:
        """The sentences that answer; a clause that was amended as it was and is, a table's row as a row."""
        asked, sources, places = looked.asked, looked.sources, looked.places
        form = AnswerForm.SENTENCES if looked.form in PLAIN else looked.form
        chosen = choose(asked, sources, self._sentences_of(sources))
        best = max(chosen, key=lambda part: part.score, default=None)
        if best is None:
            return Told()
        if rows := from_table(asked, best, sources, places, supported=True):
            return rows
        if sources[best.source].hit.document_id in looked.named:  # then others have no say beside it
            chosen = [part for part in chosen if sources[part.source].hit.document_id in looked.named]
        chosen, quoted_from = listed(chosen, sources, self._store, looked.scope, asked)
        chosen, quoted_from = completed(chosen, quoted_from, self._store, looked.scope)
        told = _quoted(chosen, quoted_from, places, shelf)
        if told.form is AnswerForm.HISTORY:
            return told
        said = None
        if form is AnswerForm.YES_NO:
            said = verdict(asked.question, told.sentences[0].text, quoted_from[chosen[0].source].hit.heading)
        return replace(told, form=form, verdict=said)


def found_sources(found: Found, store: PassageStore, scope: Scope) -> list[Source]:
    """The hits with the places of their words."""
    stored = {p.id: p for p in store.get([hit.passage_id for hit in found.hits], scope)}
    return [
        Source(hit, stored[hit.passage_id].spans, hit.document_id in found.superseded)
        for hit in found.hits
        if hit.passage_id in stored
    ]


def _quoted(chosen: Sequence[Chosen], sources: Sequence[Source], places: Places, shelf: Shelf | None) -> Told:
    """The chosen stretches as sentences, none twice; an amended clause in force, with its history."""
    changed: list[Step] = []
    if shelf is not None:
        chosen, sources, changed = as_changed(chosen, sources, shelf)
    once = {(sources[part.source].hit.passage_id, part.ranges): part for part in reversed(chosen)}
    chosen = [part for part in chosen if once[sources[part.source].hit.passage_id, part.ranges] is part]
    sentences, cited = citations(chosen, sources, places)
    if not changed:
        return Told(sentences, cited)
    cites = Cites(places, cited)
    table = history_table(changed, cites)
    return Told(sentences, cites.all, AnswerForm.HISTORY, table=table)


def _clauses(looked: Looked, shelf: Shelf) -> Told | None:
    """Every clause that is asked for by its number, whole; None where anything else is asked."""
    if not looked.sources or not asks_only_what_it_says(looked.asked.question) or len(looked.named) > 1:
        return None
    first, asked_for = looked.sources[0].hit, looked.found.narrowing.places
    if not looked.named and first.article not in {place.article for place in asked_for}:
        return None
    document = looked.named[0] if looked.named else first.document_id
    parts = as_they_stand(document, asked_for, shelf)
    if not parts:
        return None
    chosen = [Chosen(at, ranges, 1.0) for at, (_, ranges) in enumerate(parts)]
    told = _quoted(chosen, [source for source, _ in parts], looked.places, shelf)
    return replace(told, about=(document,))


def _of_what_is_named(told: Told, looked: Looked) -> Told:
    hits = [source.hit for source in looked.sources]
    heads = {hit.passage_id: head_of(hit.text) for hit in hits}
    return of_what_is_named(
        looked.asked.question, told, heads, {hit.document_id: hit.issuing_body or "" for hit in hits}
    )


def _of_a_document(looked: Looked, shelf: Shelf) -> Told | None:
    """A history, a fate, a summary or the clauses that the question names; None where it asks for none."""
    form, cites = looked.form, Cites(looked.places)
    if form is AnswerForm.HISTORY and (told := _history(looked, shelf, cites)):
        return told
    if looked.named and asks_fate(looked.asked.question) and (told := _fate(looked.named, looked, shelf)):
        return told
    if form is AnswerForm.SUMMARY:
        return _summary(looked, shelf, cites)
    return _clauses(looked, shelf)


def _fate(documents: Sequence[int], looked: Looked, shelf: Shelf) -> Told | None:
    cites = Cites(looked.places)
    lines, said = fate(looked.asked.question, documents, shelf)
    if not lines:
        return None
    sentences = [cites.sentence(source, [place]) for source, place in lines]
    return Told(sentences, cites.all, looked.form, said, about=tuple(documents))


def _history(looked: Looked, shelf: Shelf, cites: Cites) -> Told | None:
    """The words in force of every provision asked about, and the table of how they came about."""
    asked_for = looked.found.narrowing.places or ((Place(),) if looked.named else ())
    documents = looked.named or list(dict.fromkeys(source.hit.document_id for source in looked.sources))[:1]
    changed = [
        step
        for document_id in documents
        for place in asked_for
        for step in steps(Provision(document_id, place.article, place.clause), shelf)
    ]
    if not changed:
        return None
    by_provision: dict[Provision, list[Step]] = {}
    for step in changed:
        by_provision.setdefault(step.provision, []).append(step)
    sentences = [
        cites.sentence(source, ranges)
        for each in by_provision.values()
        if (wording := in_force(each, shelf.on))
        for source, ranges in wording.parts
    ]
    table = history_table(changed, cites)
    return Told(sentences, cites.all, AnswerForm.HISTORY, table=table, about=tuple(documents))


def _summary(looked: Looked, shelf: Shelf, cites: Cites) -> Told | None:
    articles = {place.article for place in looked.found.narrowing.places if place.article}
    if not looked.named and not (articles and looked.sources):
        return None
    body = shelf.document(looked.named[0] if looked.named else looked.sources[0].hit.document_id)
    within = [source for source in body if source.hit.article in articles]
    parts = summary(within or body, OF_AN_ARTICLE * len(articles) if within else SENTENCES)
    sentences = [cites.sentence(source, [place]) for source, place in parts]
    return Told(sentences, cites.all, AnswerForm.SUMMARY) if sentences else None
