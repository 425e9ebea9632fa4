"""Lists over several passages: "… có các quyền sau đây:", then one clause of the article per right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from access.scope import Scope
from rag.answer.score import Asked
from rag.answer.sources import Source
from rag.answer.verbatim import LIST_SYLLABLES, Chosen
from rag.ground.tokens import coverage, words
from rag.passages import Passage
from rag.sentences import split

CLAUSES = 12
"""Clauses of an article quoted as one list, at most."""
TITLED = 0.2
"""Share of the question's weight that a heading must hold to be what the question asks for."""
HEADED = 4
"""Passages found among which one is looked for whose heading the question says."""
SAID, LEAST_WORDS = 0.75, 2
"""Share of such a heading's weight, and words it has at least."""
SHORT_HEADING = 4
"""Words below which a heading says too little by itself."""
PASSAGES = 3
"""Passages a list outside an article is followed into."""

_NUMBERED = re.compile(r"^(?:Điều \d+[a-zđ]?\.?|[IVX]+[.-]|\d+(?:\.\d+)*[.)-])\s*")


class ReadsArticles(Protocol):
    """What is needed of a `PassageStore` here."""

    def following(self, passage_id: int, scope: Scope, limit: int) -> list[Passage]: ...

    def beside(self, passage_id: int, scope: Scope) -> list[Passage]: ...


def listed(
    chosen: Sequence[Chosen], sources: Sequence[Source], store: ReadsArticles, scope: Scope, asked: Asked
) -> tuple[list[Chosen], list[Source]]:
    """The chosen stretches; where a list is asked for and the clauses of one heading are it, all of these.

    They are where the heading is in the question's words, or where two of them were chosen by themselves.
    """
    every = list(sources)
    best = max(chosen, key=lambda part: part.score, default=None)
    if best is None or not asked.wants_list:
        return list(chosen), every
    headed = next((at for at, source in enumerate(every[:HEADED]) if _headed(source, asked)), best.source)
    if every[headed].hit.clause is None:
        return list(chosen), every
    said = _headed(every[headed], asked)
    clauses = store.beside(every[headed].hit.passage_id, scope)
    ids = {passage.id for passage in clauses}
    inside = {part.source for part in chosen if every[part.source].hit.passage_id in ids}
    heading = clauses[0].heading[-1] if clauses and clauses[0].heading else ""
    titled = said or asked.overlap(heading) >= TITLED
    if not (titled or len(inside) > 1) or not (1 if said else 2) <= len(clauses) <= CLAUSES:
        return list(chosen), every
    if sum(len(passage.text.split()) for passage in clauses) > LIST_SYLLABLES:
        return list(chosen), every
    beside = every[headed]
    whole: list[Chosen] = []
    for passage in clauses:
        at = _index(every, passage.id)
        if at < 0:
            at = len(every)
            every.append(_source(beside, passage))
        whole.append(Chosen(at, ((0, len(passage.text)),), best.score))
    others = [] if said else [part for part in chosen if part.source not in inside]
    return whole + others, every


def _headed(source: Source, asked: Asked) -> bool:
    """Whether clauses stand under a heading that the question says nearly whole.

    A short one is read with the one above it: "Mục tiêu › Đến năm 2030".
    """
    *above, last = (words(_NUMBERED.sub("", part)) for part in source.hit.heading.split(" › "))
    said = [*above[-1], *last] if above and len(last) < SHORT_HEADING else last
    named = source.hit.clause is not None and len(said) >= LEAST_WORDS and not source.superseded
    return named and coverage(said, words(asked.question)) >= SAID


def completed(
    chosen: Sequence[Chosen], sources: Sequence[Source], store: ReadsArticles, scope: Scope
) -> tuple[list[Chosen], list[Source]]:
    """The chosen stretches, a list that leaves its passage followed into the next ones."""
    every = list(sources)
    stretches: list[Chosen] = []
    for part in chosen:
        source = every[part.source]
        stretches.append(part)
        limit = _runs_on(part, source)
        if not limit:
            continue
        length = len(source.hit.text.split())
        for passage in store.following(source.hit.passage_id, scope, limit):
            length += len(passage.text.split())
            if length > LIST_SYLLABLES:
                break
            if any(one.source == _index(every, passage.id) for one in [*chosen, *stretches]):
                continue
            every.append(_source(source, passage))
            stretches.append(Chosen(len(every) - 1, ((0, len(passage.text)),), part.score))
    return stretches, every


def _runs_on(part: Chosen, source: Source) -> int:
    """How many passages a list goes on for at most; 0 where the stretch opens none that leaves its passage.

    It does where the words that introduce it end the passage, and where they introduce the clauses of an
    article: they stand before the first one then.
    """
    hit = source.hit
    places = split(hit.text)
    whole = part.ranges == ((0, len(hit.text)),)
    if hit.clause == "1" and whole and len(places) > 1 and hit.text[: places[0][1]].endswith(":"):
        return CLAUSES
    ends = part.ranges[-1][1] == len(hit.text) and hit.text.endswith(":")
    return PASSAGES if ends else 0


def _index(sources: Sequence[Source], passage_id: int) -> int:
    return next((i for i, source in enumerate(sources) if source.hit.passage_id == passage_id), -1)


def _source(beside: Source, passage: Passage) -> Source:
    """Another passage of the same document, as if it had been found."""
    hit = replace(
        beside.hit,
        passage_id=passage.id,
        heading=passage.heading_path,
        article=passage.article,
        clause=passage.clause,
        page=passage.page,
        text=passage.text,
        boxes=passage.boxes,
    )
    return Source(hit, passage.spans, beside.superseded)
