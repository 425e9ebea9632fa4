"""What one person or one unit may read of the custodian's unit."""

from __future__ import annotations

import streamlit as st

from access.grant_views import Holder
from ui.web import context, markup
from ui.web.screens.keep_grant_rows import draw_rows
from vanthu.i18n import translate


def draw() -> None:
    typed = st.text_input(
        translate("Người hoặc đơn vị"),
        placeholder=translate("Họ tên, tên đăng nhập, tên hoặc mã đơn vị"),
        icon=":material/search:",
        key="holders-find",
    )
    if not typed.strip():
        _draw_open()
        return
    found = context.acts().keeping.holders(typed)
    if not found:
        st.html(markup.meta(translate("Không tìm thấy người hoặc đơn vị nào.")))
        return
    holder = st.selectbox(
        translate("Chọn"), found, format_func=lambda one: f"{one.name} ({one.code})", key="holders-chosen"
    )
    _draw_of(holder)


def _draw_open() -> None:
    """Every grant that counts or will count, of all people."""
    grants = [view for view in context.acts().keeping.open_grants() if view.state != "asked"]
    st.html(markup.meta(translate("{count} quyền xem đang có").format(count=len(grants))))
    draw_rows("open", grants, documents=True)


def _draw_of(holder: Holder) -> None:
    grants = context.acts().keeping.grants_to(account_id=holder.account_id, unit_id=holder.unit_id)
    draw_rows("holder", grants, empty=translate("Chưa được cấp quyền xem văn bản nào."), documents=True)
