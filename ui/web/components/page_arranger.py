"""Pages as small pictures to be put in order, turned, taken out, split into documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.web.components.parts import register
from vanthu.i18n import translate

_arranger = register("page_arranger")


def page_arranger(
    pages: Sequence[tuple[int, int]],
    *,
    key: str,
    breaks: Sequence[int],
    reasons: dict[int, str],
) -> list[list[list[int]]] | None:
    """The documents the person has made of `pages`, once they press the button.

    `pages`: document and page number of each, in order. `breaks`: places (from 0) before which a new
    document is proposed to begin; `reasons`: why, by place. The result has a list of `[document, page, turn]`
    for each new document.
    """
    result = _arranger(
        key=key,
        data={
            "pages": [list(page) for page in pages],
            "breaks": list(breaks),
            "reasons": {str(place): words for place, words in reasons.items()},
            "labels": _labels(),
        },
        on_done_change=lambda: None,
    )
    done: Any = result.done
    return done if isinstance(done, list) else None


def _labels() -> dict[str, object]:
    return {
        "page": translate("Trang {number}"),
        "document": translate("Văn bản {number}"),
        "count": translate("{count} trang"),
        "desk": translate(
            "Các trang. Phím mũi tên chọn trang; Alt và mũi tên chuyển trang; R xoay phải, L xoay trái; "
            "Delete bỏ trang; Enter tách văn bản ở trước trang."
        ),
        "left": translate("Xoay trái"),
        "right": translate("Xoay phải"),
        "before": translate("Chuyển lên trước"),
        "after": translate("Chuyển ra sau"),
        "remove": translate("Bỏ trang"),
        "back": translate("Lấy lại trang"),
        "split": translate("Tách văn bản mới từ trang này"),
        "join": translate("Ghép vào văn bản trước"),
        "reset": translate("Làm lại từ đầu"),
        "done": translate("Tạo {count} văn bản"),
        "one": translate("Lưu cách sắp xếp"),
        "removed": translate("Đã bỏ {count} trang"),
        "nothing": translate("Chưa có gì thay đổi"),
    }
