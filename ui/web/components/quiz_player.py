"""A drill or quiz, one question at a time; answers go straight to the API as they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from training_modules.views import AttemptView
from ui.web.components.parts import register
from vanthu.i18n import translate

_player = register("quiz_player", "quiz_answers")


def answer_labels() -> dict[str, Any]:
    """What the fields say that questions are answered in (`quiz_answers.js`)."""
    return {
        "hints": {
            "multiple": translate("Chọn tất cả các phương án đúng."),
            "ordering": translate("Chuyển từng bước lên hoặc xuống cho đúng thứ tự."),
            "matching": translate("Chọn cho mỗi dòng một mục tương ứng."),
            "cloze": translate("Điền vào từng chỗ trống."),
        },
        "up": translate("Chuyển bước {n} lên"),
        "down": translate("Chuyển bước {n} xuống"),
        "choose": translate("Chọn mục tương ứng"),
        "gap": translate("Chỗ trống {n}"),
        "answer": translate("Câu trả lời"),
    }


def quiz_player(attempt: AttemptView, on_handed_in: Callable[[], None]) -> None:
    """Draw it. `on_handed_in` is called before the next run of the page, once the API has graded it."""
    _player(
        key=f"player-{attempt.id}",
        data={
            "attempt": {
                "id": attempt.id,
                "kind": attempt.kind,
                "items": [item.as_json() for item in attempt.items],
                "answers": attempt.answers,
            },
            "labels": {
                "where": translate("Câu {n}/{count}, đã trả lời {done}"),
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
                    "Chưa lưu được câu trả lời. Kiểm tra kết nối rồi chọn lại; các câu đã lưu vẫn còn."
                ),
            },
        },
        on_handed_in_change=on_handed_in,
    )
