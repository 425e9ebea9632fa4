"""Made-up points for the tests of the index."""

from __future__ import annotations

import numpy as np

from rag.index.port import Point
from rag.lexical.bm25 import document_vector
from rag.lexical.terms import Spelling

DIMENSION = 8


def unit_vector(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return vector / np.linalg.norm(vector)


def point(
    passage_id: int, document_id: int, unit_id: int, text: str, *, issued: int | None = 20250101
) -> Point:
    return Point(
        passage_id,
        document_id,
        unit_id,
        issued,
        unit_vector(passage_id),
        document_vector(text, Spelling.EXACT),
        document_vector(text, Spelling.FOLDED),
    )
