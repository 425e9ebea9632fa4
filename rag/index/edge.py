"""The embedded index: Qdrant Edge in this process, on disk, with a write-ahead log.

One process at a time holds the folder; a second one is told so at once.
"""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_edge as q

from rag.errors import IndexBusy, IndexReadOnly, IndexUnreadable
from rag.index.filter import DOCUMENT, ISSUED, UNIT, IndexFilter, for_edge
from rag.index.order import best
from rag.index.port import Field, Point, QueryVectors, Scores

DIMENSION = 384
SHARD, FORMER, NEW, OLD = "shard-2", "shard", "shard-new", "shard-old"
"""Named after the form of what it holds. One of a former form is removed; the index is then made anew from
the catalogue when the server starts."""
PAGE = 4096
"""Points read at a time when everything is walked through."""
SEALED_FROM_KB = 5_000
"""Segments with more vectors than this are sealed by `optimise`: 20,000 passages then take 18 MB of memory of
their own instead of 92, and a question 1.9 ms of processor time instead of 2.5."""
NO_GRAPH = q.HnswIndexConfig(m=0, ef_construct=100, full_scan_threshold=10_000)
"""Vectors are compared one by one, which is exact; building a graph took minutes for 100,000."""


class EdgeIndex:
    """Vectors in `folder`, opened at first use."""

    def __init__(self, folder: Path, dimension: int = DIMENSION) -> None:
        self._folder = folder
        self._dimension = dimension
        self._opening = threading.Lock()
        self._writing = threading.Lock()
        self._using = threading.Lock()
        """Around each read: the shard may be replaced. The library answers one question at a time anyway."""
        self._shard: q.EdgeShard | None = None
        self._lock: Any = None

    def upsert(self, points: Sequence[Point]) -> None:
        rows = [q.Point(p.passage_id, _vectors(p), _payload(p)) for p in points]
        if rows:
            self._update(q.UpdateOperation.upsert_points(rows))

    def delete_passages(self, passage_ids: Sequence[int]) -> None:
        if passage_ids:
            self._update(q.UpdateOperation.delete_points([*passage_ids]))

    def delete_document(self, document_id: int) -> None:
        self._update(q.UpdateOperation.delete_points_by_filter(_of_document(document_id)))

    def search(self, query: QueryVectors, within: IndexFilter, limit: int) -> dict[Field, Scores]:
        if within.sees_nothing or not query:
            return {field: [] for field in query}
        condition = for_edge(within)

        def ask(fields: Sequence[Field], count: int) -> list[Scores]:
            requests = [
                q.QueryRequest(
                    limit=count,
                    query=q.Query.Nearest(_native(query[field]), field.value),
                    filter=condition,
                )
                for field in fields
            ]
            with self._using:
                answers = self._opened().query_batch(q.QueryBatchRequest(requests))
            return [[(int(point.id), float(point.score)) for point in answer] for answer in answers]

        return best(ask, [*query], limit)

    def passages(self) -> Iterator[tuple[int, int]]:
        offset: Any = None
        while True:
            with self._using:
                records, offset = self._opened().scroll(
                    q.ScrollRequest(offset=offset, limit=PAGE, with_payload=[DOCUMENT], with_vector=False)
                )
            yield from ((int(r.id), int((r.payload or {})[DOCUMENT])) for r in records)
            if offset is None:
                return

    def points_of(self, document_id: int) -> set[int]:
        found: set[int] = set()
        offset: Any = None
        while True:
            request = q.ScrollRequest(
                offset=offset,
                limit=PAGE,
                filter=_of_document(document_id),
                with_payload=False,
                with_vector=False,
            )
            with self._using:
                records, offset = self._opened().scroll(request)
            found.update(int(r.id) for r in records)
            if offset is None:
                return found

    def count(self) -> int:
        with self._using:
            return self._opened().count(q.CountRequest(exact=True))

    def optimise(self) -> bool:
        with self._writing:
            shard = self._opened()
            changed = shard.optimize()
            # Only a flush lets the old segments go; without it each start would keep one more copy of all.
            shard.flush()
            return bool(changed)

    def rewrite(self) -> bool:
        """Copy all points into a new shard and put it in the place of this one.

        Deleting leaves vectors readable in the shard's files, and so does `optimise`.
        """
        with self._writing:
            old = self._opened()
            new = self._empty()
            for points in _all_points(old):
                new.update(q.UpdateOperation.upsert_points(points))
            new.optimize()
            new.flush()
            new.close()
            with self._using, self._opening:
                old.close()
                self._shard = None
                (self._folder / SHARD).rename(self._folder / OLD)
                (self._folder / NEW).rename(self._folder / SHARD)
                self._shard = q.EdgeShard.load(str(self._folder / SHARD))
            shutil.rmtree(self._folder / OLD)
        return True

    def close(self) -> None:
        with self._writing, self._using, self._opening:
            if self._shard is not None:
                self._shard.close()
                self._shard = None
            if self._lock is not None:
                self._lock.close()
                self._lock = None

    def _update(self, operation: Any) -> None:
        with self._writing:
            shard = self._opened()
            try:
                shard.update(operation)
                shard.flush()
            except Exception as error:
                raise IndexReadOnly from error

    def _opened(self) -> q.EdgeShard:
        if self._shard is None:
            with self._opening:
                if self._shard is None:
                    self._shard = self._open()
        return self._shard

    def _open(self) -> q.EdgeShard:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self._folder / "in-use").open("a")
        except OSError as error:
            raise IndexReadOnly from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            self._lock = None
            raise IndexBusy from error
        data = self._folder / SHARD
        shutil.rmtree(self._folder / FORMER, ignore_errors=True)
        _settle(self._folder)
        try:
            if data.is_dir():
                return q.EdgeShard.load(str(data))
            return self._create(data)
        except Exception as error:
            self._lock.close()
            self._lock = None
            raise IndexUnreadable from error

    def _create(self, data: Path) -> q.EdgeShard:
        """A new shard, put in place whole: a crash in the middle leaves no half-made index."""
        self._empty().close()
        data.with_name(NEW).rename(data)
        return q.EdgeShard.load(str(data))

    def _empty(self) -> q.EdgeShard:
        """A shard without points, beside the one in use."""
        making = self._folder / NEW
        shutil.rmtree(making, ignore_errors=True)
        sparse = q.EdgeSparseVectorParams(memory=q.Memory.Cached)
        config = q.EdgeConfig(
            vectors={Field.DENSE: q.EdgeVectorParams(self._dimension, q.Distance.Dot)},
            sparse_vectors={Field.EXACT: sparse, Field.FOLDED: sparse},
            hnsw_config=NO_GRAPH,
            optimizers=q.EdgeOptimizersConfig(default_segment_number=2, indexing_threshold=SEALED_FROM_KB),
            max_search_threads=1,
        )
        making.mkdir(parents=True)
        shard = q.EdgeShard.create(str(making), config)
        for name in (UNIT, DOCUMENT, ISSUED):
            shard.update(q.UpdateOperation.create_field_index(name, q.PayloadSchemaType.Integer))
        shard.flush()
        return shard


