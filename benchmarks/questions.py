"""Questions with the document that answers each, over passages with vectors (kept between runs)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.library import kept_vectors
from benchmarks.retrieval import DATA
from rag.embed import Embedder
from rag.passage_text import indexed_text
from rag.structure import parse_text
from vanthu.settings import settings

EVERY = 3
"""Of the 1,190 reading questions one in this many is taken."""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A question and the number of the document that answers it."""

    text: str
    document: int


@dataclass(frozen=True, slots=True)
class Material:
    texts: Sequence[str]
    """Indexed text of each passage."""
    documents: np.ndarray
    """Number of each passage's document."""
    vectors: np.ndarray
    questions: Sequence[AskedOf]
    embedder: Embedder


def law_material() -> Material:
    """The 17 laws by clause, and the 526 questions over them."""
    titles: dict[str, str] = json.loads((DATA / "laws" / "titles.json").read_text("utf-8"))
    slugs = list(titles.values())
    texts: list[str] = []
    documents: list[int] = []
    for number, (title, slug) in enumerate(titles.items()):
        segments = parse_text((DATA / "laws" / f"{slug}.txt").read_text("utf-8"), title)
        texts += [indexed_text(title, segment) for segment in segments]
        documents += [number] * len(segments)
    lines = (DATA / "questions" / "law_articles_dev.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    questions = [AskedOf(row["question"], slugs.index(row["gold"][0]["document"])) for row in rows]
    return _material(texts, documents, questions)


def reading_material() -> Material:
    """The 240 paragraphs of xquad.vi, their 48 articles taken for documents, and short questions on them."""
    whole = json.loads((DATA / "questions" / "xquad.vi.json").read_text("utf-8"))
    texts: list[str] = []
    documents: list[int] = []
    questions: list[AskedOf] = []
    for number, document in enumerate(whole["data"]):
        for paragraph in document["paragraphs"]:
            texts.append(paragraph["context"])
            documents.append(number)
            questions += [AskedOf(asked["question"], number) for asked in paragraph["qas"]]
    return _material(texts, documents, questions[::EVERY])


def _material(texts: list[str], documents: list[int], questions: list[AskedOf]) -> Material:
    embedder = Embedder(settings().models / settings().embedding_model)
    return Material(texts, np.array(documents), kept_vectors(embedder, texts), questions, embedder)
