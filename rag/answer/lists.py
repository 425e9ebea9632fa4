"""Lists over several passages: "… có các quyền sau đây:", then one clause of the article per right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from access.scope import Scope
from rag.answer.sources import Source
from rag.answer.verbatim import LIST_SYLLABLES, Chosen
from rag.passages import Passage
from rag.sentences import split


class ReadsArticles(Protocol):
    """What is needed of a `PassageStore` here."""

    def rest_of_article(self, passage_id: int, scope: Scope, limit: int = 12) -> list[Passage]: ...


def completed(
    chosen: Sequence[Chosen], sources: Sequence[Source], store: ReadsArticles, scope: Scope
) -> tuple[list[Chosen], list[Source]]:
    """The chosen stretches, a list that leaves its passage followed into the next ones of the article.

    Only the lead-in of a whole article does: it stands before its first clause, at the passage's beginning.
    """
    every = list(sources)
    stretches: list[Chosen] = []
    for part in chosen:
        source = every[part.source]
        stretches.append(part)
        if not _opens_article(part, source):
            continue
        length = len(source.hit.text.split())
        for passage in store.rest_of_article(source.hit.passage_id, scope):
            length += len(passage.text.split())
            if length > LIST_SYLLABLES:
                break
            if any(one.source == _index(every, passage.id) for one in [*chosen, *stretches]):
                continue
            every.append(_source(source, passage))
            stretches.append(Chosen(len(every) - 1, ((0, len(passage.text)),), part.score))
    return stretches, every


def _opens_article(part: Chosen, source: Source) -> bool:
    """Whether the stretch is a lead-in with the first clause of an article after it."""
    hit = source.hit
    places = split(hit.text)
    whole = part.ranges == ((0, len(hit.text)),)
    return whole and hit.clause == "1" and len(places) > 1 and hit.text[: places[0][1]].endswith(":")


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
    return Source(hit, passage.spans)
