"""What retrieval needs of an index of vectors, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from rag.index.filter import IndexFilter
from rag.lexical.bm25 import SparseVector

LARGEST_DATE = 99_991_231


class Field(StrEnum):
    """The vectors of a passage; the values name them in the index."""

    DENSE = "dense"
    EXACT = "exact"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Point:
    """A passage as the index holds it. Everything but ids and the two filter values stays in the database."""

    passage_id: int
    document_id: int
    audience: int
    """The unit whose people may read it; 0 where a grant is needed."""
    issue_date: int | None
    """`yyyymmdd`."""
    dense: np.ndarray
    """L2-normalised."""
    exact: SparseVector
    folded: SparseVector


QueryVectors = dict[Field, np.ndarray | SparseVector]
"""A question in the fields that are worth searching for it."""

Scores = list[tuple[int, float]]
"""Passage ids with scores, best first."""


class PassageIndex(Protocol):
    """One index of one embedding model. Safe to use from several threads of one process."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Add points, or replace those with the same passage id; on disk when it returns."""

    def delete_passages(self, passage_ids: Sequence[int]) -> None: ...

    def delete_document(self, document_id: int) -> None: ...

    def search(self, query: QueryVectors, within: IndexFilter, limit: int) -> dict[Field, Scores]:
        """The best `limit` passages by each field of `query`, none from outside `within`; ties by id.

        The answer is exact: what lies outside `within` changes no digit of it.
        """

    def passages(self) -> Iterable[tuple[int, int]]:
        """`(passage id, document id)` of every point, for checking the index against the catalogue."""

    def points_of(self, document_id: int) -> set[int]:
        """Passage ids held for one document."""

    def count(self) -> int: ...

    def optimise(self) -> bool:
        """Rebuild for speed and memory; True if there was something to do. Never in a request."""

    def rewrite(self) -> bool:
        """Write what is held anew, so that nothing of what was deleted can be read from the index's files.

        False if it comes back empty and has to be filled from the catalogue. Crash-safe: done or undone.
        """

    def close(self) -> None: ...
