"""What is said of one body is no answer to a question about another of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.bodies import Name, head_of, names, of_what_is_named
from rag.answer.told import Told
from rag.assistant import Assistant
from rag.embed import Embedder
from rag.types import AnswerForm, AnswerSentence, Citation
from tests.rag.asked_library import build
from vanthu.db import Base, Database


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sở Nội vụ có trách nhiệm gì?", [Name("sở", ("noi", "vu"))]),
        ("trụ sở Tỉnh ủy, cơ sở Hoa Mai", []),
        ("Công ty TNHH Hoa Mai", [Name("công ty", ("hoa", "mai"))]),
        ("Công ty cổ phần Hoa Sen, Sở Y", [Name("công ty", ("hoa", "sen")), Name("sở", ("y",))]),
        ("Trường Tiểu học Lê Lợi ở đâu", [Name("trường", ("le", "loi"))]),
        ("Chi cục Thuế huyện thu gì", [Name("chi cục", ("thue",))]),
        ("Kế hoạch số 5 và Sở TTTT", []),
        ("Bộ Tài nguyên và Môi trường Việt Nam", []),
        ("sở nội vụ làm gì", []),
        ("So Noi vu lam gi, số Nội bộ", []),
        ("Trung tâm Văn hoá, Thể thao", [Name("trung tâm", ("van", "hoa"))]),
        ("", []),
    ],
)  # fmt: skip
def test_proper_names_after_their_kind(text: str, found: list[Name]) -> None:
    assert names(text) == found


@given(st.text(alphabet="Sở Nội vụTrung tâmABC .,:-5", max_size=60))
def test_every_name_stands_where_it_was_read(text: str) -> None:
    for name in names(text):
        assert name.syllables and name.same_as(name)
        assert all(part in text.lower() for part in name.kind.split())


def told(*quotes: str, heading: str = "", form: AnswerForm = AnswerForm.SENTENCES) -> Told:
    cited = [
        Citation(n, n, n, f"{n}.pdf", None, "Quy chế", heading, None, 1, quote, (), ())
        for n, quote in enumerate(quotes, 1)
    ]
    return Told([AnswerSentence(each.quote, (each.n,)) for each in cited], cited, form, "yes")


ASKED = "Trung tâm Hoa Mai mở cửa lúc mấy giờ?"
SEN, MAI = "Trung tâm Hoa Sen mở cửa lúc 8 giờ.", "Trung tâm Hoa Mai mở cửa lúc 7 giờ."
NEUTRAL = "Các đơn vị mở cửa trước 9 giờ."


def test_a_sentence_about_another_is_no_answer() -> None:
    assert not of_what_is_named(ASKED, told(SEN), {}, {}).sentences
    assert not of_what_is_named(ASKED, told(SEN, NEUTRAL), {}, {}).sentences


@pytest.mark.parametrize(
    ("answer", "heads", "issuers"),
    [
        (told(MAI), {}, {}),
        (told(NEUTRAL), {}, {}),
        (told(SEN, heading="Điều 4. Trung tâm Hoa Mai"), {}, {}),
        (told(SEN), {1: "3. Trung tâm Hoa Mai"}, {}),
        (told(SEN), {}, {1: "Trung tâm Hoa Mai"}),
        (told("Công ty Hoa Sen mở cửa lúc 8 giờ."), {}, {}),
        (told(SEN, form=AnswerForm.HISTORY), {}, {}),
    ],
)
def test_what_may_be_about_it_stays(answer: Told, heads: dict[int, str], issuers: dict[int, str]) -> None:
    assert of_what_is_named(ASKED, answer, heads, issuers) is answer


def test_of_two_the_one_that_is_named_stays_and_counts_anew() -> None:
    left = of_what_is_named(ASKED, told(SEN, MAI), {}, {})
    assert [(each.text, each.citations) for each in left.sentences] == [(MAI, (1,))]
    assert [(each.n, each.quote) for each in left.citations] == [(1, MAI)]
    assert left.verdict is None


def test_without_a_name_all_stays() -> None:
    answer = told(SEN, MAI)
    for question in ("Trung tâm mở cửa lúc mấy giờ?", "trung tam hoa mai mo cua luc nao", ""):
        assert of_what_is_named(question, answer, {}, {}) is answer


def test_the_head_of_an_entry() -> None:
    assert head_of("3. Sở Nội vụ: chủ trì việc này.") == "3. Sở Nội vụ"
    assert head_of("Chủ trì việc này.") == ""
    assert head_of("dài " * 20 + ": chủ trì") == ""


CENTRES = """QUY CHẾ
về hoạt động của các trung tâm

Điều 1. Giờ làm việc
Trung tâm Hoa Sen tiếp nhận hồ sơ từ 08 giờ 00 phút các ngày làm việc trong tuần.
Điều 2. Phí
Trung tâm Hoa Sen không thu phí của người nộp hồ sơ.
"""


def test_the_library_does_not_say_it_of_the_one_that_is_asked_for(tmp_path: Path, embedder: Embedder) -> None:
    database = Database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    Base.metadata.create_all(database.engine)
    extra = (("centres", "TINH", "33-QC/TU", "Quy chế về hoạt động của các trung tâm", CENTRES),)
    library = build(tmp_path, database, embedder, extra)
    assistant = Assistant(library.search, library.store, embedder, None)
    known = assistant.ask("Trung tâm Hoa Sen tiếp nhận hồ sơ từ mấy giờ?", library.official)
    assert "08 giờ 00" in known.answer.replace("\n", " ") and known.citations
    other = assistant.ask("Trung tâm Hoa Mai tiếp nhận hồ sơ từ mấy giờ?", library.official)
    assert other.refused and other.reason == "not_supported" and not other.citations
    assert any("Hoa Sen" in hit.text for hit in other.nearest)
    database.dispose()
