"""What others do for the same questions: BM25 or dense vectors over whole articles."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from benchmarks.library import Entry, Library, kept_vectors
from rag.lexical.terms import Spelling, syllables

Key = tuple[str, str]
K1, B = 1.2, 0.75
DEPTH = 10


def bm25_articles(entries: Iterable[Entry], asked: dict[str, str]) -> dict[str, list[Key]]:
    """Plain BM25 on syllables as typed, whole articles, rarity counted over the collection."""
    articles = {key: Counter(syllables(text, Spelling.EXACT)) for key, text in _articles(entries).items()}
    holders: dict[str, list[tuple[Key, int]]] = defaultdict(list)
    for key, counts in articles.items():
        for term, n in counts.items():
            holders[term].append((key, n))
    lengths = {key: counts.total() for key, counts in articles.items()}
    average = sum(lengths.values()) / len(lengths)
    answers = {}
    for question_id, question in asked.items():
        scores: dict[Key, float] = defaultdict(float)
        for term in syllables(question, Spelling.EXACT):
            held = holders.get(term, [])
            rarity = math.log(1.0 + (len(articles) - len(held) + 0.5) / (len(held) + 0.5))
            for key, n in held:
                scores[key] += rarity * n * (K1 + 1) / (n + K1 * (1 - B + B * lengths[key] / average))
        answers[question_id] = sorted(scores, key=lambda key: -scores[key])[:DEPTH]
    return answers


def dense_articles(library: Library, asked: dict[str, str]) -> dict[str, list[Key]]:
    """The same embedding model on whole articles (it reads their first 512 tokens)."""
    articles = _articles(library.entries)
    keys = [*articles]
    vectors = kept_vectors(library.embedder, [*articles.values()])
    scores = library.embedder.queries([*asked.values()]) @ vectors.T
    best = np.argsort(-scores, axis=1)[:, :DEPTH]
    return {key: [keys[int(i)] for i in row] for key, row in zip(asked, best, strict=True)}


def _articles(entries: Iterable[Entry]) -> dict[Key, str]:
    """Whole articles: the heading and every clause, once."""
    parts: dict[Key, list[str]] = {}
    for entry in entries:
        for segment in entry.segments:
            if segment.article:
                key = (entry.name, segment.article)
                parts.setdefault(key, [*segment.heading[-1:]]).append(segment.text)
    return {key: "\n".join(texts) for key, texts in parts.items()}
