"""The words of clauses, and what amending documents put in their place: for the watcher of courses' sources.

It acts for no person and gives nothing to a screen: what is shown of its findings is read again by a Scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from rag.answer.changes import Act, Change, changes
from rag.answer.history import of_point
from rag.models import PassageRow
from rag.sections import of_section, parts
from rag.understand.places import Place, read_places
from records.reference import key, parse_printed

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as the library has it, at the place that was found."""

    place: Place
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class NewWords:
    """What an amending document orders for places of the one it amends."""

    places: tuple[Place, ...]
    text: str
    """The new words; of a repeal the words that order it."""


def findable(place: Place) -> bool:
    """Whether its words can be told from the document's others: by an article, or a clause of a section."""
    return place.article is not None or parts(place.clause) is not None


def clauses(
    session: Session, wanted: Collection[tuple[int, Place]], *, exact: bool
) -> dict[tuple[int, Place], ClauseText]:
    """The clauses of documents that were found; unless `exact`, of one not told apart the article."""
    by_document: dict[int, list[PassageRow]] = defaultdict(list)
    documents = sorted({document_id for document_id, _ in wanted})
    articles = sorted({place.article for _, place in wanted if place.article})
    among: ColumnElement[bool] = PassageRow.article.in_(articles)
    if any(place.article is None and findable(place) for _, place in wanted):
        among = or_(among, PassageRow.article.is_(None))
    for start in range(0, len(documents), AT_ONCE):
        some = documents[start : start + AT_ONCE]
        rows = select(PassageRow).where(PassageRow.document_id.in_(some), among)
        for row in session.scalars(rows.order_by(PassageRow.document_id, PassageRow.ordinal)):
            by_document[row.document_id].append(row)
    found = {}
    for document_id, place in wanted:
        clause = _clause(by_document[document_id], place)
        if clause is None and not exact and place.clause is not None:
            clause = _clause(by_document[document_id], Place(place.article))
        if clause is not None:
            found[document_id, place] = clause
    return found


def new_words(session: Session, document_id: int, target_number: str) -> list[NewWords]:
    """What the document orders for the one numbered so; nothing where it names no places.

    A document that amends several names each in the heading or first words of its own article.
    """
    rows = session.scalars(
        select(PassageRow).where(PassageRow.document_id == document_id).order_by(PassageRow.ordinal)
    ).all()
    wanted = key(target_number)
    told = [(_numbers(group), _orders(group)) for group in _by_article(rows)]
    meant = [orders for numbers, orders in told if wanted in numbers and orders]
    return [order for orders in meant or [orders for _, orders in told] for order in orders]


def places_of(scope: str) -> tuple[Place, ...]:
    """The provisions that a relation names, with an article each; nothing where one lacks it."""
    places = tuple(place for mention in read_places(scope) for place in mention.places)
    return places if all(place.article for place in places) else ()


def _clause(rows: Sequence[PassageRow], place: Place) -> ClauseText | None:
    kept = _of_article(rows, place) if place.article is not None else of_section(rows, place.clause)
    if not kept:
        return None
    text = "\n".join(row.text for row in kept)
    page = kept[0].page
    if place.point is not None:
        own = [row for row in kept if row.point == place.point]
        cut = of_point(text, place.point)
        if not own and cut is None:
            return None
        text = "\n".join(row.text for row in own) if own else text[cut[0] : cut[1]] if cut else ""
        page = own[0].page if own else page
    return ClauseText(place, page, text)


def _of_article(rows: Sequence[PassageRow], place: Place) -> list[PassageRow]:
    found = [row for row in rows if row.article == place.article]
    # Of a decision with what it issues annexed, the annexed one's article is meant.
    found = [row for row in found if row.heading[:1] == found[-1].heading[:1]]
    return [row for row in found if place.clause is None or row.clause == place.clause]


def _by_article(rows: Sequence[PassageRow]) -> Iterator[list[PassageRow]]:
    group: list[PassageRow] = []
    for row in rows:
        if group and row.article != group[-1].article:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _numbers(group: Sequence[PassageRow]) -> set[str]:
    named = "\n".join([*group[0].heading[-1:], group[0].text])
    return {key(found.reference) for found in parse_printed(named)}


def _orders(group: Sequence[PassageRow]) -> list[NewWords]:
    text = "\n".join(row.text for row in group)
    heading = " › ".join(group[0].heading)
    return [NewWords(change.places, _words(change, text)) for change in changes(text, heading)]


def _words(change: Change, text: str) -> str:
    start, end = change.announced if change.text is None or change.act is Act.REPEALS else change.text
    return text[start:end]
