"""What can be said of a question and a passage without a model, as numbers.

Only these features stood the test of laws that were not fitted on; what did not is listed in
docs/decisions/0014-reranking.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from rag.index.port import Field
from rag.lexical.frequencies import standard
from rag.lexical.terms import Spelling, pairs, syllables, term_ids
from rag.rerank.port import Candidate
from rag.understand.question import Question

NAMES = (
    "fused",
    "dense",
    "words of title, heading and text",
    "pairs of title, heading and text",
    "heading said whole",
    "longest run",
    "title against the best title",
    "document",
    "length",
)
SAID_WHOLE = 0.95
"""Share of a heading's weight from which the question says it whole."""
HEADING_SYLLABLES = 40
OF_DOCUMENT = 10
"""Best candidates that speak for their document."""
_ARTICLE = re.compile(r"\s*Điều\s+\w+\s*[.:]?\s*")


class Asked:
    """A question prepared for being set against passages."""

    def __init__(self, question: Question) -> None:
        typed = question.weights[Field.EXACT] >= question.weights[Field.FOLDED]
        self.spelling = Spelling.EXACT if typed else Spelling.FOLDED
        self.tokens = syllables(question.words if typed else question.folded_words, self.spelling)
        self.words = _weights(self.tokens, self.spelling)
        self.pairs = _weights(pairs(self.tokens), self.spelling)
        self._places: dict[str, list[int]] = {}
        for place, token in enumerate(self.tokens):
            self._places.setdefault(token, []).append(place)

    def says(self, tokens: Sequence[str]) -> float:
        """How much of the weight of `tokens` the question says, 0..1."""
        rarity = _rarity(tokens, self.spelling)
        said = sum(weight for token, weight in zip(tokens, rarity, strict=True) if token in self.words)
        return said / (sum(rarity) or 1.0)

    def run(self, tokens: Sequence[str]) -> float:
        """Weight of the longest stretch of the question that stands in `tokens` word for word."""
        best, before = 0.0, dict[int, float]()
        for token in tokens:
            here = {
                place: before.get(place - 1, 0.0) + self.words[token] for place in self._places.get(token, ())
            }
            best = max(best, *here.values()) if here else best
            before = here
        return best


def features(question: Question, candidates: Sequence[Candidate]) -> np.ndarray:
    """A row per candidate, a column per name in `NAMES`."""
    asked = Asked(question)
    of_words, of_pairs = sum(asked.words.values()) or 1.0, sum(asked.pairs.values()) or 1.0
    titles = {candidate.title: _Title(candidate.title, asked) for candidate in candidates}
    best_title = max((title.run for title in titles.values()), default=0.0)
    documents = _documents(candidates)
    largest = max(documents.values(), default=0.0) or 1.0
    rows = []
    for candidate in candidates:
        title = titles[candidate.title]
        heading = syllables(_heading(candidate), asked.spelling)[:HEADING_SYLLABLES]
        tokens = syllables(candidate.passage.text, asked.spelling)
        words = {*tokens, *heading} | title.words
        joined = {*pairs(tokens), *pairs(heading)} | title.pairs
        rows.append(
            (
                candidate.fused,
                candidate.shares.get(Field.DENSE, 0.0),
                sum(weight for term, weight in asked.words.items() if term in words) / of_words,
                sum(weight for term, weight in asked.pairs.items() if term in joined) / of_pairs,
                float(len(heading) > 1 and asked.says(heading) > SAID_WHOLE),
                asked.run(tokens) / of_words,
                title.run - best_title,
                documents[candidate.passage.document_id] / largest,
                math.log1p(len(tokens)) / 5,
            )
        )
    return np.array(rows, np.float64).reshape(-1, len(NAMES))


class _Title:
    """A document's title against the question."""

    def __init__(self, title: str, asked: Asked) -> None:
        tokens = syllables(title, asked.spelling)[:HEADING_SYLLABLES]
        self.words, self.pairs = {*tokens}, {*pairs(tokens)}
        self.run = asked.run(tokens) / (sum(_rarity(tokens, asked.spelling)) or 1.0)
        """The longest stretch said in the question, as a share of the title."""


def _documents(candidates: Sequence[Candidate]) -> dict[int, float]:
    """What the best candidates of each document were scored together."""
    of: dict[int, list[float]] = {}
    for candidate in candidates:
        of.setdefault(candidate.passage.document_id, []).append(candidate.fused)
    return {id_: sum(sorted(scores, reverse=True)[:OF_DOCUMENT]) for id_, scores in of.items()}


def _heading(candidate: Candidate) -> str:
    """The heading of the article, or the nearest one; of an article in one passage its first line."""
    passage = candidate.passage
    steps = [step for step in passage.heading if step.startswith("Điều ")] if passage.article else []
    if not steps:
        first = passage.text.split("\n", 1)[0]
        steps = [first] if _ARTICLE.match(first) else [*passage.heading[-1:]]
    return _ARTICLE.sub("", steps[0][:150], count=1) if steps else ""


def _weights(terms: Sequence[str], spelling: Spelling) -> dict[str, float]:
    return dict(zip(terms, _rarity(terms, spelling), strict=True))


def _rarity(terms: Sequence[str], spelling: Spelling) -> list[float]:
    return [float(weight) for weight in standard().rarity(term_ids(terms, spelling))] if terms else []
