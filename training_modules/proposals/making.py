"""Facts made into questions; what else could be the answer is taken from other clauses of the same kind."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.passages import Passage
from rag.sections import numbered, parts
from training_modules.content import Source
from training_modules.items import Item
from training_modules.proposals.facts import Fact, FactKind, facts_of
from vanthu.text import fold

GAP = "……"
OTHERS = 3
"""Wrong options of a question with a choice."""
FEWEST_OTHERS = 2
"""With fewer, a figure is asked for by typing and other facts are not asked."""

_STEMS = {
    FactKind.FIGURE: "Theo {place}, điền vào chỗ trống: “{asked}”",
    FactKind.RESPONSIBLE: "Theo {place}, ai là chủ thể còn thiếu trong câu: “{asked}”",
    FactKind.TERM: "Theo {place}, thuật ngữ nào được giải thích như sau: “{asked}”",
    FactKind.FORBIDDEN: "Theo {place}, câu sau đây đúng hay sai: “{asked}”",
}
"""Words of a course, which are Vietnamese whatever the trainer's own language."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A question, the clause it rests on, and its words there."""

    item: Item
    source: Source
    passage: Passage
    sentence: str


def propose(passages: Sequence[Passage], document: Source) -> list[Proposed]:
    """A question for each fact that gives one. `document`: the card of the document, without a place.

    None where the document has the place twice, as a decision and what it issues may: which is meant cannot
    be told, by a reader as little as by what watches the clause.
    """
    facts = list(facts_of(passages))
    stands: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    meant: dict[str | None, tuple[str, ...]] = {}
    for passage in passages:
        stands[source_of(passage, document, "").id].add(passage.heading[:1])
        meant[passage.article] = passage.heading[:1]  # of two articles of a number, the last: system_clauses
    made = [made for fact in facts if (made := _made(fact, facts, document))]
    return [
        each
        for each in made
        if len(stands[each.source.id]) == 1
        and (each.passage.article is None or meant[each.passage.article] == each.passage.heading[:1])
    ]


def _made(fact: Fact, facts: Sequence[Fact], document: Source) -> Proposed | None:
    source = source_of(fact.passage, document, fact.sentence)
    place = place_of(source)
    chance = random.Random(fold(f"{fact.passage.article} {fact.passage.clause} {fact.sentence}"))  # noqa: S311
    if fact.kind is FactKind.FORBIDDEN:
        item = _true_false(fact, source, place, turned=chance.random() < 0.5)
    else:
        others = _others(fact, facts, chance)
        if len(others) >= FEWEST_OTHERS:
            item = _single(fact, others, source, place, chance)
        elif fact.kind is FactKind.FIGURE:
            item = _typed(fact, source, place)
        else:
            return None
    return Proposed(item, source, fact.passage, fact.sentence)


def _others(fact: Fact, facts: Iterable[Fact], chance: random.Random) -> list[str]:
    """Answers of other clauses like this one, each once, none that this clause itself holds."""
    here = fold(fact.passage.text)
    found = {
        fold(each.answer): each.answer
        for each in facts
        if each.kind is fact.kind and each.group == fact.group and fold(each.answer) not in here
    }
    return chance.sample([*found.values()], min(OTHERS, len(found)))


def _single(fact: Fact, others: Sequence[str], source: Source, place: str, chance: random.Random) -> Item:
    answers = [fact.answer, *others]
    chance.shuffle(answers)
    options = tuple(zip("abcd", map(_capital, answers), strict=False))
    key = next(code for code, words in options if words == _capital(fact.answer))
    stem = _STEMS[fact.kind].format(place=place, asked=_without(fact))
    return Item("", "single", stem, options, (key,), _explained(fact, place), source.id)


def _typed(fact: Fact, source: Source, place: str) -> Item:
    figure = fact.answer[: len(fact.answer) - len(_unit(fact))].strip()
    stem = _STEMS[fact.kind].format(place=place, asked=_without(fact))
    return Item(
        "", "numeric", stem, (), (figure,), _explained(fact, place), source.id, unit=_unit(fact).strip()
    )


def _true_false(fact: Fact, source: Source, place: str, *, turned: bool) -> Item:
    """The sentence as it stands, or with its "không" gone."""
    said = fact.sentence
    if turned:
        cut = fact.start + len(fact.answer)
        said = _capital(said[: fact.start] + said[cut:].lstrip())
    stem = _STEMS[fact.kind].format(place=place, asked=said)
    key = "false" if turned else "true"
    options = (("true", "Đúng"), ("false", "Sai"))
    return Item("", "true_false", stem, options, (key,), _explained(fact, place), source.id)


def _without(fact: Fact) -> str:
    return f"{fact.sentence[: fact.start]}{GAP}{fact.sentence[fact.start + len(fact.answer) :]}"


def _unit(fact: Fact) -> str:
    return fact.answer.lstrip("0123456789.,")


def _explained(fact: Fact, place: str) -> str:
    return f"{_capital(place)} quy định: “{fact.sentence}”"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def source_of(passage: Passage, document: Source, sentence: str) -> Source:
    """The card of this clause, its words the sentence's."""
    number = "".join(c if c.isalnum() else "-" for c in fold(document.reference_number or "vb"))
    clause = passage.clause
    if clause and not passage.article:
        clause = numbered(clause, passage.heading)
    own, section = parts(clause) or (clause or "", "")
    codes = [number.strip("-"), section.lower(), passage.article or "", own, passage.point or ""]
    return Source(
        id="-".join(code for code in codes if code),
        reference_number=document.reference_number,
        title=document.title,
        issue_date=document.issue_date,
        article=passage.article,
        clause=clause,
        substance=sentence,
        point=passage.point,
    )


def place_of(source: Source) -> str:
    """ "khoản 2 Điều 8 văn bản số 12-QĐ/XX", or as much of it as there is."""
    told = [
        f"điểm {source.point}" if source.point else "",
        f"khoản {source.clause}" if source.clause else "",
        f"Điều {source.article}" if source.article else "",
        f"văn bản số {source.reference_number}" if source.reference_number else source.title,
    ]
    return " ".join(each for each in told if each)
