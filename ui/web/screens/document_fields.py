"""Catalogue fields: value, how sure, where it stands on the page, and correcting it."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from records.types import Document, FieldName, FieldValue
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens.place import Shown
from ui.web.words import DOCUMENT_TYPES, FIELDS, LEVELS, confidence, field_value
from vanthu.errors import VanthuError
from vanthu.i18n import translate

EDITED = "field-edited"
URGENCY = ("none", "urgent", "very_urgent", "express")
LONG = {FieldName.SUBJECT, FieldName.RECIPIENTS}
READ_ONLY = {FieldName.SECRECY_LEVEL}
"""A secrecy level is changed by the custodian's own procedure, never in passing."""

ALWAYS = {FieldName.URGENCY_LEVEL}
"""Every document has one: "none" is among its values."""


class NotADate(VanthuError):
    code = "not_a_date"
    message = "Ngày ban hành phải ghi theo dạng ngày/tháng/năm, ví dụ 05/03/2025."
    remedy = "Sửa lại rồi bấm Lưu."


class EmptyValue(VanthuError):
    code = "empty_value"
    message = "Nội dung sửa còn trống."
    remedy = "Nhập nội dung đúng như trên văn bản rồi bấm Lưu."


def draw(document: Document, shown: Shown, *, may_correct: bool) -> None:
    # What a unit above has issued is read here, and corrected there.
    may_correct = may_correct and document.summary.unit_id == context.principal().unit_id
    with st.container(key="fields", gap=None):
        for name in FIELDS:
            value = document.fields.get(name)
            if value is None and not may_correct:
                continue
            with st.container(key=f"field-{name}", gap=None):
                if st.session_state.get(EDITED) == (document.summary.id, name):
                    _draw_form(document, name, value)
                else:
                    _draw_field(document, name, value, shown, may_correct=may_correct)


def _draw_field(
    document: Document, name: FieldName, value: FieldValue | None, shown: Shown, *, may_correct: bool
) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        st.html(f"<div class='vt-field'>{_words(name, value)}</div>", width="stretch")
        label = translate(FIELDS[name])
        if value is not None and value.page is not None:
            st.button(
                translate("Xem vị trí"),
                icon=":material/my_location:",
                type="tertiary",
                key=f"where-{name}",
                help=f"{translate('Xem vị trí trên ảnh')}: {label}",
                on_click=shown.show,
                args=(value.page, value.box),
            )
        if may_correct and name not in READ_ONLY:
            st.button(
                translate("Sửa"),
                icon=":material/edit:",
                type="tertiary",
                key=f"edit-{name}",
                help=f"{translate('Sửa')}: {label}",
                on_click=_edit,
                args=(document.summary.id, name),
            )
    if may_correct and value is not None and value.value and _uncertain(value) and name not in READ_ONLY:
        _draw_confirm(document, name, value.value)


def _draw_confirm(document: Document, name: FieldName, value: str) -> None:
    """One click for what was read right; nothing has to be typed again."""
    if st.button(
        translate("Đúng như trên văn bản"),
        icon=":material/check:",
        type="tertiary",
        key=f"confirm-{name}",
        help=f"{translate('Xác nhận đã đối chiếu')}: {translate(FIELDS[name])}",
    ):
        _save(document, name, value)


def _uncertain(value: FieldValue) -> bool:
    """Whether a person should hold it against the page."""
    return not value.by_person and (value.doubtful or value.source == "handwritten")


def _words(name: FieldName, value: FieldValue | None) -> str:
    label = f"<p class='vt-meta'>{markup.safe(translate(FIELDS[name]))}</p>"
    if value is None or (not value.value and not value.by_person):
        return label + f"<p class='vt-value vt-none'>{markup.safe(translate('Chưa đọc được'))}</p>"
    words, icon = confidence(value.confidence, value.doubtful, value.source)
    if not value.value:
        none = markup.safe(translate("Văn bản không ghi"))
        return f"{label}<p class='vt-value vt-none'>{none}</p>{markup.state(words, icon, 'quiet')}"
    text = markup.safe(field_value(name, value.value)).replace("\n", "<br>")
    kind = "warn" if _uncertain(value) else "quiet"
    return f"{label}<p class='vt-value'>{text}</p>{markup.state(words, icon, kind)}"


def _edit(document_id: int, name: FieldName | None) -> None:
    st.session_state[EDITED] = (document_id, name)


def _draw_form(document: Document, name: FieldName, value: FieldValue | None) -> None:
    before = value.value if value else ""
    with st.form(key=f"form-{name}", border=False):
        after = field_input(name, before)
        with st.container(horizontal=True):
            saved = st.form_submit_button(translate("Lưu"), type="primary")
            absent = name not in ALWAYS and st.form_submit_button(translate("Văn bản không ghi"))
            left = st.form_submit_button(translate("Huỷ"))
    if left:
        _edit(document.summary.id, None)
        st.rerun()
    if absent:
        _save(document, name, "")
    if saved:
        try:
            value_now = checked_value(name, after)
        except VanthuError as error:
            say(error)
            return
        _save(document, name, value_now)


def _save(document: Document, name: FieldName, value: str) -> None:
    """The value as a person has seen it on the page; an empty one says that the document has none."""
    try:
        context.acts().correct(document.summary.id, name, value)
    except VanthuError as error:
        say(error)
        return
    _edit(document.summary.id, None)
    st.toast(translate("Đã lưu."), icon=":material/check:")
    st.rerun()


def field_input(name: FieldName, before: str, *, key: str = "input") -> str:
    """Where a person types what the field should say."""
    label = translate(FIELDS[name])
    if name is FieldName.DOCUMENT_TYPE:
        return _pick(label, list(DOCUMENT_TYPES), DOCUMENT_TYPES, before, key)
    if name is FieldName.URGENCY_LEVEL:
        return _pick(label, list(URGENCY), LEVELS, before, key)
    if name is FieldName.ISSUE_DATE:
        return st.text_input(
            label, value=field_value(name, before), placeholder="05/03/2025", key=f"{key}-{name}"
        )
    if name in LONG:
        return st.text_area(label, value=before, key=f"{key}-{name}")
    return st.text_input(label, value=before, key=f"{key}-{name}")


def _pick(label: str, codes: list[str], words: dict[str, str], before: str, key: str) -> str:
    """One of `codes`; a stored code that is not among them stays on offer."""
    listed = codes if before in codes or not before else [before, *codes]
    chosen = st.selectbox(
        label,
        listed,
        index=listed.index(before) if before in listed else None,
        format_func=lambda code: translate(words.get(str(code), str(code))),
        placeholder=translate("Chọn"),
        key=f"{key}-{label}",
    )
    return chosen or ""


def checked_value(name: FieldName, text: str) -> str:
    """What was typed as the catalogue keeps it."""
    value = text.strip()
    if not value:
        raise EmptyValue
    if name is not FieldName.ISSUE_DATE:
        return value
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            day: date = datetime.strptime(value, form).date()
        except ValueError:
            continue
        return day.isoformat()
    raise NotADate
