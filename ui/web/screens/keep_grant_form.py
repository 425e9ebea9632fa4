"""Giving leave to read one document: to whom, until when, why."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from access.grant_views import Holder
from access.grants import LONGEST_DAYS
from records.register import RegisterEntry
from ui.web import context, markup
from ui.web.boundary import say
from vanthu.errors import VanthuError
from vanthu.i18n import translate

USUAL_DAYS = 30
ROUND = "grant-round"
"""Grows with each grant given, so that the form is empty again."""


def draw(entry: RegisterEntry) -> None:
    secret = entry.data_class.is_state_secret
    title = translate("Đề nghị cấp quyền xem") if secret else translate("Cấp quyền xem")
    with st.expander(title, icon=":material/person_add:"):
        if secret:
            words = translate(
                "Văn bản mật, tối mật: cấp cho từng người có nhiệm vụ liên quan; "
                "một người phụ trách khác duyệt."
            )
            st.html(markup.meta(words))
        _draw_form(entry, secret=secret)


def _draw_form(entry: RegisterEntry, *, secret: bool) -> None:
    turn = st.session_state.get(ROUND, 0)
    typed = st.text_input(
        translate("Người được xem") if secret else translate("Người hoặc đơn vị được xem"),
        placeholder=translate("Họ tên, tên đăng nhập, tên hoặc mã đơn vị"),
        icon=":material/search:",
        key=f"grant-find-{turn}",
    )
    if not typed.strip():
        return
    found = context.acts().keeping.holders(typed)
    if secret:
        found = [holder for holder in found if holder.account_id is not None]
    if not found:
        st.html(markup.meta(translate("Không tìm thấy người hoặc đơn vị nào.")))
        return
    today = context.services().grants.today()
    with st.form(key=f"grant-form-{turn}", border=False):
        holder = st.selectbox(translate("Chọn"), found, format_func=_named, key=f"grant-holder-{turn}")
        with st.container(horizontal=True):
            first = st.date_input(
                translate("Từ ngày"),
                value=today,
                min_value=today,
                format="DD/MM/YYYY",
                key=f"grant-from-{turn}",
            )
            last = st.date_input(
                translate("Đến hết ngày"),
                value=today + timedelta(days=USUAL_DAYS),
                min_value=today,
                max_value=today + timedelta(days=LONGEST_DAYS),
                format="DD/MM/YYYY",
                key=f"grant-until-{turn}",
            )
        reason = st.text_input(
            translate("Lý do"),
            placeholder=translate("Nhiệm vụ cần xem văn bản"),
            max_chars=500,
            key=f"grant-reason-{turn}",
        )
        words = translate("Gửi đề nghị") if secret else translate("Cấp quyền xem")
        if not st.form_submit_button(words, type="primary"):
            return
    try:
        context.acts().keeping.grant(
            entry.document_id,
            account_id=holder.account_id,
            unit_id=holder.unit_id,
            from_day=first,
            until_day=last,
            reason=reason,
        )
    except VanthuError as error:
        say(error)
        return
    st.session_state[ROUND] = turn + 1
    told = translate("Đã gửi đề nghị, chờ người khác duyệt.") if secret else translate("Đã cấp quyền xem.")
    st.toast(told, icon=":material/check:")
    st.rerun()


def _named(holder: Holder) -> str:
    kind = translate("đơn vị") if holder.unit_id is not None else translate("người")
    return f"{holder.name} ({holder.code}) · {kind}"
