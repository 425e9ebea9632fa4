"""The recognised words beside the page image, for those who may put them right."""

from __future__ import annotations

from records.types import FieldName
from ui.web.components.parts import register
from ui.web.words import FIELDS
from vanthu.i18n import current_language, translate

DOUBT_MUCH_BELOW = 0.5
"""A word in doubt that is rather wrong than right is drawn more strongly."""

_editor = register("page_editor", "desk_common", "page_words", "page_word", "page_finder", "page_history")

REGIONS = {
    "seal": "Con dấu",
    "received_stamp": "Dấu công văn đến",
    "signature_banner": "Khung chữ ký số",
    "handwriting": "Chữ viết tay",
    "picture": "Hình ảnh",
}


def page_editor(document_id: int, page_count: int, *, key: str, page: int = 1, height: str = "70vh") -> None:
    """Words of the page that the `page_viewer` of the same document shows, to be corrected in place."""
    _editor(
        key=key,
        data={
            "document_id": document_id,
            "page": page,
            "page_count": page_count,
            "height": height,
            "much_below": DOUBT_MUCH_BELOW,
            "language": current_language(),
            "regions": {kind: translate(name) for kind, name in REGIONS.items()},
            "fields": {name.value: translate(FIELDS[name]) for name in FieldName if name in FIELDS},
            "labels": {**_labels(), **_finder_labels(), **_history_labels()},
        },
    )


def _labels() -> dict[str, str]:
    return {
        "toolbar": translate("Sửa chữ nhận dạng"),
        "previous": translate("Từ chưa chắc chắn trước (Shift+F8)"),
        "next": translate("Từ chưa chắc chắn sau (F8)"),
        "seek": translate("Tìm và thay (Ctrl+H)"),
        "undo": translate("Hoàn tác (Ctrl+Z)"),
        "redo": translate("Làm lại (Ctrl+Y)"),
        "past": translate("Lịch sử sửa"),
        "loading": translate("Đang tải nội dung nhận dạng"),
        "trouble": translate("Không tải được nội dung nhận dạng của trang này. Hãy tải lại trang web."),
        "blank": translate("Trang {page} không có chữ."),
        "sure": translate("Trang {page}. Không có từ nào chưa chắc chắn."),
        "doubts": translate("Trang {page}. {count} từ chưa chắc chắn."),
        "regions": translate("Trên trang: {names}."),
        "doubt": translate("chưa chắc chắn"),
        "doubt_much": translate("rất đáng ngờ"),
        "by_person": translate("đã được người kiểm tra"),
        "editing": translate("Sửa từ: {word}"),
        "several": translate("Sửa {count} từ: {word}"),
        "empty": translate("Để trống: bỏ chữ ở chỗ này"),
        "confirm": translate("Enter: đúng như trên ảnh"),
        "saving": translate("Đang lưu"),
        "saved": translate("Đã lưu"),
        "not_saved": translate("Chưa lưu được. Kiểm tra kết nối rồi bấm Enter lần nữa."),
        "undone": translate("Đã hoàn tác: {after} → {before}"),
        "redone": translate("Đã làm lại: {before} → {after}"),
        "no_undo": translate("Bạn chưa có lần sửa nào để hoàn tác trong văn bản này."),
        "no_redo": translate("Không có gì để làm lại."),
        "no_more": translate("Trang này không còn từ chưa chắc chắn. F8 lần nữa để sang trang sau."),
        "no_earlier": translate(
            "Phía trước không còn từ chưa chắc chắn. Shift+F8 lần nữa để về trang trước."
        ),
        "last_page": translate("Không còn từ chưa chắc chắn đến hết văn bản."),
        "first_page": translate("Không còn từ chưa chắc chắn về đầu văn bản."),
        "nothing": translate("(trống)"),
        "keys": translate(
            "Enter sửa, Enter lưu, Esc thôi · mũi tên chuyển từ, Shift+mũi tên chọn nhiều từ · "
            "F8 hoặc N từ chưa chắc chắn sau, Shift+F8 hoặc P từ trước · Ctrl+H tìm và thay · Ctrl+Z hoàn tác"
        ),
    }


def _finder_labels() -> dict[str, str]:
    return {
        "find": translate("Tìm"),
        "instead": translate("Thay bằng"),
        "match_case": translate("Phân biệt chữ hoa"),
        "whole_word": translate("Cả từ"),
        "fold": translate("Không phân biệt dấu"),
        "found": translate("{place}/{count} chỗ, trang {page}"),
        "not_found": translate("Không có trong văn bản này."),
        "before_it": translate("Chỗ trước"),
        "after_it": translate("Chỗ sau"),
        "one": translate("Thay chỗ này"),
        "all": translate("Thay tất cả"),
        "all_counted": translate("Thay tất cả {count} chỗ"),
        "replaced": translate("Đã thay {count} chỗ. Ctrl+Z để hoàn tác."),
        "close": translate("Đóng"),
        "not_done": translate("Chưa thực hiện được. Kiểm tra kết nối rồi thử lại."),
    }


def _history_labels() -> dict[str, str]:
    return {
        "none_yet": translate("Chưa có ai sửa văn bản này."),
        "step": translate("{by}, {at}, trang {page}"),
        "step_field": translate("{by}, {at}, {field}"),
        "step_several": translate("{count} chỗ"),
        "was_undone": translate("đã hoàn tác"),
        "removed": translate("(bỏ)"),
    }
