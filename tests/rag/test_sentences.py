"""Sentences of official text: where they end and where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.verbatim import shown
from rag.answer.written import claims
from rag.sentences import one_colon, split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có hiệu lực từ ngày ký. Thay thế Quyết định số 05.", 2),
        ("Thực hiện Nghị quyết số 57-NQ/TW. Các đơn vị báo cáo.", 2),
        ("1. Nước sạch là nước đạt quy chuẩn.", 1),
        ("Điều 5. Trách nhiệm của Văn phòng.", 1),
        ("a) Cấp nước liên tục;\nb) Báo trước 24 giờ.", 2),
        ("Kinh phí 1.800.000 đồng, tăng 2.5 lần. Hết.", 2),
        ("UBND TP. Hồ Chí Minh chỉ đạo. TS. Nguyễn Văn A ký.", 2),
        ("Yêu cầu các đơn vị thực hiện./.", 1),
        ("Ai ký? Chánh Văn phòng ký.", 2),
        ("Báo cáo trước ngày 20. hằng tháng.", 1),
        ("Đ/c Lê V. Nam trình bày. Hội nghị nhất trí.", 2),
        ("“Đúng, đủ, sạch.” Đó là nguyên tắc.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: int) -> None:
    assert len(split(text)) == expected, [text[a:b] for a, b in split(text)]


@given(st.text(alphabet="aA1.;:?!/\n -“”)đĐ", max_size=120))
def test_offsets_are_exact_ordered_and_lose_no_letter(text: str) -> None:
    places = split(text)
    last = 0
    for start, end in places:
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


@given(st.text(alphabet=": \tsa\n", max_size=30))
def test_no_colon_is_shown_twice(text: str) -> None:
    told = one_colon(text)
    assert "::" not in told and ": :" not in told
    assert "".join(told.replace(":", "").split()) == "".join(text.replace(":", "").split())
    assert one_colon(told) == told


def test_what_leads_a_list_ends_in_one_colon() -> None:
    lead, item = "Không được làm các việc như sau:", ": Tẩy xoá sổ đăng ký văn bản."
    assert [text for text, _ in claims([lead, item])] == [f"{lead} Tẩy xoá sổ đăng ký văn bản."]
    assert shown("1. Gồm các việc như sau: :") == "Gồm các việc như sau:"
