"""Choosing the sentences that answer, and saying exactly where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.places import Places
from rag.answer.score import Asked, QuestionEmbedder, scores
from rag.answer.sources import Range, Source, Unit, repeated, units
from rag.sentences import one_colon
from rag.structure.markers import Level, any_marker
from rag.types import AnswerSentence, Citation, PageBox

BELOW = (0.0, 0.06, 0.04)
"""How far below the best a second and a third sentence may score.

Of 240 reading questions 32 have their answer only in the second sentence, never more than .059 below the
best; of the other 188 second sentences 86 score lower and are left out."""
NEXT, BEFORE = 0.03, 0.01
"""For the neighbours of the best sentence: what it says is often completed right after it."""
NUMBERED = {Level.CLAUSE, Level.SUBCLAUSE, Level.POINT, Level.ITEM}
"""Markers that an answer's sentence is shown without."""
ENTRY_SYLLABLES = 150
"""An entry of a list that two chosen sentences stand in is quoted whole up to this length."""
LIST_SYLLABLES = 320
"""A list is quoted whole up to this length."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One quoted stretch of a source: a sentence, or an item with its introduction, or a whole list."""

    source: int
    ranges: tuple[Range, ...]
    score: float

    def quote(self, sources: Sequence[Source]) -> str:
        """The exact words; parts that do not stand next to each other are told apart by an ellipsis."""
        text = sources[self.source].hit.text
        quote, last = "", None
        for start, end in self.ranges:
            if last is not None:
                quote += "\n" if not text[last:start].strip() else "\n[…]\n"
            quote += text[start:end]
            last = end
        return quote


def choose(asked: Asked, sources: Sequence[Source], embedder: QuestionEmbedder) -> list[Chosen]:
    """The one to three stretches that answer best: the best passage first, in reading order inside one."""
    all_units = units(sources)
    if not all_units:
        return []
    copies = repeated(all_units, sources)
    scored = scores(asked, sources, all_units, embedder, without=copies)
    best_unit = max(scored, key=lambda i: scored[i])
    best = scored[best_unit]
    for neighbour, bonus in ((best_unit + 1, NEXT), (best_unit - 1, BEFORE)):
        if neighbour in scored and all_units[neighbour].source == all_units[best_unit].source:
            scored[neighbour] = min(best, scored[neighbour] + bonus)
    ranked = sorted(scored, key=lambda i: (-scored[i], i != best_unit))
    taken: list[Chosen] = []
    covered: set[int] = set()
    for i in ranked:
        if len(taken) == len(BELOW) or scored[i] < best - BELOW[len(taken)]:
            break
        if i in covered:
            continue
        members = _stretch(all_units, i, whole=asked.wants_list)
        covered.update(members)
        taken.append(Chosen(all_units[i].source, _ranges(all_units, i, members), scored[i]))
    return _in_reading_order(_whole_entries(taken, sources), sources)


def citations(
    chosen: Sequence[Chosen], sources: Sequence[Source], places: Places
) -> tuple[list[AnswerSentence], list[Citation]]:
    """The answer's sentences and their citations, numbered from 1 in order of appearance."""
    sentences: list[AnswerSentence] = []
    cited: list[Citation] = []
    for number, part in enumerate(chosen, 1):
        source = sources[part.source]
        quote = part.quote(sources)
        alone = sum(_heading(sources[other.source]) == _heading(source) for other in chosen) == 1
        sentences.append(AnswerSentence(shown(quote) if alone else one_colon(quote), (number,)))
        cited.append(citation(number, source, quote, places.boxes(source, part.ranges)))
    return sentences, cited


def shown(quote: str) -> str:
    """A quote that stands alone as a sentence of the answer: its number numbers nothing there."""
    marker = any_marker(quote)
    single = marker is not None and marker.level in NUMBERED and "\n" not in quote
    return one_colon(marker.rest if marker and single else quote)


def _heading(source: Source) -> tuple[int, str]:
    return source.hit.document_id, source.hit.heading


def citation(number: int, source: Source, quote: str, boxes: tuple[PageBox, ...]) -> Citation:
    """A citation of `quote`, which stands in `source` at `boxes`."""
    hit = source.hit
    return Citation(
        number,
        hit.passage_id,
        hit.document_id,
        hit.filename,
        hit.reference_number,
        hit.title,
        hit.heading,
        hit.article,
        boxes[0].page if boxes else hit.page,
        quote,
        boxes,
        hit.boxes,
        hit.data_class,
    )


def _whole_entries(taken: Sequence[Chosen], sources: Sequence[Source]) -> list[Chosen]:
    """Sentences of one marked entry as one stretch: the whole entry, or they with what is between."""
    entries: dict[tuple[int, Range], list[Chosen]] = {}
    for part in taken:
        text, (start, end) = sources[part.source].hit.text, part.ranges[-1]
        stop = text.find("\n", end)
        entry = (text.rfind("\n", 0, start) + 1, stop if stop >= 0 else len(text))
        entries.setdefault((part.source, entry), []).append(part)
    kept: list[Chosen] = []
    for (source, entry), parts in entries.items():
        text = sources[source].hit.text
        between = (min(part.ranges[-1][0] for part in parts), max(part.ranges[-1][1] for part in parts))
        marked = len(parts) > 1 and any_marker(text[slice(*entry)]) is not None
        whole = (place for place in (entry, between) if len(text[slice(*place)].split()) <= ENTRY_SYLLABLES)
        place = next(whole, None) if marked else None
        kept += [Chosen(source, (place,), parts[0].score)] if place else parts
    return kept


def _stretch(all_units: Sequence[Unit], i: int, *, whole: bool) -> list[int]:
    """The unit alone, or with every item of the list it opens; `whole`: of the list it is an item of, too."""
    if whole and (lead := all_units[i].lead):
        i = next(j for j in range(i, -1, -1) if (all_units[j].start, all_units[j].end) == lead)
    if not all_units[i].opens_list:
        return [i]
    members, length = [i], len(all_units[i].text.split())
    for j in range(i + 1, len(all_units)):
        unit = all_units[j]
        length += len(unit.text.split())
        if unit.source != all_units[i].source or length > LIST_SYLLABLES:
            break
        members.append(j)
    return members


def _ranges(all_units: Sequence[Unit], i: int, members: Sequence[int]) -> tuple[Range, ...]:
    unit = all_units[i]
    if len(members) > 1:
        return ((all_units[members[0]].start, all_units[members[-1]].end),)
    return (unit.lead, (unit.start, unit.end)) if unit.lead else ((unit.start, unit.end),)


def _in_reading_order(taken: Sequence[Chosen], sources: Sequence[Source]) -> list[Chosen]:
    """Source by source, the best first; what is in force before what was replaced."""
    order: dict[int, int] = {}
    for part in taken:
        order.setdefault(part.source, len(order))
    return sorted(
        taken, key=lambda part: (sources[part.source].superseded, order[part.source], part.ranges[-1])
    )
