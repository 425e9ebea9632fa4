"""Sentences of official text: where they end and where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.sentences import split


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
