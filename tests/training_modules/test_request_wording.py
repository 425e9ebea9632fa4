"""Requests as people write them: what is there is found, in whatever words, and what is missing is missed."""

from __future__ import annotations

import pytest

from tests.training_modules.conftest import COURSES
from training_modules.content import read_course
from training_modules.items import kind_of

COURSE = "viet-yeu-cau-an-toan"
LETTER, OUTLINE = next(a for a in read_course(COURSES / COURSE).activities if a.kind == "drill").items[1:]


@pytest.mark.parametrize(
    "words",
    [
        "Bạn là cán bộ tiếp dân của UBND xã. Hãy soạn giúp tôi một khung thư trả lời công dân khiếu nại về "
        "đất đai, dài không quá 1 trang, giọng lịch sự. Thư gửi cho người dân lớn tuổi.",
        "Đóng vai chuyên viên văn phòng UBND cấp xã, viết mẫu thư trả lời đơn khiếu nại về đo đạc thửa đất. "
        "Mục đích: thông báo đã tiếp nhận. Yêu cầu: dưới 300 từ.",
        "Với vai trò là chuyên viên địa chính, hãy viết công văn trả lời đơn khiếu nại đất đai. Người nhận "
        "là công dân. Trình bày trong 1 trang A4, gồm 3 phần.",
        "Tôi là công chức cấp xã, giúp tôi soạn thư trả lời khiếu nại, gửi cho công dân, khoảng một trang.",
        "ban hay dong vai cong chuc xa va soan thu tra loi nguoi dan co don khieu nai, khong qua mot trang",
    ],
)
def test_a_good_letter_request_passes(words: str) -> None:
    assert kind_of(LETTER).share(LETTER, [words]) == 1.0


@pytest.mark.parametrize(
    "words",
    [
        "Bạn là chuyên viên cấp xã. Hãy lập dàn ý 5 mục cho báo cáo chuyển đổi số để trình lãnh đạo tỉnh.",
        "Hãy đóng vai trợ lý văn phòng. Xây dựng dàn bài báo cáo chuyển đổi số trình Chủ tịch, năm phần.",
        "Trong vai công chức xã, làm dàn ý năm mục về báo cáo chuyển đổi số 6 tháng, gửi lãnh đạo tỉnh đọc",
    ],
)
def test_a_good_outline_request_passes(words: str) -> None:
    assert kind_of(OUTLINE).share(OUTLINE, [words]) == 1.0


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("Viết thư trả lời khiếu nại", 0.25),
        ("Bạn là AI. Viết hộ.", 0.25),
        ("Giúp tôi với", 0.0),
        ("Bạn là chuyên viên. Soạn thư trả lời khiếu nại cho ông Dụ, một trang, gửi cho công dân", 0.0),
        ("Bạn là chuyên viên. Soạn thư trả lời khiếu nại thửa 417, một trang, gửi cho công dân", 0.0),
    ],
)
def test_a_poor_letter_request_does_not(words: str, share: float) -> None:
    assert kind_of(LETTER).share(LETTER, [words]) == share
