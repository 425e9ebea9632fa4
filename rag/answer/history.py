"""A clause as it was and as it is: the words a visible document put in the place of others, and from when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answer.changes import Act, Change, changes
from rag.answer.cites import Cites
from rag.answer.shelf import Shelf
from rag.answer.sources import Range, Source
from rag.answer.verbatim import Chosen
from rag.types import AnswerCell, AnswerTable
from rag.understand.places import Place
from records.effect import stated
from records.types import Relation, RelationKind
from vanthu.i18n import translate

FOLLOWED = 4
"""Stretches of one answer whose amendments are looked for."""
MOST_PASSAGES = 12
"""Passages of one article shown as its old words."""
MOST_CHANGERS = 6
"""Documents that changed one, read for what they changed; more than anybody sets side by side."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A clause of a document, as changes call it."""

    document_id: int
    article: str | None
    clause: str | None
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a provision said, from a day on."""

    parts: tuple[tuple[Source, tuple[Range, ...]], ...]
    gone: bool = False
    """The words only say that it was repealed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one provision."""

    provision: Provision
    before: Wording | None
    """None for a provision that was added, or whose old words are not in the library."""
    after: Wording
    since: date
    said: tuple[Source, Range] | None
    """Where the changing document says from when it holds."""


def provision_of(source: Source, ranges: Sequence[Range], shelf: Shelf) -> Provision | None:
    """The provision that the words at `ranges` belong to: the one they change, or the one they state."""
    hit = source.hit
    for relation in shelf.relations(hit.document_id):
        if relation.direction == "outgoing" and relation.kind is RelationKind.AMENDS and relation.document_id:
            for order in _orders(shelf.document(hit.document_id)):
                if order.change.text is not None and order.touches(hit.passage_id, ranges):
                    place = order.change.places[0]
                    return Provision(relation.document_id, place.article, place.clause, place.point)
    if hit.article is None and hit.clause is None:
        return None
    return Provision(hit.document_id, hit.article, hit.clause)


def steps(provision: Provision, shelf: Shelf) -> list[Step]:
    """Every change visible documents made to it, oldest first; without a clause, to all of its article."""
    found: list[Step] = []
    words: dict[Provision, Wording | None] = {}
    for relation in _amending(provision.document_id, shelf):
        sources = shelf.document(relation.document_id or 0)
        since, said = _holds_from(sources, relation, shelf)
        if since is None:
            continue
        for order in _orders(sources):
            after = Wording(order.words, gone=order.change.act is Act.REPEALS)
            for place in _concerned(order.change, provision):
                clause = place.clause or provision.clause
                exact = Provision(provision.document_id, place.article, clause, place.point)
                found.append(Step(exact, None, after, since, said))
    told: list[Step] = []
    for step in sorted(found, key=lambda step: (step.since, step.after.parts[0][0].hit.passage_id)):
        if step.provision not in words:
            words[step.provision] = first_words(step.provision, shelf)
        told.append(Step(step.provision, words[step.provision], step.after, step.since, step.said))
        words[step.provision] = step.after
    return told


def in_force(told: Sequence[Step], on: date) -> Wording | None:
    """Of the steps of one provision, the words that hold on `on`."""
    past = [step for step in told if step.since <= on]
    return past[-1].after if past else told[0].before if told else None


def history_table(told: Sequence[Step], cites: Cites) -> AnswerTable:
    """Old and new side by side; the days stand in the headings where all changes are of one day."""
    days = {step.since for step in told}
    place, since = translate("Điều, khoản"), translate("Có hiệu lực từ")
    if len(days) == 1:
        day = f"{days.pop():%d/%m/%Y}"
        before = translate("Trước ngày {day}").format(day=day)
        after = translate("Từ ngày {day}").format(day=day)
        columns: tuple[str, ...] = (place, before, after)
    else:
        columns = (place, translate("Trước khi sửa đổi"), translate("Sau khi sửa đổi"), since)
    rows = []
    for step in told:
        named = step.provision
        label = Place(named.article, named.clause, named.point).filter.label
        old = _cell(step.before, cites) if step.before else AnswerCell("")
        new = _cell(step.after, cites)
        day_cited = (cites.quote(step.said[0], [step.said[1]])[1],) if step.said else ()
        if len(columns) > 3:
            cells = [AnswerCell(label), old, new, AnswerCell(f"{step.since:%d/%m/%Y}", day_cited)]
        else:
            cells = [AnswerCell(label, day_cited), old, new]
        rows.append(tuple(cells))
    return AnswerTable(columns, tuple(rows))


def _amending(document_id: int, shelf: Shelf) -> list[Relation]:
    kinds = {RelationKind.AMENDS, RelationKind.REPEALS}
    return [each for each in shelf.changers(document_id) if each.kind in kinds][:MOST_CHANGERS]


@dataclass(frozen=True, slots=True)
class Order:
    """A change with the places of its words in the passages of its document."""

    change: Change
    words: tuple[tuple[Source, tuple[Range, ...]], ...]
    """The new words; where there are none, those that order it."""

    def touches(self, passage_id: int, ranges: Sequence[Range]) -> bool:
        return any(
            source.hit.passage_id == passage_id and start < mine[1] and mine[0] < end
            for source, places in self.words
            for mine in places
            for start, end in ranges
        )


def _orders(sources: Sequence[Source]) -> Iterator[Order]:
    """The changes a document orders. What is announced at a passage's end stands in the next one."""
    at = 0
    while at < len(sources):
        end = at + 1
        while end < len(sources) and sources[end - 1].hit.text.endswith(":"):
            end += 1
        group = sources[at:end]
        for change in changes("\n".join(source.hit.text for source in group), group[0].hit.heading):
            yield Order(change, _placed(change.text or change.announced, group))
        at = end


