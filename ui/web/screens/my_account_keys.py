"""API keys: for programs that act in one's name; shown once."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from access.api_keys import LONGEST, KeyView
from access.principal import Principal
from access.roles import Action
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.words import day, moment
from vanthu.db import OFFICE_TIME, now, office_day
from vanthu.errors import VanthuError
from vanthu.i18n import translate

SHOWN_ONCE = "api-key-just-made"
ASKED = "api-key-to-revoke"
USUAL = timedelta(days=90)

ACTIONS: dict[Action, str] = {
    Action.READ: "Tìm, hỏi và xem văn bản",
    Action.DIGITISE: "Số hoá, sửa thông tin văn bản",
    Action.READ_PERSONAL: "Xem thông tin cá nhân không che",
    Action.KEEP: "Quản lý quyền xem, cách ly",
    Action.LEARN: "Học tập",
    Action.TEACH: "Giảng dạy",
    Action.ADMINISTER: "Quản trị",
    Action.AUDIT: "Tra cứu nhật ký",
}


def draw(person: Principal) -> None:
    st.subheader(translate("Khoá truy cập cho phần mềm khác"), anchor=False)
    st.html(
        markup.lead(
            translate(
                "Phần mềm dùng khoá làm việc dưới tên bạn, cho đơn vị bạn đang làm việc, trong phạm vi bạn "
                "chọn. Không gửi khoá qua thư điện tử."
            )
        )
    )
    _draw_shown_once()
    keys = [key for key in context.services().api_keys.of_account(person.account_id) if not key.ended]
    with st.container(key="keys", gap=None):
        for key in keys:
            _draw_key(key)
    with st.expander(translate("Tạo khoá"), icon=":material/key:"):
        _draw_add(person)


def _draw_shown_once() -> None:
    key = st.session_state.get(SHOWN_ONCE)
    if key is None:
        return
    with st.container(key="password", border=True):
        st.html(
            f"<p><b>{markup.safe(translate('Khoá vừa tạo'))}</b></p>"
            + markup.meta(translate("Khoá chỉ hiện một lần. Chép ngay vào phần mềm cần dùng."))
        )
        st.code(key, language=None)
        if st.button(translate("Đã chép"), type="primary", key="key-noted"):
            del st.session_state[SHOWN_ONCE]
            st.rerun()


def _draw_key(key: KeyView) -> None:
    with st.container(key=f"key-{key.id}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            st.html(_about(key), width="stretch")
            st.button(
                translate("Thu hồi"),
                icon=":material/block:",
                type="tertiary",
                key=f"revoke-{key.id}",
                on_click=_ask,
                args=(key.id,),
            )
        if st.session_state.get(ASKED) == key.id:
            _draw_question(key)


def _about(key: KeyView) -> str:
    may = ", ".join(translate(ACTIONS[action]) for action in key.actions)
    last = key.last_used_at
    used = (
        translate("dùng gần nhất {when}").format(when=moment(last))
        if last
        else translate("chưa dùng lần nào")
    )
    until = translate("hết hạn sau ngày {day}").format(day=day(_last_day(key)))
    return f"<p class='vt-value'>{markup.safe(key.name)}</p>{markup.meta(may)}{markup.meta(until, used)}"


def _last_day(key: KeyView) -> date:
    return (key.expires_at.astimezone(OFFICE_TIME) - timedelta(seconds=1)).date()


def _ask(key_id: int) -> None:
    st.session_state[ASKED] = key_id


def _draw_question(key: KeyView) -> None:
    told = translate("Phần mềm đang dùng khoá “{name}” sẽ không truy cập được nữa.").format(name=key.name)
    with st.container(key="ask-first", border=True):
        st.html(f"<p class='vt-value'>{markup.safe(told)}</p>")
        with st.container(horizontal=True):
            if st.button(translate("Thu hồi khoá"), type="primary", key="revoke-it"):
                _revoke(key)
            if st.button(translate("Huỷ"), key="keep-it"):
                del st.session_state[ASKED]
                st.rerun()


def _revoke(key: KeyView) -> None:
    person, rooms = context.principal(), context.services()
    del st.session_state[ASKED]
    try:
        rooms.api_keys.revoke(person, key.id)
    except VanthuError as error:
        say(error)
        return
    context.acts().operated("api_key_revoked", {"key": key.id})
    st.rerun()


def _draw_add(person: Principal) -> None:
    today = _today()
    offered = [action for action in ACTIONS if person.may(action)]
    with st.form(key="add-key", border=False):
        name = st.text_input(
            translate("Tên khoá"), max_chars=120, placeholder=translate("Ví dụ: phần mềm quản lý văn bản")
        )
        st.html(f"<p class='vt-meta'>{markup.safe(translate('Được làm'))}</p>")
        chosen = [
            action for action in offered if st.checkbox(translate(ACTIONS[action]), key=f"key-may-{action}")
        ]
        last_day = st.date_input(
            translate("Dùng được đến hết ngày"),
            value=today + USUAL,
            min_value=today,
            max_value=today + LONGEST,
            format="DD/MM/YYYY",
        )
        made = st.form_submit_button(translate("Tạo khoá"), type="primary")
    if not made:
        return
    try:
        key_id, key = context.services().api_keys.add(person, name, chosen, last_day)
    except VanthuError as error:
        say(error)
        return
    context.acts().operated("api_key_made", {"key": key_id})
    st.session_state[SHOWN_ONCE] = key
    st.rerun()


def _today() -> date:
    return office_day(now())
