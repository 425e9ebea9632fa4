"""The page image with places marked on it: strong for the quoted words, faint for the passage."""

from __future__ import annotations

from collections.abc import Sequence

from rag.types import PageBox
from ui.web.components.parts import register
from vanthu.i18n import translate

_viewer = register("page_viewer")


def page_viewer(
    document_id: int,
    page_count: int,
    *,
    key: str,
    title: str,
    page: int = 1,
    strong: Sequence[PageBox] = (),
    faint: Sequence[PageBox] = (),
    height: str = "70vh",
    pickable: bool = False,
    visit: int = 0,
) -> None:
    """Show page `page` of a document; the reader may then leaf through it.

    `pickable`: a click on the image finds its line in the `page_text` of the same document.
    `visit`: another number brings the reader back to `page` even where nothing else has changed.
    """
    _viewer(
        key=key,
        data={
            "document_id": document_id,
            "page_count": page_count,
            "page": page,
            "strong": [_place(item) for item in strong],
            "faint": [_place(item) for item in faint],
            "height": height,
            "pickable": pickable,
            "visit": visit,
            "labels": _labels(title),
        },
    )


def _place(item: PageBox) -> dict[str, object]:
    return {"page": item.page, "box": list(item.box)}


def _labels(title: str) -> dict[str, object]:
    return {
        "where": translate("Trang {page}/{count}"),
        "alt": f"{translate('Ảnh trang {page}')}: {title}",
        "toolbar": translate("Điều khiển ảnh trang"),
        "desk": translate(
            "Ảnh trang. Phím Page Up, Page Down chuyển trang; phím cộng, trừ phóng to, thu nhỏ."
        ),
        "trouble": translate("Không mở được ảnh trang này. Hãy tải lại trang web."),
        "buttons": {
            "previous": translate("Trang trước"),
            "next": translate("Trang sau"),
            "out": translate("Thu nhỏ"),
            "in": translate("Phóng to"),
            "fit": translate("Vừa chiều rộng"),
        },
    }
