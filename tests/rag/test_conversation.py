"""Follow-up questions made whole from the turn before."""

from __future__ import annotations

import pytest

from rag.types import Turn
from rag.understand.conversation import made_whole

BEFORE = [Turn("Cấp tỉnh gửi báo cáo tháng vào ngày nào?", "Trước ngày 20.", (7, 9))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Còn cấp xã thì sao?", "cấp xã gửi báo cáo tháng vào ngày nào?"),
        ("còn cấp xã?", "cấp xã gửi báo cáo tháng vào ngày nào?"),
        ("con cap xa thi sao", "cap xa gửi báo cáo tháng vào ngày nào?"),
        ("Thế báo cáo năm thì sao?", "Cấp tỉnh gửi báo cáo tháng vào ngày nào báo cáo năm?"),
    ],
)
def test_an_elliptic_question_is_completed(question: str, expected: str) -> None:
    assert made_whole(question, BEFORE).question == expected


def test_a_whole_question_is_left_alone() -> None:
    question = "Hồ sơ nhân sự được lưu trong bao lâu?"
    assert made_whole(question, BEFORE).question == question
    assert made_whole("Còn cấp xã thì sao?", []).question == "Còn cấp xã thì sao?"


def test_this_document_means_the_documents_of_the_last_answer() -> None:
    found = made_whole("Văn bản này do ai ký?", BEFORE)
    assert found.document_ids == (7, 9)
    assert "báo cáo tháng" in found.question
    assert made_whole("Ai ký Kế hoạch số 12-KH/TU?", BEFORE).document_ids is None


def test_a_second_question_about_the_same_thing_keeps_both() -> None:
    found = made_whole("Thế gửi cho cơ quan nào vậy?", BEFORE).question
    assert "báo cáo tháng" in found and "cơ quan nào" in found
