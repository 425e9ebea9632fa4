"""The check itself: find the place that could support a sentence, then look for what it does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.ground import facts
from rag.ground.binding import acted_on, rebound
from rag.ground.places import CUT, Place, places
from rag.ground.polarity import turned
from rag.ground.tokens import FUNCTION_WORDS, coverage, tokens, words
from rag.ground.wording import added, canonical, exchanged, of_another

SUPPORTED = 0.66
"""Share of a sentence's weight (numbers and dates apart) that must stand in one place of a passage."""
DOUBTFUL = 0.48
"""From here on meaning may make up for other wording, if an embedder is at hand."""
SAME_MEANING = 0.90
"""e5 cosine of a sentence and the place that says the same in other words."""
ADDED = 0.06
"""Share of a sentence's weight in words that its place does not hold: more is another statement. Less may be
another wording of the same if e5 finds the same meaning, and none of them is in its subject."""
NEAR_TIE = 0.04
"""Places that fit nearly as well as the best one are tried too."""
LEAST = 3
"""Words a statement must have besides its numbers and small words."""
GAIN = 0.08
"""How much better a wider place must fit to be taken for the narrower one inside it."""

_HEADING = re.compile(r" › | - ")
"""Between title and headings of a passage (`Source.cited_text`, `Passage.heading_path`)."""

_ATTRIBUTION = re.compile(r"^(?:Theo|Tại|Căn cứ|Như vậy, theo)\b[^,;]{3,160},\s*", re.IGNORECASE)


