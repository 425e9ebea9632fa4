"""Search as a person meets it: the right clause, inside the Scope, whatever was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.runnables import RunnableLambda
from sqlalchemy import update

from access.scope import Scope
from rag.embed import Embedder
from rag.fusion import fuse
from rag.index.edge import EdgeIndex
from rag.index.port import Field
from rag.indexer import Indexer
from rag.langchain_retriever import VanthuRetriever
from rag.search import SearchService
from rag.title import indexed_title
from rag.understand.question import (
    LONGEST,
    MARKED,
    SAID_IN_VIETNAMESE,
    UNMARKED,
    understand,
    write_out,
)
from records.files import FileStore
from records.models import DocumentRow
from records.system import SystemReads
from records.types import DocumentSummary
from tests.rag.asked_library import AskedLibrary, build
from vanthu.db import Database
from vanthu.text import fold

QUESTION = "Đảng uỷ xã gửi báo cáo tháng trước ngày nào?"


def scope_of(library: AskedLibrary) -> Scope:
    return Scope.of(library.official)


def first(library: AskedLibrary, question: str, **how: Any) -> Any:
    return library.search.search(question, scope_of(library), **how)[0]


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        fold(QUESTION),
        fold(QUESTION).upper(),
        QUESTION.upper(),
        unicodedata.normalize("NFD", QUESTION),
        "Đảng ủy xã gửi báo cáo tháng  trước \n ngày nào",
    ],
    ids=["accented", "unaccented", "capitals", "accented capitals", "decomposed", "other tone placement"],
)
def test_the_clause_is_found_however_the_question_is_typed(
    asked_library: AskedLibrary, question: str
) -> None:
    hit = first(asked_library, question)
    assert (hit.reference_number, hit.article, hit.clause) == ("12-QĐ/TU", "2", "1")
    assert "trước ngày 20 hằng tháng" in hit.text
    assert 0 < hit.score <= 1


def test_hits_carry_where_they_stand(asked_library: AskedLibrary) -> None:
    hit = first(asked_library, QUESTION)
    assert hit.document_id == asked_library.documents["reports"]
    assert "Điều 2. Thời hạn gửi báo cáo" in hit.heading
    assert hit.boxes
    assert {box.page for box in hit.boxes} == {hit.page}
    lines = {line.box for page in asked_library.pages[hit.document_id] for line in page.lines}
    assert {box.box for box in hit.boxes} <= lines
    assert hit.title == "Quy định về chế độ báo cáo"


@pytest.mark.parametrize("question", ["", "   ", "???", "\u200b"])
def test_nothing_to_look_for_finds_nothing(asked_library: AskedLibrary, question: str) -> None:
    assert asked_library.search.search(question, scope_of(asked_library)) == []


def test_ten_thousand_characters_are_a_question_too(asked_library: AskedLibrary) -> None:
    assert asked_library.search.search("báo cáo tháng " * 800, scope_of(asked_library))
    asked = understand("báo cáo " * 2000)
    assert asked is not None
    assert len(asked.text) <= LONGEST


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40))
def test_any_text_is_a_question(asked_library: AskedLibrary, text: str) -> None:
    hits = asked_library.search.search(text, scope_of(asked_library), limit=3)
    assert len(hits) <= 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_another_units_documents_are_never_found(asked_library: AskedLibrary) -> None:
    hidden = asked_library.documents["binh"]
    for question in ("lịch tiếp dân xã Bình Minh", "07-TB/ĐU", "tiep dan sang thu nam"):
        hits = asked_library.search.search(question, scope_of(asked_library), limit=50)
        assert hidden not in {hit.document_id for hit in hits}
    nobody = Scope(1, frozenset())
    assert asked_library.search.search(QUESTION, nobody) == []
    assert asked_library.search.search(QUESTION, scope_of(asked_library), document_ids=[hidden]) == []


def test_narrowed_to_documents(asked_library: AskedLibrary) -> None:
    chosen = [asked_library.documents["archives"]]
    hits = asked_library.search.search(QUESTION, scope_of(asked_library), document_ids=chosen)
    assert {hit.document_id for hit in hits} == set(chosen)
    assert asked_library.search.search(QUESTION, scope_of(asked_library), document_ids=[]) == []


@pytest.mark.parametrize(
    "question",
    [
        "05-QC/TU quy định gì về báo cáo?",
        "quy chế 05 nói gì về báo cáo",
        "QC 05/TU báo cáo",
        "5-qc/tu báo cáo",
    ],
)
def test_a_document_that_is_named_comes_first(asked_library: AskedLibrary, question: str) -> None:
    found = asked_library.search.look(question, scope_of(asked_library))
    assert found.evidence.named
    assert found.hits[0].reference_number == "05-QC/TU"


def test_evidence_is_what_the_fields_gave(asked_library: AskedLibrary) -> None:
    evidence = asked_library.search.look(QUESTION, scope_of(asked_library)).evidence
    assert not evidence.named
    assert list(evidence.dense) == sorted(evidence.dense, reverse=True)
    assert 0.8 < evidence.dense[0] <= 1.0
    assert evidence.lexical[0] > evidence.lexical[-1] > 0


@pytest.fixture
def own_library(
    tmp_path: Path, database: Database, embedder: Embedder
) -> Iterator[tuple[AskedLibrary, Database]]:
    """A library that a test may change."""
    yield build(tmp_path, database, embedder), database


def test_what_records_no_longer_confirms_is_dropped(own_library: tuple[AskedLibrary, Database]) -> None:
    library, database = own_library
    moved = library.documents["reports"]
    assert first(library, QUESTION).document_id == moved
    with database.session() as session:
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == moved)
            .values(unit_id=_unit_outside(library, database))
        )
    hits = library.search.search(QUESTION, scope_of(library), limit=50)
    assert hits
    assert moved not in {hit.document_id for hit in hits}


def _unit_outside(library: AskedLibrary, database: Database) -> int:
    with database.session() as session:
        row = session.get(DocumentRow, library.documents["binh"])
        assert row is not None
        return row.unit_id


def test_on_a_date_only_what_was_issued_by_then(
    own_library: tuple[AskedLibrary, Database], tmp_path: Path, embedder: Embedder
) -> None:
    library, database = own_library
    dated = library.documents["reports"]
    with database.session() as session:
        session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == dated)
            .values(issue_date=date(2025, 6, 1), revision=DocumentRow.revision + 1)
        )
    index = EdgeIndex(tmp_path / "second")
    indexer = Indexer(
        database, library.store, index, embedder, SystemReads(database, FileStore(tmp_path / "files"))
    )
    indexer.reconcile()
    search = SearchService(library.store, index, embedder, library.catalogue)
    scope = scope_of(library)
    assert {hit.document_id for hit in search.search(QUESTION, scope, on=date(2025, 6, 1))} == {dated}
    assert search.search(QUESTION, scope, on=date(2025, 5, 31)) == []
    index.close()


def test_our_retriever_works_in_anyones_chain(asked_library: AskedLibrary) -> None:
    retriever = VanthuRetriever(search=asked_library.search, scope=scope_of(asked_library), limit=3)
    chain = retriever | RunnableLambda(lambda documents: [d.metadata["reference_number"] for d in documents])
    assert chain.invoke(QUESTION)[0] == "12-QĐ/TU"
    (document, *_) = retriever.invoke(QUESTION)
    assert "ngày 20" in document.page_content
    assert document.metadata["article"] == "2"
    blind = VanthuRetriever(search=asked_library.search, scope=Scope(1, frozenset()))
    assert blind.invoke(QUESTION) == []


def test_fields_weigh_as_the_question_is_typed() -> None:
    weights = [
        understand(q) for q in (QUESTION, fold(QUESTION), "What must the committee report every month?")
    ]
    assert [question and question.weights for question in weights] == [MARKED, UNMARKED, SAID_IN_VIETNAMESE]


def test_abbreviations_are_written_out() -> None:
    assert write_out("UBND xã") == "UBND xã ủy ban nhân dân"
    assert write_out("QĐ của BCT") == "QĐ của BCT quyết định bộ chính trị"
    assert write_out("ubnd, kh") == "ubnd, kh ủy ban nhân dân"
    assert write_out("Kế hoạch") == "Kế hoạch"


def test_scores_are_added_over_their_own_ranges() -> None:
    found = {Field.EXACT: [(1, 20.0), (2, 10.0), (3, 0.0)], Field.DENSE: [(2, 0.9), (1, 0.8), (4, 0.7)]}
    fused = fuse(found, {Field.EXACT: 1.0, Field.DENSE: 1.0}, limit=3)
    assert list(fused) == [1, 2, 3, 4]
    assert fused == pytest.approx({1: 0.75, 2: 0.75, 3: 0.0, 4: 0.0})


def test_a_short_lexical_list_counts_from_nothing() -> None:
    fused = fuse({Field.EXACT: [(1, 8.0), (2, 6.0)]}, {Field.EXACT: 1.0}, limit=100)
    assert fused == pytest.approx({1: 1.0, 2: 0.75})
    assert fuse({Field.EXACT: [(7, 3.0)], Field.DENSE: []}, MARKED, limit=10).keys() == {7}


def test_titles_are_as_people_name_documents(asked_library: AskedLibrary) -> None:
    scope = scope_of(asked_library)
    summary: DocumentSummary = asked_library.catalogue.document(
        asked_library.documents["reports"], scope
    ).summary
    assert indexed_title(summary) == "số 12-QĐ/TU Quy định về chế độ báo cáo"
