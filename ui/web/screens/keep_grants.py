"""Quyền xem: who may read which document under a grant; giving, approving and revoking."""

from __future__ import annotations

import streamlit as st

from access.grant_views import GrantView
from ui.web import context, markup
from ui.web.screens import keep_choice, keep_grant_form, keep_holders
from ui.web.screens.keep_grant_rows import draw_rows
from vanthu.i18n import translate

BY_DOCUMENT, BY_HOLDER = "Theo văn bản", "Theo người, đơn vị"


def draw() -> None:
    st.html(
        markup.lead(
            translate(
                "Văn bản nhạy cảm, mật, tối mật chỉ người được cấp quyền mới xem được, có lý do và thời hạn. "
                "Quyền có hiệu lực hoặc hết hiệu lực ngay ở lần mở kế tiếp."
            )
        )
    )
    _draw_asked()
    way = st.segmented_control(
        translate("Xem quyền"),
        [BY_DOCUMENT, BY_HOLDER],
        default=BY_DOCUMENT,
        format_func=translate,
        key="keep-way",
        label_visibility="collapsed",
    )
    if way == BY_HOLDER:
        keep_holders.draw()
        return
    entry = keep_choice.entry_at_work("grants")
    if entry is None:
        return
    keep_choice.draw_chosen("grants", entry)
    keep_grant_form.draw(entry)
    grants = context.acts().keeping.grants_of(entry.document_id)
    st.subheader(translate("Ai được xem"), anchor=False)
    if not entry.data_class.needs_grant:
        words = translate(
            "Văn bản loại thường: người của đơn vị và của các đơn vị cấp dưới xem được, không cần cấp quyền."
        )
        st.html(markup.meta(words))
    draw_rows("document", grants, empty=translate("Chưa ai được cấp quyền xem văn bản này."))


def _draw_asked() -> None:
    """What waits for another custodian's approval, first of all."""
    asked: list[GrantView] = [view for view in context.acts().keeping.open_grants() if view.state == "asked"]
    if not asked:
        return
    with st.container(key="keep-asked", border=True):
        st.subheader(translate("Chờ duyệt"), anchor=False)
        draw_rows("asked", asked, documents=True)
