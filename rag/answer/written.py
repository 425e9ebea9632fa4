"""A model's sentences turned into a cited answer: each checked, cited by what supports it, or withheld."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rag.answer.places import Places
from rag.answer.score import QuestionEmbedder
from rag.answer.sources import Range, Source
from rag.answer.verbatim import citation
from rag.ground import check
from rag.ground.places import item, opening
from rag.ground.tokens import coverage, words
from rag.sentences import one_colon, split
from rag.types import AnswerSentence, Citation
from rag.understand.question import Question

MOST_WITHHELD = 0.5
"""Where more than this share of the sentences fails, the rest is not trusted either."""
IN_CIRCLES = 3
"""Sentences in a row that were said before."""
SHORTEST = 15
"""Words from which something without a full stop may be a sentence."""
_ENDS = frozenset(".;!?")
_ITEM = re.compile(r"\s*(?:[a-zđ]\)|\d{1,2}[.)]|[-–+•])\s+\S")
QUOTED = 2
"""Sentences of a passage quoted in support of one written sentence, at most."""


class WritesSentences(Protocol):
    """What is needed of a `Writer` here."""

    def write(self, question: str, sources: Sequence[Source]) -> Iterator[str]: ...


@dataclass(slots=True)
class Drafted:
    """What was written so far and stood the check."""

    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    withheld: int = 0

    @property
    def good_enough(self) -> bool:
        total = len(self.sentences) + self.withheld
        return bool(self.sentences) and self.withheld <= MOST_WITHHELD * total


def supported(
    writer: WritesSentences,
    question: Question,
    sources: Sequence[Source],
    embedder: QuestionEmbedder,
    drafted: Drafted,
    *,
    places: Places,
) -> Iterator[tuple[AnswerSentence, tuple[Citation, ...]]]:
    """The supported sentences as they come, each with its citations that are new; `drafted` keeps account."""
    texts = [source.cited_text for source in sources]
    for text, claim in claims(writer.write(question.text, sources)):
        found = check(claim, texts, embedder)
        if fragment(text) or not found.supported or found.passage is None:
            drafted.withheld += 1
            continue
        source = sources[found.passage]
        ranges = supporting_ranges(claim, source)
        quote = "\n".join(source.hit.text[start:end] for start, end in ranges)
        known = next(
            (c for c in drafted.citations if (c.passage_id, c.quote) == (source.hit.passage_id, quote)), None
        )
        cited = known or citation(len(drafted.citations) + 1, source, quote, places.boxes(source, ranges))
        if known is None:
            drafted.citations.append(cited)
        sentence = AnswerSentence(text, (cited.n,))
        drafted.sentences.append(sentence)
        yield sentence, () if known else (cited,)


def claims(sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each sentence with what it is checked as: an item of a list as the end of what introduced the list.

    The introduction says nothing by itself. It is shown with its first item, and stands or falls with it.
    What was said before is left out, and a model that goes in circles is not heard to its end.
    """
    lead = shown = ""
    told: set[tuple[str, ...]] = set()
    repeated = 0
    for text in sentences:
        said = tuple(words(text))
        repeated = repeated + 1 if said in told else 0
        if repeated == IN_CIRCLES:
            return
        if repeated:
            continue
        told.add(said)
        if text.rstrip().endswith(":"):
            lead = shown = text
            continue
        if shown or (lead and _ITEM.match(text)):
            yield one_colon(f"{shown} {text}".strip()), f"{opening(lead)} {item(text)}"
        else:
            lead = ""
            yield one_colon(text), text
        shown = ""


def fragment(text: str) -> bool:
    """Whether `text` is no sentence: a heading, a number, words without an end."""
    return len(words(text)) < SHORTEST and text.rstrip()[-1:] not in _ENDS


def supporting_ranges(text: str, source: Source) -> list[Range]:
    """The one or two sentences of the source that hold most of what `text` says, in reading order."""
    said = words(text)
    parts = [(coverage(said, words(source.hit.text[a:b])), (a, b)) for a, b in split(source.hit.text)]
    ranked = sorted(parts, key=lambda part: -part[0])
    kept = [ranked[0]] + [part for part in ranked[1:QUOTED] if part[0] >= 0.7 * ranked[0][0]]
    return sorted(place for _, place in kept)
