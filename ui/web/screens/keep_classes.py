"""Phân loại: making a document sensitive, or ordinary again, with a reason."""

from __future__ import annotations

import streamlit as st

from records.register import RegisterEntry
from records.types import DataClass
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens import keep_choice
from ui.web.screens.keep_words import CLASSES
from ui.web.words import moment
from vanthu.i18n import translate


def draw() -> None:
    st.html(
        markup.lead(
            translate(
                "Văn bản có dữ liệu cá nhân hoặc nội dung không phổ biến rộng xếp loại nhạy cảm: chỉ người "
                "được cấp quyền xem, thông tin cá nhân được che với người không có nhiệm vụ cần đến."
            )
        )
    )
    entry = keep_choice.entry_at_work("classes")
    if entry is None:
        return
    _draw_chosen(entry)
    _draw_history(entry.document_id)


def _draw_chosen(entry: RegisterEntry) -> None:
    keep_choice.draw_chosen("classes", entry)
    if entry.data_class.is_state_secret:
        words = translate(
            "Độ mật chỉ thay đổi theo quyết định giải mật, điều chỉnh độ mật của người có thẩm quyền."
        )
        st.html(markup.meta(words))
        return
    if entry.title is None:
        words = translate("Muốn chuyển về loại thường, cấp quyền xem cho mình và đọc văn bản trước.")
        st.html(markup.meta(words))
        return
    other = DataClass.ORDINARY if entry.data_class is DataClass.SENSITIVE else DataClass.SENSITIVE
    with st.form(key=f"class-{entry.document_id}-{other}", border=False):
        st.html(f"<p class='vt-value'>{markup.safe(_consequence(other))}</p>")
        reason = st.text_input(
            translate("Lý do"), max_chars=500, key=f"class-reason-{entry.document_id}-{other}"
        )
        words = translate("Chuyển sang loại {name}").format(name=translate(CLASSES[other][0]).lower())
        if st.form_submit_button(words, type="primary"):
            do(
                lambda: context.acts().keeping.classify(entry.document_id, other, reason),
                translate("Đã đổi phân loại."),
            )


def _consequence(other: DataClass) -> str:
    if other is DataClass.SENSITIVE:
        return translate(
            "Ngay khi chuyển, người của đơn vị không xem được nữa, trừ người được cấp quyền. "
            "Cấp quyền ở mục Quyền xem."
        )
    return translate(
        "Ngay khi chuyển, mọi người của đơn vị và đơn vị cấp dưới xem được toàn bộ văn bản, không che."
    )


def _draw_history(document_id: int) -> None:
    changes = context.acts().keeping.class_changes(document_id)
    if not changes:
        return
    st.subheader(translate("Các lần đổi phân loại"), anchor=False)
    with st.container(key="rows-classes", gap=None):
        for number, change in enumerate(changes):
            before, after = translate(CLASSES[change.before][0]), translate(CLASSES[change.after][0])
            with st.container(key=f"class-change-{number}"):
                st.html(
                    f"<p class='vt-value'>{markup.safe(before)} → {markup.safe(after)}</p>"
                    f"<p class='vt-value'>{markup.safe(change.reason)}</p>"
                    f"{markup.meta(change.by, moment(change.at))}"
                )
