"""Vectors of sentences made beforehand: the same answers, nothing embedded twice, gone with their passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from access.accounts import AccountService
from rag.answer.score import _beginning, embedded_texts
from rag.answer.sources import Source, units
from rag.assistant import Assistant
from rag.models import PassageRow, SentenceVectorsRow
from rag.sentence_vectors import SentenceVectors
from rag.types import Hit
from records.models import DocumentRow
from tests.rag.asked_library import AskedLibrary
from vanthu.db import Base, Database

TEXT = "1. Văn phòng có trách nhiệm:\na) Tổng hợp báo cáo;\nb) Nhắc các đơn vị gửi chậm.\nLàm hằng tháng."


class Counting:
    """An embedder whose vectors follow from the words, and that keeps what it was asked for."""

    model_id = "counting:1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return np.ones((len(texts), 4), np.float32) / 2

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = np.array([np.random.default_rng(len(text)).normal(size=4) for text in texts], np.float32)
        return rows.reshape(-1, 4)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()


def with_passages(database: Database, *texts: str) -> tuple[int, dict[int, str]]:
    """A document with passages of these words: its id, and theirs."""
    operator = AccountService(database).local_operator()
    with database.session() as session:
        document = DocumentRow(
            unit_id=operator.unit_id,
            filename="a.pdf",
            sha256="0" * 64,
            media_type="application/pdf",
            size=1,
            page_count=1,
            language="vi",
            secrecy_level="none",
            data_class="ordinary",
            status="ready",
            created_by=operator.account_id,
        )
        session.add(document)
        session.flush()
        rows = [
            PassageRow(
                document_id=document.id, ordinal=n, heading=[], page=1, text=text, spans=[], text_hash=str(n)
            )
            for n, text in enumerate(texts)
        ]
        session.add_all(rows)
        session.flush()
        return document.id, {row.id: row.text for row in rows}


def test_what_was_kept_is_not_embedded_again_and_what_was_not_is(database: Database) -> None:
    embedder = Counting()
    document_id, passages = with_passages(database, TEXT, "Điều này có hiệu lực từ ngày ký.")
    vectors = SentenceVectors(database, embedder)
    vectors.keep(document_id, passages)
    made = [*embedder.asked]
    assert made == [text for words in passages.values() for text in embedded_texts(words)], "in reading order"
    embedder.asked.clear()
    known = vectors.beside([*passages], embedder)
    other = "Một câu chưa ai thấy."
    rows = known.passages([made[1], other, made[0]])
    assert embedder.asked == [other]
    assert np.allclose(rows, Counting().passages([made[1], other, made[0]]), atol=2e-3)


def test_only_passages_whose_words_changed_are_embedded_anew(database: Database) -> None:
    embedder = Counting()
    document_id, passages = with_passages(database, TEXT, "Điều này có hiệu lực từ ngày ký.")
    vectors = SentenceVectors(database, embedder)
    vectors.keep(document_id, passages)
    embedder.asked.clear()
    vectors.keep(document_id, passages)
    assert embedder.asked == []
    changed = {**passages, max(passages): "Điều này có hiệu lực từ ngày 01/01/2026."}
    vectors.keep(document_id, changed)
    assert embedder.asked == embedded_texts(changed[max(passages)])


def test_sentences_of_other_passages_and_other_models_are_not_used(database: Database) -> None:
    embedder = Counting()
    document_id, passages = with_passages(database, TEXT, TEXT)
    first, second = passages
    SentenceVectors(database, embedder).keep(document_id, {first: TEXT})
    for passage_id, model in ((second, "counting:1"), (first, "counting:2")):
        embedder.asked.clear()
        embedder.model_id = model
        SentenceVectors(database, embedder).beside([passage_id], embedder).passages(embedded_texts(TEXT))
        assert embedder.asked == embedded_texts(TEXT)


def test_vectors_go_with_their_passage_and_with_their_document(database: Database) -> None:
    embedder = Counting()
    document_id, passages = with_passages(database, TEXT, "Điều này có hiệu lực từ ngày ký.")
    SentenceVectors(database, embedder).keep(document_id, passages)

    def held() -> list[int]:
        with database.session() as session:
            return [*session.scalars(select(SentenceVectorsRow.passage_id))]

    assert held() == [*passages]
    with database.session() as session:
        session.delete(session.get_one(PassageRow, min(passages)))
    assert held() == [max(passages)]
    with database.session() as session:
        session.delete(session.get_one(DocumentRow, document_id))
    assert held() == []


LINES = st.lists(
    st.sampled_from(["1. Có các quyền sau đây:", "a) Đọc;", "- Ghi.", "Hết.", "Điều 5. Xong", ""])
)


@given(LINES)
def test_what_is_made_beforehand_is_what_answers_ask_for(lines: list[str]) -> None:
    text = "\n".join(lines).strip()
    hit = Hit(1, 1, "a.pdf", None, "", "", None, None, 1, text, 1.0, ())
    sources = [Source(hit, ())]
    assert embedded_texts(text) == [_beginning(unit.full_text(sources)) for unit in units(sources)]


def test_an_answer_is_the_same_with_and_without_and_needs_no_embedding(asked_library: AskedLibrary) -> None:
    search = asked_library.search

    class Watched(Counting):
        model_id = search._embedder.model_id  # type: ignore[attr-defined]

        def queries(self, texts: Sequence[str]) -> np.ndarray:
            return search._embedder.queries(texts)

        def passages(self, texts: Sequence[str]) -> np.ndarray:
            self.asked += texts
            rows: np.ndarray = search._embedder.passages(texts)  # type: ignore[attr-defined]
            return rows

    embedder = Watched()
    plain = Assistant(search, search._store, embedder, None)
    kept = SentenceVectors(search._store._db, embedder)
    known = Assistant(search, search._store, embedder, None, sentences=kept)
    question = "Đảng uỷ xã gửi báo cáo tháng trước ngày nào?"
    before = plain.ask(question, asked_library.official)
    assert embedder.asked
    embedder.asked.clear()
    after = known.ask(question, asked_library.official)
    assert embedder.asked == []
    assert (after.answer, after.refused) == (before.answer, False)
