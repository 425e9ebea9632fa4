"""A model's sentences turned into a cited answer: each checked, cited by what supports it, or withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rag.answer.places import Places
from rag.answer.score import QuestionEmbedder
from rag.answer.sources import Range, Source
from rag.answer.verbatim import citation
from rag.ground import check
from rag.ground.tokens import coverage, words
from rag.sentences import split
from rag.types import AnswerSentence, Citation
from rag.understand.question import Question

MOST_WITHHELD = 0.5
"""Where more than this share of the sentences fails, the rest is not trusted either."""
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
    for text in writer.write(question.text, sources):
        found = check(text, texts, embedder)
        if not found.supported or found.passage is None:
            drafted.withheld += 1
            continue
        source = sources[found.passage]
        ranges = supporting_ranges(text, source)
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


def supporting_ranges(text: str, source: Source) -> list[Range]:
    """The one or two sentences of the source that hold most of what `text` says, in reading order."""
    said = words(text)
    parts = [(coverage(said, words(source.hit.text[a:b])), (a, b)) for a, b in split(source.hit.text)]
    ranked = sorted(parts, key=lambda part: -part[0])
    kept = [ranked[0]] + [part for part in ranked[1:QUOTED] if part[0] >= 0.7 * ranked[0][0]]
    return sorted(place for _, place in kept)