def _settle(folder: Path) -> None:
    """What a `rewrite` that was broken off left: undone if the new shard is not yet in its place."""
    if (folder / OLD).is_dir() and not (folder / SHARD).exists():
        (folder / OLD).rename(folder / SHARD)
    for name in (OLD, NEW):
        shutil.rmtree(folder / name, ignore_errors=True)


def _all_points(shard: q.EdgeShard) -> Iterator[list[q.Point]]:
    offset: Any = None
    while True:
        request = q.ScrollRequest(offset=offset, limit=PAGE, with_payload=True, with_vector=True)
        records, offset = shard.scroll(request)
        if records:
            yield [q.Point(record.id, record.vector or {}, record.payload) for record in records]
        if offset is None:
            return


def _of_document(document_id: int) -> Any:
    return q.Filter(must=[q.FieldCondition(DOCUMENT, match=q.MatchValue(document_id))])


def _vectors(point: Point) -> dict[str, Any]:
    return {
        Field.DENSE.value: _native(point.dense),
        Field.EXACT.value: _native(point.exact),
        Field.FOLDED.value: _native(point.folded),
    }


def _native(vector: Any) -> Any:
    if isinstance(vector, np.ndarray):
        return vector.astype(np.float32).tolist()
    return q.SparseVector([*vector.indices], [*vector.values])


def _payload(point: Point) -> dict[str, int]:
    payload = {UNIT: point.audience, DOCUMENT: point.document_id}
    return payload if point.issue_date is None else {**payload, ISSUED: point.issue_date}
