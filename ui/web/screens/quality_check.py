"""One document in a quality pass: its pages beside its fields, each right or put right."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from records.quality.types import Check, Finding, PageFault
from records.types import Document, FieldName
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.components.page_viewer import page_viewer
from ui.web.screens.document_fields import READ_ONLY, checked_value, field_input
from ui.web.screens.place import Shown
from ui.web.words import FIELDS, field_value, headed
from vanthu.errors import VanthuError
from vanthu.i18n import translate

TAKEN = "quality-check"
FAULTS: dict[PageFault, str] = {
    PageFault.MISSING_PAGE: "Thiếu trang",
    PageFault.PAGE_ORDER: "Sai thứ tự trang",
    PageFault.IMAGE: "Ảnh mờ, cắt mất chữ hoặc nghiêng, cần quét lại",
    PageFault.TEXT: "Chữ nhận dạng sai mà không được đánh dấu",
}


def begin(check: Check | None) -> None:
    st.session_state[TAKEN] = check


def draw_taken() -> bool:
    """The document in hand; whether there is one."""
    check = st.session_state.get(TAKEN)
    if not isinstance(check, Check):
        return False
    context.principal().require(Action.DIGITISE)
    try:
        document = context.acts().surroundings(check.document_id).document
    except VanthuError as error:
        begin(None)
        say(error)
        return False
    shown = Shown.of(document.summary.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(
            f"<h2 class='vt-doc-title'>{markup.safe(headed(document.summary.title))}</h2>", width="stretch"
        )
        if st.button(translate("Để sau"), type="tertiary", key="check-later"):
            begin(None)
            st.rerun()
    with st.container(key="document", horizontal=True, gap="large"):
        with st.container(key="pages"):
            page_viewer(
                document.summary.id,
                document.summary.page_count,
                key=f"check-viewer-{check.id}",
                title=document.summary.title,
                page=shown.page,
                strong=shown.boxes,
                visit=shown.visit,
            )
        with st.container(key="about"):
            _draw_fields(check, document, shown)
    return True


def _draw_fields(check: Check, document: Document, shown: Shown) -> None:
    told = translate(
        "Đối chiếu từng thông tin với ảnh trang; chỗ nào sai thì chọn “Sai” và ghi lại cho đúng."
    )
    st.html(markup.meta(told))
    wrong = {
        name: _draw_field(check, document, name, shown)
        for name in FIELDS
        if name not in READ_ONLY and name in document.fields
    }
    faults = st.multiselect(
        translate("Lỗi về trang"),
        list(FAULTS),
        format_func=lambda fault: translate(FAULTS[fault]),
        placeholder=translate("Không có"),
        key=f"check-faults-{check.id}",
    )
    if st.button(translate("Ghi kết quả, xem văn bản tiếp"), type="primary", key=f"check-done-{check.id}"):
        _record(check, {name: typed for name, typed in wrong.items() if typed is not None}, faults)


def _draw_field(check: Check, document: Document, name: FieldName, shown: Shown) -> str | None:
    """What is right where the inspector says it is wrong, else None."""
    value = document.fields[name]
    with st.container(key=f"checked-{name}", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            text = markup.safe(field_value(name, value.value)).replace("\n", "<br>")
            st.html(
                f"<div class='vt-field'><p class='vt-meta'>{markup.safe(translate(FIELDS[name]))}</p>"
                f"<p class='vt-value'>{text}</p></div>",
                width="stretch",
            )
            if value.page is not None:
                st.button(
                    "",
                    icon=":material/my_location:",
                    type="tertiary",
                    key=f"check-where-{check.id}-{name}",
                    help=f"{translate('Xem vị trí trên ảnh')}: {translate(FIELDS[name])}",
                    on_click=shown.show,
                    args=(value.page, value.box),
                )
            is_wrong = st.checkbox(translate("Sai"), key=f"check-wrong-{check.id}-{name}")
        return field_input(name, value.value, key=f"check-{check.id}") if is_wrong else None


def _record(check: Check, wrong: dict[FieldName, str], faults: list[PageFault]) -> None:
    try:
        corrections = {name: checked_value(name, typed) for name, typed in wrong.items()}
        context.acts().inspecting.record(check.id, Finding(corrections, frozenset(faults)))
        following = context.acts().inspecting.take(check.lot_id)
    except VanthuError as error:
        say(error)
        return
    begin(following)
    if following is None:
        st.toast(translate("Đã kiểm tra hết phần việc của bạn trong lô này."), icon=":material/check:")
    st.rerun()
