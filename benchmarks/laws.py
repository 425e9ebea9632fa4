"""The 17 development laws as passages with vectors (kept between runs), and their questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.embed import Embedder
from rag.models import EmbeddingRow
from rag.passage_text import indexed_text
from rag.structure import parse_text
from rag.types import Segment
from rag.vectors import VectorCache
from vanthu.db import Base, Database
from vanthu.settings import ROOT, settings

SHARED = ROOT.parent / "shared" / "data"
KEPT = ROOT / "var" / "bench" / "vectors.sqlite"


@dataclass(frozen=True, slots=True)
class LawQuestion:
    id: str
    text: str
    law: int
    """Number of the gold law."""
    article: str


@dataclass(frozen=True, slots=True)
class Laws:
    titles: Sequence[str]
    slugs: Sequence[str]
    segments: Sequence[Segment]
    texts: Sequence[str]
    """Indexed text of each segment."""
    documents: np.ndarray
    """Number of each segment's law."""
    vectors: np.ndarray
    questions: Sequence[LawQuestion]
    embedder: Embedder


def kept_vectors(embedder: Embedder, texts: Sequence[str]) -> np.ndarray:
    """Vectors of `texts`, those computed by an earlier run taken from `var/bench`."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{KEPT}")
    Base.metadata.create_all(database.engine, tables=[Base.metadata.tables[EmbeddingRow.__tablename__]])
    try:
        return VectorCache(database, embedder).vectors(texts)
    finally:
        database.dispose()


def load_laws() -> Laws:
    """Parse the laws, embed what is new, read the questions."""
    titles: dict[str, str] = json.loads((SHARED / "laws" / "titles.json").read_text("utf-8"))
    segments: list[Segment] = []
    texts: list[str] = []
    documents: list[int] = []
    for number, (title, slug) in enumerate(titles.items()):
        for segment in parse_text((SHARED / "laws" / f"{slug}.txt").read_text("utf-8"), title):
            segments.append(segment)
            texts.append(indexed_text(title, segment))
            documents.append(number)
    slugs = list(titles.values())
    embedder = Embedder(_model())
    questions = _questions(SHARED / "questions" / "law_articles_dev.jsonl", slugs)
    vectors = kept_vectors(embedder, texts)
    return Laws(list(titles), slugs, segments, texts, np.array(documents), vectors, questions, embedder)


def _model() -> Path | str:
    folder = settings().models / settings().embedding_model
    return folder if folder.is_dir() else settings().embedding_model


def _questions(path: Path, slugs: Sequence[str]) -> list[LawQuestion]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        LawQuestion(row["id"], row["question"], slugs.index(gold["document"]), gold["article"])
        for row in rows
        for gold in row["gold"][:1]
    ]
