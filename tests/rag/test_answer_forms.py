"""What a question asks for, and what an amending text says it changes: words only, no library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.asks import form_of
from rag.answer.changes import Act, changes
from rag.answer.compared import compared
from rag.answer.fate import asks_fate
from rag.answer.verdict import verdict
from rag.types import AnswerForm as F
from rag.understand.places import Place


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Tóm tắt Nghị quyết 7-NQ/TU", F.SUMMARY),
        ("Điều 5 đã được sửa đổi thế nào?", F.HISTORY),
        ("lịch sử khoản 2 điều 5", F.HISTORY),
        ("So sánh phụ cấp cấp tỉnh và cấp xã", F.COMPARISON),
        ("Cán bộ có được nghỉ bù không?", F.YES_NO),
        ("Những hành vi nào bị nghiêm cấm?", F.LIST),
        ("Báo cáo gửi chậm nhất khi nào?", F.DEADLINE),
        ("Mức phụ cấp là bao nhiêu?", F.NUMBER),
        ("Ai chịu trách nhiệm về con dấu?", F.RESPONSIBILITY),
        ("Hồ sơ là gì?", F.DEFINITION),
        ("Thế nào là tài liệu quý hiếm?", F.DEFINITION),
        ("ho so la gi", F.DEFINITION),
        ("Quy định về trang phục", F.SENTENCES),
        ("Xã Suối Mây lưu giữ gì không?", F.SENTENCES),
        ("Huyện Suối Mây còn chỉ tiêu không?", F.YES_NO),
    ],
)
def test_the_form_a_question_asks_for(question: str, form: F) -> None:
    assert form_of(question) is form


def test_a_named_clause_and_its_new_words_are_exact_places() -> None:
    text = (
        "1. Sửa đổi, bổ sung một số khoản của Điều 8 như sau:\n"
        "a) Sửa đổi khoản 1 như sau:\n“1. Nộp trong 20 ngày.”\n"
        "b) Bổ sung khoản 4 vào sau khoản 3 như sau: “4. Nộp qua mạng.”;\n"
        "c) Khoản 5 được sửa đổi như sau:\n“5. Mới.”\n"
        "2. Bãi bỏ khoản 2 Điều 9."
    )
    told = [(c.act, c.places[0], text[slice(*c.text)] if c.text else None) for c in changes(text)]
    assert told == [
        (Act.AMENDS, Place("8", "1"), "1. Nộp trong 20 ngày."),
        (Act.ADDS, Place("8", "4"), "4. Nộp qua mạng."),
        (Act.AMENDS, Place("8", "5"), "5. Mới."),
        (Act.REPEALS, Place("9", "2"), None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Việc sửa đổi, bổ sung Quy chế này do Sở Nội vụ trình.",
        "Trường hợp khoản 1 Điều 5 được sửa đổi thì thực hiện theo quy định mới.",
        "“1. Sửa đổi khoản 1 Điều 8 như sau: ba ngày.”",
        "Bãi bỏ khoản 3 Mục IV Kế hoạch số 7/KH-UBND.",
        "",
    ],
)
def test_what_changes_no_clause_is_none(text: str) -> None:
    assert changes(text) == []


@given(st.text(alphabet="Sửa đổi khoản Điều 12 như sau:“”\n.;ab)", max_size=120))
def test_places_of_changes_are_inside_the_text(text: str) -> None:
    for change in changes(text):
        for start, end in (change.announced, *([change.text] if change.text else [])):
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("question", "questions"),
    [
        ("So sánh phụ cấp cấp tỉnh và cấp xã", ("phụ cấp cấp tỉnh", "phụ cấp cấp xã")),
        (
            "Thời hạn của cấp tỉnh và cấp xã khác nhau thế nào?",
            ("Thời hạn của cấp tỉnh", "Thời hạn của cấp xã"),
        ),
        (
            "Sự khác nhau giữa Nghị quyết 1-NQ/TU và Nghị quyết 2-NQ/TU về kinh phí",
            ("kinh phí Nghị quyết 1-NQ/TU", "kinh phí Nghị quyết 2-NQ/TU"),
        ),
        ("Bản chính khác gì bản sao?", ("Bản chính", "bản sao")),
        ("Bản  chính\nkhác   gì bản sao ?", ("Bản chính", "bản sao")),
    ],
)
def test_a_comparison_is_one_question_about_each_side(question: str, questions: tuple[str, str]) -> None:
    found = compared(question)
    assert found is not None
    assert found.questions == questions


def test_one_side_alone_is_no_comparison() -> None:
    assert compared("So sánh các mức phụ cấp") is None
    assert compared("Hồ sơ là gì?") is None


@pytest.mark.parametrize(
    ("question", "sentence", "heading", "told"),
    [
        ("Có được cho mượn con dấu không?", "Không được cho mượn con dấu.", "", "no"),
        ("Có được cho mượn con dấu không?", "Cho mượn con dấu.", "Điều 4. Các hành vi bị nghiêm cấm", "no"),
        (
            "Văn thư có được khai thác hồ sơ tại chỗ không?",
            "Văn thư được khai thác hồ sơ tại chỗ.",
            "",
            "yes",
        ),
        ("Văn bản đến có phải đăng ký không?", "Văn bản đến phải được đăng ký.", "", "yes"),
        ("Có được cho mượn con dấu không?", "Không được cho mượn con dấu khi chưa có ý kiến.", "", None),
        ("Có được cho mượn con dấu không?", "Con dấu do văn thư giữ.", "", None),
        ("Có được mang hồ sơ về nhà không?", "Không được cho mượn con dấu.", "", None),
        ("Đã ban hành quy chế chưa?", "Quy chế được ban hành.", "", None),
    ],
)
def test_a_verdict_only_where_the_sentence_decides(
    question: str, sentence: str, heading: str, told: str | None
) -> None:
    assert verdict(question, sentence, heading) == told


def test_who_acts_and_who_is_acted_on_are_told_apart() -> None:
    assert asks_fate("Quyết định 5/QĐ-UBND còn hiệu lực không?")
    assert asks_fate("Văn bản nào thay thế Quyết định 5/QĐ-UBND?")
    assert asks_fate("Quyết định 5/QĐ-UBND có hiệu lực từ ngày nào?")
    assert not asks_fate("Quyết định 5/QĐ-UBND thay thế văn bản nào?")
    assert not asks_fate("Quyết định 5/QĐ-UBND bãi bỏ những văn bản nào?")
