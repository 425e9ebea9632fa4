"""The queue of what is in doubt, one item at a time, settled from the keyboard."""

from __future__ import annotations

from records.types import FieldName
from ui.web.components.parts import register
from ui.web.words import DOCUMENT_TYPES, FIELDS, LEVELS
from vanthu.i18n import translate

_SHARED = ("desk_common", "desk_outbox", "desk_values", "desk_crops", "desk_sheet", "desk_keys", "desk_state")
_queue = register("desk_queue", *_SHARED)

URGENCY = ("none", "urgent", "very_urgent", "express")
NEVER_EMPTY = (FieldName.URGENCY_LEVEL,)
"""Every document has one: "none" is among its values."""
SEVERAL_LINES = (FieldName.SUBJECT, FieldName.RECIPIENTS)


def desk_queue(*, key: str, document_id: int | None = None) -> None:
    """Draw it; it reads the queue and settles items through the API. `document_id`: of that one only."""
    _queue(
        key=key,
        data={
            "document_id": document_id,
            "fields": {
                **{name.value: translate(words) for name, words in FIELDS.items()},
                FieldName.DOCUMENT_NUMBER.value: translate("Số"),
                FieldName.DOCUMENT_SYMBOL.value: translate("Ký hiệu"),
            },
            "forms": _forms(),
            "choices": {
                FieldName.DOCUMENT_TYPE.value: {
                    code: translate(name) for code, name in DOCUMENT_TYPES.items()
                },
                FieldName.URGENCY_LEVEL.value: {code: translate(LEVELS[code]) for code in URGENCY},
            },
            "never_empty": [name.value for name in NEVER_EMPTY],
            "several_lines": [name.value for name in SEVERAL_LINES],
            "labels": _labels(),
            "help": _help(),
        },
    )


def _forms() -> dict[str, str]:
    """What a value of a field is to look like, said under it."""
    choose = translate("Gõ vài chữ của tên rồi chọn.")
    return {
        FieldName.ISSUE_DATE.value: translate("Ngày/tháng/năm, ví dụ 05/03/2025."),
        FieldName.REFERENCE_NUMBER.value: translate("Ghi liền, như in trên văn bản, ví dụ 115/NQ-CP."),
        FieldName.RECIPIENTS.value: translate("Mỗi nơi nhận một dòng; Shift+Enter để xuống dòng."),
        FieldName.DOCUMENT_TYPE.value: choose,
        FieldName.URGENCY_LEVEL.value: choose,
    }


def _labels() -> dict[str, str]:
    return {
        "count": translate("Còn {left} mục trong {documents} văn bản"),
        "today": translate("Hôm nay bạn đã soát {count}"),
        "saved": translate("Đã lưu"),
        "saving": translate("Đang lưu"),
        "unsaved": translate("Chưa lưu được {count} mục, đang thử lại. Không đóng trang này."),
        "keys": translate("Phím tắt"),
        "close": translate("Đóng"),
        "word": translate("Từ chưa chắc chắn"),
        "page_unread": translate("Trang chưa đọc được"),
        "from": translate("{title}, trang {page}"),
        "from_title": translate("Mở văn bản ở thẻ mới"),
        "crop": translate("Ảnh cắt từ trang, chỗ cần soát được đóng khung"),
        "no_place": translate("Chưa thấy thông tin này trên trang. Xem cả trang ở bên."),
        "no_image": translate("Chưa mở được ảnh trang."),
        "reading": translate("{name}: nội dung đã đọc. Enter để xác nhận, gõ để thay."),
        "said": translate("{name}: {reading}. {count} cách đọc khác."),
        "nothing": translate("trống"),
        "empty_word": translate("Để trống: chỗ này không có chữ. Enter hoặc Backspace để xác nhận."),
        "empty_field": translate("Để trống: văn bản không ghi. Enter hoặc Backspace để xác nhận."),
        "empty_page": translate("Để trống: trang này không có chữ. Backspace để xác nhận."),
        "type_page": translate("Gõ nội dung trang, mỗi dòng một dòng; Ctrl+Enter để lưu."),
        "choices": translate("Cách đọc khác"),
        "accept": translate("Xác nhận"),
        "save": translate("Lưu"),
        "none_word": translate("Không có chữ"),
        "none_field": translate("Văn bản không ghi"),
        "skip": translate("Bỏ qua"),
        "undo": translate("Hoàn tác"),
        "show": translate("Xem trang"),
        "hide": translate("Đóng trang"),
        "page_alt": translate("Ảnh trang {page}"),
        "no_date": translate("Chưa phải một ngày. Ghi theo dạng ngày/tháng/năm, ví dụ 05/03/2025."),
        "no_choice": translate("Chưa có tên nào như vậy trong danh sách. Chọn một tên ở dưới."),
        "say_empty": translate("Gõ nội dung như trên trang. Nếu không có thì bấm Backspace."),
        "must_fill": translate("Thông tin này không để trống được."),
        "refused": translate("Chưa lưu được mục này. Soát lại rồi xác nhận."),
        "settled": translate("Người khác đã soát mục này."),
        "moved": translate("Nội dung ở chỗ này vừa được sửa. Soát lại mục này."),
        "nothing_to_undo": translate("Chưa có mục nào để hoàn tác."),
        "undo_later": translate("Mục trước chưa lưu xong, hoàn tác được khi có kết nối."),
        "not_undone": translate("Chưa hoàn tác được mục trước."),
        "loading": translate("Đang mở bàn soát"),
        "trouble": translate("Chưa tải được mục cần soát. Đang thử lại."),
        "end": translate("Đã soát hết"),
        "end_words": translate("Hiện không còn mục nào chờ soát. Văn bản mới quét xong sẽ tự hiện ở đây."),
        "end_skipped": translate("Còn {count} mục bạn đã bỏ qua."),
        "again": translate("Soát các mục đã bỏ qua"),
    }


def _help() -> list[tuple[str, str]]:
    """Keys and what they do."""
    return [
        ("Enter", translate("Xác nhận nội dung trong ô, sang mục sau")),
        ("1–9", translate("Chọn một cách đọc khác; mục có chữ số thì Alt+1 đến Alt+9")),
        ("↓ ↑", translate("Đưa từng cách đọc khác vào ô")),
        (translate("Gõ chữ"), translate("Thay nội dung trong ô")),
        ("F2", translate("Sửa từ nội dung đang có")),
        ("Tab, →", translate("Bỏ qua, để lại sau")),
        ("←", translate("Về mục vừa bỏ qua")),
        ("Backspace", translate("Xoá trắng; bấm lần nữa khi ô trống: không có chữ")),
        ("Ctrl+Z", translate("Hoàn tác mục vừa soát")),
        ("Alt+P", translate("Mở, đóng ảnh cả trang")),
        ("Esc", translate("Bỏ nội dung đang gõ; bấm lần nữa để ra khỏi ô")),
        ("?", translate("Bảng phím này")),
    ]
