"""A drill or quiz, one question at a time; answers go straight to the API as they are given."""

from __future__ import annotations

from typing import Any

from training_modules.views import AttemptView
from ui.web.components.parts import register
from vanthu.i18n import translate

_player = register("quiz_player", "quiz_answers", "quiz_drills", "quiz_outbox")


def answer_labels() -> dict[str, Any]:
    """What the fields say that questions are answered in (`quiz_answers.js`)."""
    return {
        "hints": {
            "multiple": translate("Chọn tất cả các phương án đúng."),
            "ordering": translate("Chuyển từng bước lên hoặc xuống cho đúng thứ tự."),
            "matching": translate("Chọn cho mỗi dòng một mục tương ứng."),
            "cloze": translate("Điền vào từng chỗ trống."),
            "mark": translate("Đánh dấu mọi câu sai; câu đúng để trống."),
            "version": translate("Chọn cả hai: điều khoản và văn bản mang nội dung áp dụng vào ngày đó."),
            "rewrite": translate("Sửa ngay trong khung. Ghi đúng điều in trên ảnh, kể cả lỗi của bản in."),
            "request": translate("Không đưa tên, số, văn bản nào của tình huống vào yêu cầu."),
            "file_building": translate("Đưa tài liệu vào hồ sơ, xếp thứ tự, rồi điền thông tin hồ sơ."),
            "cited_summary": translate("Mỗi khung một câu, mỗi câu một nguồn."),
        },
        "up": translate("Chuyển bước {n} lên"),
        "down": translate("Chuyển bước {n} xuống"),
        "choose": translate("Chọn mục tương ứng"),
        "gap": translate("Chỗ trống {n}"),
        "answer": translate("Câu trả lời"),
        **_drill_labels(),
    }


def _drill_labels() -> dict[str, str]:
    """What the fields of drills say (`quiz_drills.js`)."""
    return {
        "material": translate("Tài liệu để đọc"),
        "picture": translate("Ảnh trang giấy. Bài này cần nhìn ảnh."),
        "kind": translate("Chọn kiểu sai"),
        "kind_of": translate("Kiểu sai của câu {n}"),
        "clause": translate("Điều khoản"),
        "version": translate("Nội dung lấy ở"),
        "corrected": translate("Chữ nhận dạng, sửa tại đây"),
        "request": translate("Yêu cầu gửi công cụ AI"),
        "on_desk": translate("Tài liệu trên bàn"),
        "in_file": translate("Trong hồ sơ, theo thứ tự"),
        "file_empty": translate("Chưa có tài liệu nào."),
        "card": translate("Thông tin hồ sơ"),
        "add": translate("Đưa vào hồ sơ"),
        "remove": translate("Lấy ra khỏi hồ sơ"),
        "added": translate("Đã đưa vào hồ sơ, vị trí {n}: {document}"),
        "removed": translate("Đã lấy ra khỏi hồ sơ: {document}"),
        "up_one": translate("Chuyển lên"),
        "down_one": translate("Chuyển xuống"),
        "more": translate("Thêm câu"),
        "sentence": translate("Câu {n}"),
        "no_clause": translate("Chọn nguồn"),
        "clause_of": translate("Nguồn của câu {n}"),
        "drop": translate("Bỏ câu {n}"),
        "length": translate("Đã viết {n}/{most} chữ"),
    }


def quiz_player(attempt: AttemptView) -> None:
    """Draw it. The page runs anew once the attempt is closed."""
    _player(
        key=f"player-{attempt.id}",
        data={
            "attempt": {
                "id": attempt.id,
                "kind": attempt.kind,
                "items": [item.as_json() for item in attempt.items],
                "answers": attempt.answers,
                "seconds_left": attempt.seconds_left,
            },
            "labels": {
                "where": translate("Câu {n}/{count}, đã trả lời {done}"),
                "time_left": translate("Còn {time}"),
                "map": translate("Danh sách câu hỏi"),
                "step_done": translate("Câu {n}, đã trả lời"),
                "step_open": translate("Câu {n}, chưa trả lời"),
                **answer_labels(),
                "back": translate("Câu trước"),
                "on": translate("Câu sau"),
                "hand_in": translate("Nộp bài"),
                "stay": translate("Làm tiếp"),
                "open": translate(
                    "Còn {count} câu chưa trả lời. Sau khi nộp bài, không sửa được câu trả lời."
                ),
                "trouble": translate(
                    "Chưa lưu được vì mất kết nối. "
                    "Câu trả lời được gửi lại khi có kết nối; đừng đóng trang này."
                ),
                "not_handed_in": translate(
                    "Chưa nộp được bài vì mất kết nối. Các câu trả lời đã lưu vẫn còn; hãy bấm nộp lần nữa."
                ),
            },
        },
        on_handed_in_change=lambda: None,
    )
