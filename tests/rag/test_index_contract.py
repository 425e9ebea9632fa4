"""What every index must do, tried on both adapters (the server one against the client's own engine)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import qdrant_edge as q
from qdrant_client import QdrantClient

from access.scope import Scope
from rag.errors import IndexBusy, IndexReadOnly, IndexUnreadable
from rag.index.edge import SHARD, EdgeIndex
from rag.index.filter import IndexFilter, for_edge, for_server, index_filter
from rag.index.port import Field, PassageIndex, Point, QueryVectors
from rag.index.server import COLLECTION, ServerIndex
from rag.lexical.bm25 import SparseVector, query_vector
from rag.lexical.terms import Spelling
from tests.rag.indexes import DIMENSION, point, unit_vector

ONE, TWO, BOTH, NOBODY = (Scope(1, frozenset(units)) for units in ({1}, {2}, {1, 2}, set()))


@pytest.fixture(params=["edge", "server"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PassageIndex]:
    made: PassageIndex = (
        EdgeIndex(tmp_path / "index", DIMENSION)
        if request.param == "edge"
        else ServerIndex(QdrantClient(":memory:"), dimension=DIMENSION)
    )
    yield made
    made.close()


def lexical(text: str) -> QueryVectors:
    return {
        Field.EXACT: query_vector(text, Spelling.EXACT),
        Field.FOLDED: query_vector(text, Spelling.FOLDED),
    }


def fill(index: PassageIndex) -> None:
    index.upsert(
        [
            point(1, 10, 1, "chuyển đổi số trong cơ quan đảng", issued=20241222),
            point(2, 10, 1, "bảo vệ bí mật nhà nước", issued=20241222),
            point(3, 20, 2, "chuyển đổi số của tỉnh", issued=20260301),
            point(4, 30, 2, "chuyển nhượng đất đai", issued=None),
        ]
    )


def ids(index: PassageIndex, query: QueryVectors, scope: Scope, field: Field, **narrow: object) -> list[int]:
    found = index.search(query, index_filter(scope, **narrow), 10)  # type: ignore[arg-type]
    return [passage for passage, _ in found[field]]


def test_lexical_score_is_the_dot_product_of_the_two_halves(index: PassageIndex) -> None:
    fill(index)
    query = query_vector("chuyển đổi số", Spelling.EXACT)
    found = index.search({Field.EXACT: query}, index_filter(BOTH), 10)[Field.EXACT]
    weights = dict(zip(query.indices, query.values, strict=True))
    own = point(3, 20, 2, "chuyển đổi số của tỉnh").exact
    expected = sum(weights.get(i, 0.0) * v for i, v in zip(own.indices, own.values, strict=True))
    assert found[0][0] == 3
    assert found[0][1] == pytest.approx(expected, rel=1e-4)


def test_writing_it_anew_leaves_nothing_of_what_was_deleted(index: PassageIndex) -> None:
    fill(index)
    index.delete_document(10)
    if not index.rewrite():  # comes back empty, to be filled from the catalogue
        assert index.count() == 0
        fill(index)
        index.delete_document(10)
    assert sorted(index.passages()) == [(3, 20), (4, 30)]
    query: QueryVectors = {**lexical("chuyển đổi số"), Field.DENSE: unit_vector(3)}
    for field in Field:
        assert ids(index, query, BOTH, field)[0] == 3
        assert ids(index, query, ONE, field) == []


def test_dense_search_orders_by_similarity(index: PassageIndex) -> None:
    fill(index)
    found = index.search({Field.DENSE: unit_vector(2)}, index_filter(BOTH), 4)[Field.DENSE]
    assert found[0][0] == 2
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_every_field_keeps_to_the_scope(index: PassageIndex) -> None:
    fill(index)
    query: QueryVectors = {**lexical("chuyển đổi số"), Field.DENSE: unit_vector(1)}
    for field in Field:
        assert set(ids(index, query, ONE, field)) <= {1, 2}
        assert set(ids(index, query, TWO, field)) <= {3, 4}
        assert ids(index, query, NOBODY, field) == []


def test_a_score_does_not_depend_on_what_one_may_not_see(index: PassageIndex) -> None:
    fill(index)
    before = index.search(lexical("chuyển đổi số"), index_filter(ONE), 10)
    index.upsert([point(100 + n, 90, 2, "chuyển đổi số " * 3) for n in range(50)])
    assert index.search(lexical("chuyển đổi số"), index_filter(ONE), 10) == before


def test_a_grant_shows_one_document_whatever_its_audience(index: PassageIndex) -> None:
    fill(index)
    index.upsert([point(5, 40, 0, "chuyển đổi số mật", issued=None), point(6, 50, 0, "chuyển đổi số")])
    query: QueryVectors = {**lexical("chuyển đổi số"), Field.DENSE: unit_vector(1)}
    granted = Scope(1, frozenset({1}), frozenset({20, 40}))
    for field in Field:
        assert set(ids(index, query, BOTH, field)) <= {1, 2, 3, 4}
        assert {3, 5} <= set(ids(index, query, granted, field)) <= {1, 2, 3, 5}
        assert set(ids(index, query, Scope(1, frozenset(), frozenset({40})), field)) == {5}
        assert ids(index, query, granted, field, document_ids=[50]) == []
        assert ids(index, query, granted, field, document_ids=[40]) == [5]
        assert 5 not in ids(index, query, granted, field, issued_until=date(2027, 1, 1))


def test_thousands_of_grants(index: PassageIndex) -> None:
    index.upsert([point(n, n, 0, "một") for n in range(1, 301)])
    held = Scope(1, frozenset(), frozenset(range(101, 5_101)))
    found = index.search({Field.DENSE: unit_vector(1)}, index_filter(held), 300)[Field.DENSE]
    assert {passage for passage, _ in found} == set(range(101, 301))


def test_a_filter_without_units_and_grants_matches_nothing_in_the_engine_itself(tmp_path: Path) -> None:
    """The adapters never ask with one; if one did, nothing would be found."""
    index, nobody = EdgeIndex(tmp_path / "index", DIMENSION), IndexFilter(())
    fill(index)
    assert index._opened().count(q.CountRequest(filter=for_edge(nobody), exact=True)) == 0
    index.close()
    client = QdrantClient(":memory:")
    other = ServerIndex(client, dimension=DIMENSION)
    fill(other)
    assert client.count(COLLECTION, count_filter=for_server(nobody), exact=True).count == 0
    other.close()


def test_passages_can_be_left_out(index: PassageIndex) -> None:
    fill(index)
    within = replace(index_filter(BOTH), without=(1, 3))
    found = index.search({Field.DENSE: unit_vector(1)}, within, 10)[Field.DENSE]
    assert {passage for passage, _ in found} == {2, 4}


def test_equal_passages_come_by_their_ids_also_where_the_list_is_cut(index: PassageIndex) -> None:
    same = [replace(point(n, n, 1, "nơi nhận như trên"), dense=unit_vector(7)) for n in range(1, 41)]
    index.upsert([same[i] for i in np.random.default_rng(3).permutation(40)])
    index.upsert([same[4], same[11]])  # written again, they are stored behind the others
    query: QueryVectors = {**lexical("nơi nhận"), Field.DENSE: unit_vector(7)}
    for limit in (1, 3, 12, 40, 50):
        for scores in index.search(query, index_filter(ONE), limit).values():
            assert [passage for passage, _ in scores] == [*range(1, 41)][:limit]


CROWDED = "chuyển đổi số cơ quan đảng bảo vệ bí mật nhà nước quy định báo cáo công tác văn thư"


def crowd(first: int, count: int, unit: int, seed: int) -> list[Point]:
    """Points of many words each, so that sums have many terms."""
    random = np.random.default_rng(seed)
    words = CROWDED.split()
    return [
        point(n, n, unit, " ".join(random.choice(words, size=int(random.integers(3, 90)))))
        for n in range(first, first + count)
    ]


def test_not_a_digit_changes_with_what_one_may_not_see(tmp_path: Path) -> None:
    """Whether hidden points are there, came first or last, and whether they made a segment be sealed."""
    wide = 1024  # 2,000 vectors are then enough to be sealed

    def widened(points: list[Point]) -> list[Point]:
        return [
            replace(p, dense=np.random.default_rng(p.passage_id).normal(size=wide).astype(np.float32))
            for p in points
        ]

    seen, hidden = widened(crowd(5_000, 400, 1, 1)), widened(crowd(1, 1_600, 2, 2))
    queries = [
        {
            **lexical(text),
            Field.DENSE: np.random.default_rng(n).normal(size=wide).astype(np.float32),
        }
        for n, text in enumerate(
            ("bảo vệ bí mật nhà nước", "chuyển đổi số", "báo cáo công tác văn thư cơ quan")
        )
    ]

    def told(name: str, *writes: list[Point] | None) -> list[object]:
        index = EdgeIndex(tmp_path / name, wide)
        for points in writes:
            if points is None:
                assert index.optimise(), "nothing was sealed: the test would prove nothing"
            else:
                index.upsert(points)
        answers: list[object] = [index.search(query, index_filter(ONE), 100) for query in queries]
        index.close()
        return answers

    alone = told("alone", seen)
    assert told("last", seen, hidden) == alone
    assert told("first", hidden, seen) == alone
    assert told("sealed", seen, hidden, None) == alone
    assert told("between", hidden, None, seen) == alone
    assert told("moved", seen[:200], hidden, None, seen) == alone


def test_narrowing_to_documents(index: PassageIndex) -> None:
    fill(index)
    query = lexical("chuyển đổi số")
    assert ids(index, query, BOTH, Field.EXACT, document_ids=[20]) == [3]
    assert ids(index, query, ONE, Field.EXACT, document_ids=[20]) == []
    assert ids(index, query, BOTH, Field.EXACT, document_ids=[]) == []


def test_issue_date_limit_leaves_out_later_and_undated(index: PassageIndex) -> None:
    fill(index)
    query: QueryVectors = {Field.DENSE: unit_vector(4)}
    assert set(ids(index, query, BOTH, Field.DENSE)) == {1, 2, 3, 4}
    assert set(ids(index, query, BOTH, Field.DENSE, issued_until=date(2025, 1, 1))) == {1, 2}
    assert set(ids(index, query, BOTH, Field.DENSE, issued_until=date(2026, 3, 1))) == {1, 2, 3}
    assert ids(index, query, BOTH, Field.DENSE, issued_until=date(2024, 12, 21)) == []


def test_unaccented_words_are_found_in_the_folded_field_only(index: PassageIndex) -> None:
    fill(index)
    query = lexical("chuyen doi so")
    assert ids(index, query, BOTH, Field.EXACT) == []
    assert ids(index, query, BOTH, Field.FOLDED)[:2] == [3, 1]


def test_old_and_new_tone_placement_are_one_spelling(index: PassageIndex) -> None:
    index.upsert([point(1, 1, 1, "Uỷ ban hoà giải thuỷ lợi")])
    assert ids(index, lexical("ủy ban hòa giải"), ONE, Field.EXACT) == [1]


def test_upsert_replaces(index: PassageIndex) -> None:
    fill(index)
    index.upsert([point(1, 10, 2, "thu hồi đất")])
    assert index.count() == 4
    assert ids(index, lexical("thu hồi"), TWO, Field.EXACT) == [1]
    assert ids(index, lexical("chuyển đổi số"), ONE, Field.EXACT) == []


def test_deleting(index: PassageIndex) -> None:
    fill(index)
    assert index.points_of(10) == {1, 2}
    index.delete_passages([1])
    assert index.points_of(10) == {2}
    index.delete_document(20)
    assert sorted(index.passages()) == [(2, 10), (4, 30)]
    index.delete_document(999)
    index.delete_passages([])
    assert index.count() == 2


def test_walking_over_more_than_a_page(index: PassageIndex) -> None:
    index.upsert([point(n, n % 7, 1, "một") for n in range(1, 5001)])
    assert sorted(index.passages()) == [(n, n % 7) for n in range(1, 5001)]
    assert len(index.points_of(3)) == 714


def test_empty_vectors_and_an_empty_index(index: PassageIndex) -> None:
    assert ids(index, {Field.EXACT: SparseVector((), ())}, ONE, Field.EXACT) == []
    assert index.count() == 0
    index.upsert([point(1, 1, 1, "…")])
    assert ids(index, lexical("gì"), ONE, Field.EXACT) == []
    assert ids(index, {Field.DENSE: unit_vector(1)}, ONE, Field.DENSE) == [1]


def test_searching_while_writing(index: PassageIndex) -> None:
    if not isinstance(index, EdgeIndex):
        pytest.skip("the client's in-memory engine, in place of a server here, is not made for threads")
    fill(index)
    failures: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(30):
                assert set(ids(index, {Field.DENSE: unit_vector(1)}, ONE, Field.DENSE)) == {1, 2}
        except BaseException as failure:  # handed to the test's own thread
            failures.append(failure)

    searcher = threading.Thread(target=search)
    searcher.start()
    for n in range(30):
        index.upsert([point(1000 + n, 50, 2, f"văn bản {n}")])
    searcher.join()
    assert failures == []


def test_edge_keeps_what_was_written(tmp_path: Path) -> None:
    first = EdgeIndex(tmp_path / "index", DIMENSION)
    fill(first)
    first.close()
    second = EdgeIndex(tmp_path / "index", DIMENSION)
    assert ids(second, lexical("chuyển đổi số"), ONE, Field.EXACT) == [1]
    second.optimise()
    assert ids(second, {Field.DENSE: unit_vector(2)}, ONE, Field.DENSE)[0] == 2
    second.close()


def test_edge_keeps_no_copy_of_what_was_sealed(tmp_path: Path) -> None:
    """As a server that is killed after each start leaves it: sealed, flushed, never closed."""
    wide = 2048
    index = EdgeIndex(tmp_path / "index", wide)
    random = np.random.default_rng(7)
    vectors = random.normal(size=(1_500, wide)).astype(np.float32)
    index.upsert(
        [replace(point(n, n, 1, "chuyển đổi số"), dense=vector) for n, vector in enumerate(vectors, 1)]
    )
    assert index.optimise(), "too little to be sealed: the test would prove nothing"
    segments = len(list((tmp_path / "index" / SHARD / "segments").iterdir()))
    shutil.copytree(tmp_path / "index", tmp_path / "killed")
    index.close()
    again = EdgeIndex(tmp_path / "killed", wide)
    again.optimise()
    assert again.count() == 1_500
    assert len(list((tmp_path / "killed" / SHARD / "segments").iterdir())) <= segments
    again.close()


def test_edge_written_anew_while_it_is_asked_and_written_to(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path / "index", DIMENSION)
    index.upsert([point(n, n % 7, 1, "chuyển đổi số") for n in range(1, 201)])
    done, faults, answers = threading.Event(), [], []

    def ask() -> None:
        while not done.is_set():
            try:
                found = index.search({Field.DENSE: unit_vector(1)}, index_filter(ONE), 1)
                answers.append(found[Field.DENSE][0][0])
                assert len([*index.passages()]) >= 200
            except Exception as fault:
                faults.append(fault)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    for n in range(201, 204):
        index.upsert([point(n, n % 7, 1, "chuyển đổi số")])
        index.rewrite()
    done.set()
    for thread in asking:
        thread.join()
    assert (faults, set(answers), index.count()) == ([], {1}, 203)
    index.close()


_WRITE_AND_DIE = """
import os, sys
from pathlib import Path
from rag.index.edge import EdgeIndex
from tests.rag.indexes import DIMENSION, point
index = EdgeIndex(Path(sys.argv[1]), DIMENSION)
index.upsert([point(n, n, 1, "chuyển đổi số") for n in range(1, 40)])
os._exit(9)
"""


def test_edge_survives_its_process_dying_after_a_write(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", _WRITE_AND_DIE, str(tmp_path / "index")], check=False)
    assert died.returncode == 9
    index = EdgeIndex(tmp_path / "index", DIMENSION)
    assert index.count() == 39
    index.close()


def test_edge_tells_a_second_holder_that_it_is_in_use(tmp_path: Path) -> None:
    holder = EdgeIndex(tmp_path / "index", DIMENSION)
    holder.count()
    with pytest.raises(IndexBusy):
        EdgeIndex(tmp_path / "index", DIMENSION).count()
    holder.close()
    after = EdgeIndex(tmp_path / "index", DIMENSION)
    assert after.count() == 0
    after.close()


def test_edge_says_when_its_files_are_broken(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path / "index", DIMENSION)
    fill(index)
    index.close()
    (tmp_path / "index" / SHARD / "edge_config.json").write_text("{")
    with pytest.raises(IndexUnreadable):
        EdgeIndex(tmp_path / "index", DIMENSION).count()


def test_edge_says_when_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    with pytest.raises(IndexReadOnly):
        EdgeIndex(tmp_path / "index", DIMENSION).upsert([point(1, 1, 1, "một")])


def test_edge_makes_anew_what_was_half_made(tmp_path: Path) -> None:
    (tmp_path / "index" / "shard-new" / "wal").mkdir(parents=True)
    index = EdgeIndex(tmp_path / "index", DIMENSION)
    fill(index)
    assert np.isclose(index.search({Field.DENSE: unit_vector(1)}, index_filter(ONE), 1)[Field.DENSE][0][1], 1)
    index.close()
