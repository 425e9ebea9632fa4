"""The reasons for a proposed beginning in words."""

from __future__ import annotations

from ingest.splitting.signs import Sign

_WORDS = {
    Sign.LETTERHEAD: "Trang có phần đầu văn bản (quốc hiệu hoặc tiêu đề Đảng)",
    Sign.NUMBER_LINE: "Có dòng số, ký hiệu",
    Sign.TITLE: "Có tên loại văn bản",
    Sign.HEADING: "Mở đầu bằng tên và số văn bản",
    Sign.SIGNED_BEFORE: "Trang trước có chữ ký hoặc nơi nhận",
    Sign.ENDED_BEFORE: "Trang trước kết thúc trọn câu",
    Sign.BLANK_BEFORE: "Trang trước là trang trắng",
    Sign.NUMBERS_RESTART: "Số trang đánh lại từ đầu",
    Sign.NUMBERS_GO_ON: "Số trang nối tiếp trang trước",
    Sign.ANNEX: "Là phụ lục hoặc văn bản kèm theo",
    Sign.ANNEX_OF_THIS: "Kèm theo chính văn bản đứng trước",
    Sign.ANNEX_OF_OTHER: "Kèm theo văn bản có số khác",
    Sign.TEXT_GOES_ON: "Câu cuối trang trước tiếp sang trang này",
    Sign.OTHER_SIZE: "Khổ hoặc chiều giấy khác trang trước",
}


def words_of(sign: Sign) -> str:
    """The source text of a reason, to be translated when it is shown."""
    return _WORDS[sign]
