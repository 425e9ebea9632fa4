"""Said below a form: what it was opened from is no longer what is saved."""

from __future__ import annotations

import streamlit as st

from ui.web import markup
from vanthu.i18n import translate


def draw(key: str) -> bool:
    """Another trainer saved it meanwhile. Whether what they saved shall take the place of what is typed."""
    told = translate(
        "Mục này đã được người khác sửa trong lúc bạn điền; mẫu trên còn là chữ của bạn. Chép lại chỗ cần "
        "giữ, lấy bản đã lưu rồi điền tiếp."
    )
    st.warning(markup.plain(told), icon=":material/group:")
    return st.button(translate("Lấy bản đã lưu"), key=key)


def draw_gone() -> None:
    """Another trainer took it out meanwhile."""
    told = translate(
        "Mục này đã bị người khác bỏ trong lúc bạn điền; mẫu trên còn là chữ của bạn. Muốn giữ thì chép "
        "sang một mục mới."
    )
    st.warning(markup.plain(told), icon=":material/group:")


def draw_unsaved() -> None:
    """What is filled in does not outlive a look elsewhere."""
    told = translate("Bấm Lưu trước khi chuyển sang mục khác; phần chưa lưu ở mẫu này không được giữ.")
    st.html(f"<p class='vt-note'>{markup.safe(told)}</p>")
