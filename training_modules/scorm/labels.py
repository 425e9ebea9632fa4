"""The words of the package's own page, in the language it is made in."""

from __future__ import annotations

from vanthu.i18n import translate


def labels() -> dict[str, str]:
    return {name: translate(words) for name, words in _WORDS.items()}


_WORDS = {
    "contents": "Nội dung khoá học",
    "intro": "Giới thiệu",
    "sources": "Căn cứ của bài",
    "minutes": "{count} phút",
    "progress": "Đã hoàn thành {done}/{total} phần",
    "done": "Đã hoàn thành",
    "failed": "Chưa đạt, có thể làm lại",
    "start": "Bắt đầu học",
    "go_on": "Học tiếp",
    "read": "Đã đọc xong, sang phần sau",
    "read_last": "Đã đọc xong",
    "next": "Sang phần sau",
    "begin": "Bắt đầu làm",
    "resume": "Làm tiếp",
    "again": "Làm lại",
    "where": "Câu {n}/{total}",
    "back": "Câu trước",
    "forward": "Câu sau",
    "hand_in": "Nộp bài",
    "open": "Còn {count} câu chưa trả lời. Câu bỏ trống tính là sai.",
    "hand_in_anyway": "Vẫn nộp bài",
    "stay": "Làm tiếp các câu còn lại",
    "need": "Cần đúng từ {need}/{total} câu để đạt.",
    "leak_rule": "Chỉ một câu làm lộ thông tin là không đạt.",
    "passed": "Đạt",
    "not_passed": "Chưa đạt",
    "score": "{right}/{total} câu đúng, cần đúng từ {need} câu",
    "leaks": "Có {count} câu làm lộ thông tin.",
    "yours": "Bạn trả lời",
    "nothing": "Chưa trả lời",
    "key": "Đáp án",
    "right": "Đúng",
    "wrong": "Chưa đúng",
    "several": "Chọn mọi ý đúng.",
    "order": "Sắp xếp theo thứ tự đúng bằng các nút lên, xuống.",
    "up": "Chuyển lên: {words}",
    "down": "Chuyển xuống: {words}",
    "choose": "Chọn…",
    "gap": "Chỗ trống {n}",
    "answer": "Câu trả lời",
    "finished": "Bạn đã hoàn thành khoá học.",
    "no_system": "Trang này đang mở ngoài hệ thống học tập, kết quả không được ghi lại.",
    "not_saved": "Hệ thống học tập chưa ghi được kết quả. Hãy giữ trang này mở, hệ thống sẽ tự ghi lại.",
    "viewing": "Đang xem lại, kết quả không thay đổi.",
    "skip": "Tới nội dung",
}
