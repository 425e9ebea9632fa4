"""The recognised text beside the page image: click a line to see its place, or the place to see its line."""

from __future__ import annotations

from ui.web.components.parts import register
from vanthu.i18n import translate

DOUBT_BELOW = 0.8
"""Word confidence under which a word is underlined: about a third of those are misread."""

_text = register("page_text")


def page_text(document_id: int, *, key: str, page: int = 1, height: str = "70vh") -> None:
    """Text of the page that the `page_viewer` of the same document shows."""
    _text(
        key=key,
        data={
            "document_id": document_id,
            "page": page,
            "height": height,
            "doubt_below": DOUBT_BELOW,
            "labels": {
                "loading": translate("Đang tải nội dung nhận dạng"),
                "trouble": translate(
                    "Không tải được nội dung nhận dạng của trang này. Hãy tải lại trang web."
                ),
                "blank": translate("Trang {page} không có chữ."),
                "sure": translate("Trang {page}. Bấm vào một dòng để xem vị trí trên ảnh."),
                "doubts": translate("Trang {page}. {count} từ cần xem lại (gạch chân lượn sóng)."),
                "doubt": translate("Từ này có thể nhận dạng sai"),
                "locate": translate("Xem vị trí trên ảnh"),
            },
        },
    )