class SentenceEmbedder(Protocol):
    def passages(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class Grounding:
    supported: bool
    reasons: tuple[str, ...] = ()
    """Why not: `nothing_alike`, `number`, `date`, `reference`, `clause`, `name`, `negation`, `modality`,
    `exception`, `contrast`, `mixed_up`, `added`."""
    passage: int | None = None
    """Index of the passage that supports the sentence."""


def check(sentence: str, passages: Sequence[str], embedder: SentenceEmbedder | None = None) -> Grounding:
    """Whether some place in one of `passages` says what `sentence` says; each part by itself."""
    parts = [part for part in re.split(rf"{CUT.pattern}|\n", sentence) if len(words(part)) >= 3] or [sentence]
    reasons: list[str] = []
    for index, passage in enumerate(passages):
        found = [problem for part in parts for problem in _against(part, passage, embedder)]
        if not found:
            return Grounding(True, (), index)
        if not reasons or reasons == ["nothing_alike"]:
            reasons = found
    return Grounding(False, tuple(dict.fromkeys(reasons)) or ("nothing_alike",))


def _against(part: str, passage: str, embedder: SentenceEmbedder | None) -> tuple[str, ...]:
    """What one statement says that one passage does not; nothing where it is supported."""
    claim = _ATTRIBUTION.sub("", part) if facts.references(part) or facts.clauses(part) else part
    core = _core(claim)
    ranked = _narrowest([(coverage(core, _core(place.text)), place) for place in places(passage)])
    if _too_little(core) or not ranked or ranked[0][0] < DOUBTFUL:
        return ("nothing_alike",)
    named = _attribution_problems(part, passage)
    first: tuple[str, ...] = ()
    for score, place in ranked:
        if score < max(DOUBTFUL, ranked[0][0] - NEAR_TIE):
            break
        found = (*named, *_problems(claim, place.text, passage))
        if not found and score < SUPPORTED and not _same_meaning(claim, place.text, embedder):
            found = ("nothing_alike",)
        if not found and (problem := _reworded(claim, place.text, passage, embedder)):
            found = (problem,)
        if not found:
            return ()
        first = first or found
    return first


def _too_little(core: Sequence[str]) -> bool:
    """Whether a statement says next to nothing ("Không có."): any passage would hold its words."""
    return sum(word not in FUNCTION_WORDS for word in core) < LEAST


def _narrowest(scored: Sequence[tuple[float, Place]]) -> list[tuple[float, Place]]:
    """Best first, without places that hold a narrower one and fit hardly better than it."""
    kept = [
        (score, place)
        for score, place in scored
        if place.introduced
        or not any(inner.inside(place) and inner_score > score - GAIN for inner_score, inner in scored)
    ]
    return sorted(kept, key=lambda found: (-found[0], len(found[1].text)))


def _core(text: str) -> list[str]:
    """The words of a text without its dates, references, counted numbers and offices."""
    told = tokens(facts.without_dates(text))
    row = [token.word for token in told]
    dropped = {i for start, end in facts.body_places(told) for i in range(start, end)}
    for i, word in enumerate(row):
        if word[0].isdigit():
            dropped |= {i, i + 1} if row[i + 1 : i + 2] and row[i + 1] in facts.UNITS else {i}
    return [word for i, word in enumerate(row) if i not in dropped] or row


def _attribution_problems(part: str, passage: str) -> tuple[str, ...]:
    """References and clause numbers may stand anywhere in the passage, its heading included."""
    found: list[str] = []
    if not facts.references(part) <= facts.references(passage):
        found.append("reference")
    if not facts.clauses(part) <= facts.clauses(passage):
        found.append("clause")
    if not facts.dates(part) <= facts.dates(passage):
        found.append("date")
    if not acted_on(part) <= acted_on(passage):
        found.append("mixed_up")
    return tuple(found)


def _problems(claim: str, place: str, passage: str) -> tuple[str, ...]:
    found: list[str] = []
    headed = f"{passage.splitlines()[0]}\n{place}"
    if not facts.dates(claim) <= facts.dates(headed):
        found.append("date")
    if not _numbers_stand(claim, headed):
        found.append("number")
    if not _names_stand(claim, place, passage):
        found.append("name")
    if not found and (problem := turned(canonical(claim), canonical(place))):
        found.append(problem)
    if not found and rebound(claim, place):
        found.append("mixed_up")
    return tuple(found)


def _numbers_stand(claim: str, place: str) -> bool:
    """Every number counts the same thing in the place, where both say what they count."""
    written: dict[str, set[str]] = {}
    for number in facts.numbers(place):
        written.setdefault(number.value, set()).add(number.unit)
    for number in facts.numbers(claim):
        units = written.get(number.value)
        if units is None:
            return False
        if number.unit in facts.UNITS and number.unit not in units and units <= facts.UNITS:
            return False
    return True


def _names_stand(claim: str, place: str, passage: str) -> bool:
    """Offices stand in the place itself, unless it names none (its subject came before)."""
    here, whole = f" {' '.join(words(place))} ", f" {' '.join(words(passage))} "
    offices = here if facts.bodies(place) else whole
    if any(f" {' '.join(name)} " not in offices for name in facts.bodies(claim)):
        return False
    if any(f" {' '.join(name)} " not in whole for name in facts.capitals(claim)):
        return False
    return all(f" {acronym} " in whole for acronym in facts.acronyms(claim))


def _reworded(claim: str, place: str, passage: str, embedder: SentenceEmbedder | None) -> str | None:
    """Whether a claim says another thing in the place's own words: one word exchanged, or some added."""
    row = canonical(place)
    if problem := exchanged(canonical(claim), row):
        return problem
    above = _above(passage)
    if of_another(claim, place.splitlines(), above):
        return "mixed_up"
    share, in_subject = added(claim, row, above)
    if in_subject or share > ADDED:
        return "added"
    return "added" if share and not _same_meaning(claim, place, embedder) else None


def _above(passage: str) -> list[str]:
    """The words of the last heading over a passage, of what introduces its list, and its number."""
    head, _, text = passage.partition("\n")
    lead = next((line for line in text.splitlines() if line.rstrip().endswith(":")), "")
    return [*canonical(f"{_HEADING.split(head)[-1]} {lead}"), *facts.references(head)]


def _same_meaning(claim: str, place: str, embedder: SentenceEmbedder | None) -> bool:
    if embedder is None:
        return False
    rows = embedder.passages([claim, place])
    return float(rows[0] @ rows[1]) >= SAME_MEANING
