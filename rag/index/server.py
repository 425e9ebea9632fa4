"""The index on a Qdrant server, through `qdrant-client`: for several processes, or several machines."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from qdrant_client import QdrantClient
from qdrant_client import models as q

from rag.errors import IndexUnreadable
from rag.index.filter import DOCUMENT, ISSUED, UNIT, IndexFilter, for_server
from rag.index.order import best
from rag.index.port import Field, Point, QueryVectors, Scores

COLLECTION = "vanthu_passages"
DIMENSION = 384
BATCH = 256
PAGE = 4096


class ServerIndex:
    """One collection on the server `client` speaks to, made at first use."""

    def __init__(
        self, client: QdrantClient, collection: str = COLLECTION, dimension: int = DIMENSION
    ) -> None:
        self._raw_client = client
        self._collection = collection
        self._dimension = dimension
        self._making = threading.Lock()
        self._made = False

    def upsert(self, points: Sequence[Point]) -> None:
        rows = [q.PointStruct(id=p.passage_id, vector=_vectors(p), payload=_payload(p)) for p in points]
        for start in range(0, len(rows), BATCH):
            self._client().upsert(self._collection, rows[start : start + BATCH], wait=True)

    def delete_passages(self, passage_ids: Sequence[int]) -> None:
        if passage_ids:
            self._client().delete(self._collection, q.PointIdsList(points=[*passage_ids]), wait=True)

    def delete_document(self, document_id: int) -> None:
        self._client().delete(self._collection, q.FilterSelector(filter=_of_document(document_id)), wait=True)

    def search(self, query: QueryVectors, within: IndexFilter, limit: int) -> dict[Field, Scores]:
        if within.sees_nothing or not query:
            return {field: [] for field in query}
        condition = for_server(within)

        def ask(fields: Sequence[Field], count: int) -> list[Scores]:
            requests = [
                q.QueryRequest(
                    query=_native(query[field]),
                    using=field.value,
                    filter=condition,
                    limit=count,
                    params=q.SearchParams(exact=True),
                )
                for field in fields
            ]
            answers = self._client().query_batch_points(self._collection, requests)
            return [[(int(point.id), float(point.score)) for point in answer.points] for answer in answers]

        return best(ask, [*query], limit)

    def passages(self) -> Iterator[tuple[int, int]]:
        for record in self._walk(None, [DOCUMENT]):
            yield int(record.id), int((record.payload or {})[DOCUMENT])

    def points_of(self, document_id: int) -> set[int]:
        return {int(record.id) for record in self._walk(_of_document(document_id), False)}

    def count(self) -> int:
        return int(self._client().count(self._collection, exact=True).count)

    def optimise(self) -> bool:
        """The server optimises by itself."""
        return False

    def rewrite(self) -> bool:
        """The server keeps deleted vectors until it optimises, and cannot be told to: the collection goes."""
        with self._making:
            self._raw_client.delete_collection(self._collection)
            self._made = False
        return False

    def close(self) -> None:
        self._raw_client.close()

    def _walk(self, condition: Any, payload: Any) -> Iterator[Any]:
        offset: Any = None
        while True:
            records, offset = self._client().scroll(
                self._collection,
                scroll_filter=condition,
                limit=PAGE,
                offset=offset,
                with_payload=payload,
                with_vectors=False,
            )
            yield from records
            if offset is None:
                return

    def _client(self) -> QdrantClient:
        if not self._made:
            with self._making:
                if not self._made:
                    try:
                        self._make()
                    except Exception as error:
                        raise IndexUnreadable from error
                    self._made = True
        return self._raw_client

    def _make(self) -> None:
        if self._raw_client.collection_exists(self._collection):
            return
        self._raw_client.create_collection(
            self._collection,
            vectors_config={Field.DENSE: q.VectorParams(size=self._dimension, distance=q.Distance.DOT)},
            hnsw_config=q.HnswConfigDiff(m=0),  # every vector is compared: see SearchParams above
            sparse_vectors_config={Field.EXACT: q.SparseVectorParams(), Field.FOLDED: q.SparseVectorParams()},
        )
        for name in (UNIT, DOCUMENT, ISSUED):
            self._raw_client.create_payload_index(self._collection, name, q.PayloadSchemaType.INTEGER)


def _of_document(document_id: int) -> Any:
    return q.Filter(must=[q.FieldCondition(key=DOCUMENT, match=q.MatchValue(value=document_id))])


def _vectors(point: Point) -> dict[str, Any]:
    return {
        Field.DENSE.value: _native(point.dense),
        Field.EXACT.value: _native(point.exact),
        Field.FOLDED.value: _native(point.folded),
    }


def _native(vector: Any) -> Any:
    if isinstance(vector, np.ndarray):
        return vector.astype(np.float32).tolist()
    return q.SparseVector(indices=[*vector.indices], values=[*vector.values])


def _payload(point: Point) -> dict[str, int]:
    payload = {UNIT: point.audience, DOCUMENT: point.document_id}
    return payload if point.issue_date is None else {**payload, ISSUED: point.issue_date}
