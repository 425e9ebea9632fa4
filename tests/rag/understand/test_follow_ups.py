"""Questions that go on from the one before, and questions that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Turn
from rag.understand.conversation import made_whole
from vanthu.text import fold, squeeze

REPORTS = "Cấp tỉnh gửi báo cáo tháng vào ngày nào?"
CLAUSE = "Khoản 2 Điều 8 Quy định 384 nói gì?"
SIGNED = "Quy định 384-QĐ/TW do ai ký?"
TARGET = "Năm 2025 tỷ trọng kinh tế số là bao nhiêu?"
RULE = "Nghị quyết 57 đặt mục tiêu gì về kinh tế số?"

GOES_ON = [
    # the earlier question, what is asked now, what the whole question is
    (REPORTS, "Còn cấp xã thì sao?", "cấp xã gửi báo cáo tháng vào ngày nào?"),
    (REPORTS, "thế còn cấp xã", "cấp xã gửi báo cáo tháng vào ngày nào?"),
    (REPORTS, "Vậy còn cấp huyện thì thế nào?", "cấp huyện gửi báo cáo tháng vào ngày nào?"),
    (REPORTS, "con cap xa thi sao", "cap xa gửi báo cáo tháng vào ngày nào?"),
    (REPORTS, "Thế báo cáo năm thì sao?", "Cấp tỉnh gửi báo cáo tháng vào ngày nào báo cáo năm?"),
    (REPORTS, "Nếu gửi chậm thì sao?", f"{REPORTS[:-1]}. Nếu gửi chậm thì sao?"),
    (REPORTS, "Nếu chậm thì xử lý thế nào?", f"{REPORTS[:-1]}. Nếu chậm thì xử lý thế nào?"),
    (REPORTS, "Vì sao?", f"{REPORTS[:-1]}. Vì sao?"),
    (REPORTS, "Gửi cho ai?", f"{REPORTS[:-1]}. Gửi cho ai?"),
    (REPORTS, "Ai chịu trách nhiệm?", f"{REPORTS[:-1]}. Ai chịu trách nhiệm?"),
    (REPORTS, "Hình thức thế nào?", f"{REPORTS[:-1]}. Hình thức thế nào?"),
    (REPORTS, "Thời hạn là bao lâu?", f"{REPORTS[:-1]}. Thời hạn là bao lâu?"),
    (REPORTS, "thoi han bao lau", f"{REPORTS[:-1]}. thoi han bao lau"),
    (REPORTS, "Đối với báo cáo đột xuất thì sao?", f"{REPORTS[:-1]}. Đối với báo cáo đột xuất thì sao?"),
    (REPORTS, "Nó phải có chữ ký của ai?", f"{REPORTS[:-1]}. Nó phải có chữ ký của ai?"),
    (REPORTS, "Trường hợp đó gửi về đâu?", f"{REPORTS[:-1]}. Trường hợp đó gửi về đâu?"),
    (REPORTS, "truong hop do gui ve dau", f"{REPORTS[:-1]}. truong hop do gui ve dau"),
    (REPORTS, "what about communes?", "Cấp tỉnh gửi báo cáo tháng vào ngày nào communes?"),
    (REPORTS, "cụ thể hơn?", f"{REPORTS[:-1]}. cụ thể hơn?"),
    (REPORTS, "Nội dung gồm những gì?", f"{REPORTS[:-1]}. Nội dung gồm những gì?"),
    (CLAUSE, "thế còn khoản 3", "khoản 3 Điều 8 Quy định 384 nói gì?"),
    (CLAUSE, "Còn Điều 9?", "Điều 9 Quy định 384 nói gì?"),
    (CLAUSE, "còn điểm a?", "điểm a khoản 2 Điều 8 Quy định 384 nói gì?"),
    (CLAUSE, "khoản 4 thì sao?", f"{CLAUSE[:-1]}. khoản 4 thì sao?"),
    (SIGNED, "Còn Nghị quyết 57-NQ/TW?", "Nghị quyết 57-NQ/TW do ai ký?"),
    (SIGNED, "thế còn nq57 thì sao", "nq57 do ai ký?"),
    (TARGET, "còn năm 2030?", "năm 2030 tỷ trọng kinh tế số là bao nhiêu?"),
    (TARGET, "Còn năm 2030 thì sao?", "năm 2030 tỷ trọng kinh tế số là bao nhiêu?"),
    (RULE, "Còn về nhân lực?", "Nghị quyết 57 đặt mục tiêu gì về kinh tế số về nhân lực?"),
    (RULE, "اور انسانی وسائل؟", "Nghị quyết 57 đặt mục tiêu gì về kinh tế số انسانی وسائل?"),
]
OF_THE_DOCUMENT = [
    "ai ký?", "Ai là người ký?", "ai ky", "Văn bản này ban hành ngày nào?", "ban hành khi nào?",
    "Quy định này do ai ký?", "còn hiệu lực không?", "Nghị quyết đó có hiệu lực từ khi nào?",
    "có mấy chương?", "Thế ai ký?", "tóm tắt văn bản này", "van ban nay con hieu luc khong", "who signed it?",
    "When was it issued?", "Is it still in force?", "Số hiệu là gì?", "gửi cho những ai?",
]  # fmt: skip
NEW_MATTERS = [
    "Hồ sơ nhân sự được lưu trong bao lâu?", "Thế nào là chuyển đổi số?", "Con dấu do ai giữ?",
    "con dau do ai giu", "Chuyển đổi số là gì?", "chuyen doi so la gi", "Ai ký Kế hoạch số 12-KH/TU?",
    "Thế mạnh của tỉnh là gì?", "Điều kiện đăng ký thường trú là gì?", "Nghị quyết 57 ban hành ngày nào?",
    "Điều 8 Quy định 384 nói gì?", "What is digital transformation?",
    "Nếu đảng viên vi phạm quy định về bầu cử thì chi bộ xử lý kỷ luật theo hình thức nào?",
    "Vậy Nghị quyết 57 giao Bộ Chính trị và Ban Bí thư làm gì?",
    "Quyền của khách du lịch là gì?", "Thời hạn lưu hồ sơ nhân sự là bao lâu?", "Đảng viên là gì?",
    "Ai được cấp thẻ hướng dẫn viên du lịch?", "con nuoi co quyen gi",
]  # fmt: skip


@pytest.mark.parametrize(("before", "asked", "whole"), GOES_ON)
def test_a_question_that_goes_on_is_made_whole(before: str, asked: str, whole: str) -> None:
    assert made_whole(asked, [Turn(before, "…", (7, 9))]).question == whole


@pytest.mark.parametrize("asked", OF_THE_DOCUMENT)
def test_asked_of_the_document_that_was_spoken_of(asked: str) -> None:
    found = made_whole(asked, [Turn(REPORTS, "…", (7, 9))])
    assert found.document_ids == (7, 9)
    assert "báo cáo tháng" in found.question


@pytest.mark.parametrize("asked", NEW_MATTERS)
def test_a_new_matter_is_left_alone(asked: str) -> None:
    found = made_whole(asked, [Turn(REPORTS, "…", (7, 9))])
    assert (found.question, found.asked, found.document_ids) == (asked, asked, None)


def test_a_chain_of_follow_ups_keeps_what_began_it() -> None:
    turns = [Turn(REPORTS, "…"), Turn("Còn cấp xã thì sao?", "…")]
    assert made_whole("còn cấp huyện?", turns).question == "cấp huyện gửi báo cáo tháng vào ngày nào?"


def test_nothing_before_leaves_every_question_alone() -> None:
    assert made_whole("Còn cấp xã thì sao?", []).question == "Còn cấp xã thì sao?"


@given(
    st.text(max_size=60) | st.sampled_from([asked for _, asked, _ in GOES_ON]),
    st.lists(st.text(max_size=60), max_size=8),
)
def test_any_text_goes_on_from_any_other(asked: str, before: list[str]) -> None:
    whole = made_whole(asked, [Turn(text, "…") for text in before])
    again = made_whole(squeeze(asked), [Turn(squeeze(text), "…") for text in before])
    assert whole == again
    fold(whole.question)
