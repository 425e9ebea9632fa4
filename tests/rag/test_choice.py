"""Which sentences are quoted: the direct one first, what is in force first, lists whole, little else."""

from __future__ import annotations

import pytest

from rag.answer import Source, choose
from rag.answer.score import Asked
from rag.assistant import Assistant
from rag.embed import Embedder
from rag.structure.walk import OPENING
from rag.types import Hit
from tests.rag.asked_library import AskedLibrary


def _source(document: int, text: str, *, superseded: bool = False, heading: str = "") -> Source:
    hit = Hit(document, document, "a.pdf", None, "", heading, None, None, 1, text, 1.0, ())
    return Source(hit, (), superseded)


OLD = "Văn bản không ấn định thời hạn thì giải quyết trong 10 ngày làm việc kể từ ngày nhận được."
NEW = "Văn bản không ấn định thời hạn thì giải quyết trong 07 ngày làm việc kể từ ngày nhận được."
QUESTION = "Văn bản không ấn định thời hạn thì giải quyết trong mấy ngày?"


def test_what_was_replaced_stands_behind_what_is_in_force(embedder: Embedder) -> None:
    sources = [_source(1, OLD, superseded=True), _source(2, NEW)]
    quotes = [part.quote(sources) for part in choose(Asked(QUESTION), sources, embedder)]
    assert quotes[0] == NEW
    assert choose(Asked(QUESTION), [_source(1, OLD), _source(2, NEW)], embedder)[0].source == 0


def test_what_was_replaced_is_quoted_where_nothing_else_answers(embedder: Embedder) -> None:
    sources = [_source(1, OLD, superseded=True), _source(2, "Trụ sở mở cửa từ 7 giờ 30 phút.")]
    assert choose(Asked(QUESTION), sources, embedder)[0].quote(sources) == OLD


def test_a_sentence_far_below_the_first_is_left_out(embedder: Embedder) -> None:
    sources = [_source(1, f"{NEW} Trà và nước uống do bộ phận phục vụ chuẩn bị. Phòng họp ở tầng hai.")]
    assert [part.quote(sources) for part in choose(Asked(QUESTION), sources, embedder)] == [NEW]


def test_a_title_that_repeats_the_question_is_no_answer(embedder: Embedder) -> None:
    title = "THÔNG BÁO về thời hạn giải quyết văn bản không ấn định thời hạn"
    sources = [_source(1, title, heading=OPENING), _source(2, NEW)]
    assert (
        choose(Asked("Thời hạn giải quyết văn bản không ấn định thời hạn?"), sources, embedder)[0].source == 1
    )


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Những hành vi nào không được làm?", True),
        ("Các cơ quan nào phải báo cáo?", True),
        ("Văn phòng có trách nhiệm gì?", True),
        ("Hồ sơ gồm những gì?", True),
        ("Kế hoạch chia các đợt bồi dưỡng như thế nào?", True),
        ("Hồ sơ lưu bao nhiêu năm?", False),
        ("Cơ quan nào chủ trì?", False),
    ],
)
def test_a_list_is_asked_for(question: str, wanted: bool) -> None:
    assert Asked(question).wants_list is wanted


def test_a_question_is_embedded_once(asked_library: AskedLibrary) -> None:
    class Counting:
        def __init__(self, inner: Embedder) -> None:
            self.inner, self.asked = inner, 0
            self.passages = inner.passages

        def queries(self, texts: list[str]) -> object:
            self.asked += 1
            return self.inner.queries(texts)

    counting = Counting(asked_library.embedder)
    asked_library.search._embedder, kept = counting, asked_library.search._embedder  # type: ignore[assignment]
    try:
        assistant = Assistant(asked_library.search, asked_library.store, counting, None)  # type: ignore[arg-type]
        answer = assistant.ask("Hồ sơ hành chính lưu bao nhiêu năm?", asked_library.official)
    finally:
        asked_library.search._embedder = kept
    assert not answer.refused and counting.asked == 1