def _placed(place: Range, group: Sequence[Source]) -> tuple[tuple[Source, tuple[Range, ...]], ...]:
    """A range of the joined passages as ranges of each."""
    found, offset = [], 0
    for source in group:
        length = len(source.hit.text)
        start, end = max(0, place[0] - offset), min(length, place[1] - offset)
        if start < end:
            found.append((source, ((start, end),)))
        offset += length + 1
    return tuple(found)


def _concerned(change: Change, provision: Provision) -> list[Place]:
    """The provisions it changes of those asked about; of a whole document all."""
    if provision.article is None and provision.clause is None:
        return [*change.places]
    return [
        place
        for place in change.places
        if place.article == provision.article
        and (provision.clause is None or place.clause in {None, provision.clause})
    ]


def first_words(provision: Provision, shelf: Shelf) -> Wording | None:
    """What the document itself says there; of a text with an annexed one, what the annexed one says."""
    if provision.article is None:
        passage = shelf.store.clause(provision.document_id, None, provision.clause, shelf.scope)
        passages = [passage] if passage and passage.clause == provision.clause else []
    else:
        near = shelf.scope.among([provision.document_id])
        passages = shelf.store.at(
            [provision.document_id], provision.article, provision.clause, near, MOST_PASSAGES
        )
        if provision.clause and passages and passages[0].clause != provision.clause:
            return None
        passages = [each for each in passages if each.heading[:1] == passages[-1].heading[:1]]
    parts = [(each, of_point(each.hit.text, provision.point)) for each in shelf.sources(passages)]
    kept = [(source, (place,)) for source, place in parts if place is not None]
    return Wording(tuple(kept)) if kept else None


def of_point(text: str, point: str | None) -> Range | None:
    """The lines of one point of a clause; the whole without a point, None where the point is not there."""
    if point is None:
        return 0, len(text)
    found = re.search(rf"^{re.escape(point)}[.)] .*(?:\n(?![a-zđ][.)] ).*)*", text, re.MULTILINE)
    return found.span() if found else None


def _cell(wording: Wording, cites: Cites) -> AnswerCell:
    cells = [cites.cell(source, ranges) for source, ranges in wording.parts]
    return AnswerCell(
        "\n".join(cell.text for cell in cells), tuple(n for cell in cells for n in cell.citations)
    )


def _holds_from(
    sources: Sequence[Source], relation: Relation, shelf: Shelf
) -> tuple[date | None, tuple[Source, Range] | None]:
    """From when a changing document holds, and where it says so; else the day it was issued."""
    if not sources:
        return None, None
    issued = sources[0].hit.issue_date
    for source in sources:
        if effect := stated(source.hit.text, issued):
            return effect.day, (source, (effect.start, effect.end))
    known = shelf.records.effects([relation.document_id or 0], shelf.scope)
    effect = known.get(relation.document_id or 0)
    return (effect.day if effect else issued), None


def as_changed(
    chosen: Sequence[Chosen], sources: Sequence[Source], shelf: Shelf
) -> tuple[list[Chosen], list[Source], list[Step]]:
    """The chosen stretches, those of an amended clause in the words that hold on the day asked about.

    A clause and its amendment found side by side become one.
    """
    every, kept = list(sources), list[Chosen]()
    told: dict[Provision, list[Step]] = {}
    for at, part in enumerate(chosen):
        provision = provision_of(every[part.source], part.ranges, shelf) if at < FOLLOWED else None
        every_step = steps(provision, shelf) if provision else []
        mine = [step for step in every_step if provision and _is_of(step, provision, part, every)]
        wording = in_force(mine, shelf.on)
        if wording is None:
            kept.append(part)
            continue
        for source, ranges in wording.parts if mine[0].provision not in told else ():
            every.append(source)
            kept.append(Chosen(len(every) - 1, ranges, part.score))
        told.setdefault(mine[0].provision, mine)
    return kept, every, [step for each in told.values() for step in each]


def _is_of(step: Step, provision: Provision, part: Chosen, sources: Sequence[Source]) -> bool:
    """Whether the change is of what is quoted: of the clause, or of the point the quoted words stand in."""
    changed = step.provision
    if (changed.article, changed.clause) != (provision.article, provision.clause):
        return False
    if changed.point is None or provision.point is not None:
        return changed.point in {None, provision.point}
    quoted = sources[part.source].hit.passage_id
    return step.before is not None and any(
        source.hit.passage_id == quoted and start < mine[1] and mine[0] < end
        for source, places in step.before.parts
        for mine in places
        for start, end in part.ranges[-1:]
    )
