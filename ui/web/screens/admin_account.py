"""One account: names, unit and roles; assignments in other units; signing in."""

from __future__ import annotations

import streamlit as st

from access.account_list import AccountView
from access.names import LOCAL_USERNAME
from access.roles import Role
from access.units import Unit
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens import admin_assignments, admin_secret, admin_words
from ui.web.words import ROLES
from vanthu.errors import VanthuError
from vanthu.i18n import translate

OPENED = "account-opened"
ASKED = "account-act-asked"
"""The act that waits for a yes."""
ACTS: dict[str, tuple[str, str, str]] = {
    "activation": (
        "Cấp mã kích hoạt",
        "key",
        "Mật khẩu và mã kích hoạt cũ của tài khoản {name} hết tác dụng; các phiên đang mở kết thúc.",
    ),
    "password": (
        "Cấp mật khẩu mới",
        "password",
        "Mật khẩu và mã kích hoạt cũ của tài khoản {name} hết tác dụng; các phiên đang mở kết thúc.",
    ),
    "factor": (
        "Bỏ xác thực hai bước",
        "phonelink_erase",
        "Xác thực hai bước và mã dự phòng của tài khoản {name} hết tác dụng; các phiên đang mở kết thúc. "
        "Chỉ làm khi đã gặp đúng người.",
    ),
    "disable": (
        "Khoá tài khoản",
        "block",
        "Tài khoản {name} không đăng nhập được nữa; các phiên đang mở kết thúc ngay. "
        "Văn bản và lịch sử công việc vẫn được giữ.",
    ),
    "enable": ("Mở khoá", "lock_open", "Tài khoản {name} lại đăng nhập được bằng mật khẩu đã có."),
}
"""Words of the button, icon, and what is asked first."""


def opened() -> str | None:
    found: str | None = st.session_state.get(OPENED)
    return found


def open_account(username: str | None) -> None:
    st.session_state[OPENED] = username
    st.session_state.pop(ASKED, None)


def draw(units: list[Unit]) -> None:
    st.button(
        translate("Danh sách tài khoản"),
        icon=":material/arrow_back:",
        type="tertiary",
        key="close-account",
        on_click=open_account,
        args=(None,),
    )
    account = context.administration().account(opened() or "")
    st.html(admin_words.about(account))
    if account.username == LOCAL_USERNAME:
        st.html(markup.lead(translate("Tài khoản này chỉ dùng qua dòng lệnh tại máy chủ, không sửa được.")))
        return
    _draw_sign_in(account)
    _draw_facts(account, units)
    admin_assignments.draw(account, units)


def _draw_facts(account: AccountView, units: list[Unit]) -> None:
    st.subheader(translate("Thông tin và vai trò"), anchor=False)
    own = account.id == context.principal().account_id
    codes = [unit.code for unit in units]
    with st.form(key=f"facts-{account.id}", border=False):
        name = st.text_input(translate("Họ và tên"), value=account.display_name, autocomplete="off")
        unit = st.selectbox(
            translate("Đơn vị"),
            units,
            index=codes.index(account.unit_code) if account.unit_code in codes else None,
            format_func=admin_words.unit_name,
            placeholder=translate("Tên hoặc mã đơn vị"),
            disabled=own,
        )
        roles = st.pills(
            translate("Vai trò"),
            list(ROLES),
            selection_mode="multi",
            default=[Role(role) for role in account.roles],
            format_func=lambda role: translate(ROLES[role]),
            key=f"roles-{account.id}",
            disabled=own,
        )
        st.html(
            markup.meta(
                translate("Không tự đổi đơn vị và vai trò của mình.") if own else admin_words.alone_words()
            )
        )
        saved = st.form_submit_button(translate("Lưu"), type="primary")
    if not saved:
        return
    unit_code = unit.code if unit and unit.code != account.unit_code else None
    given = sorted(roles) if sorted(roles) != sorted(account.roles) else None
    try:
        context.administration().change_account(
            account.username, display_name=name, unit_code=unit_code, roles=given
        )
    except VanthuError as error:
        say(error)
        return
    st.toast(translate("Đã lưu."), icon=":material/check:")
    st.rerun()


def _draw_sign_in(account: AccountView) -> None:
    own = account.id == context.principal().account_id
    enrolled = context.services().second_factors.state(account.id).enrolled_at is not None
    factor = ("factor",) if enrolled else ()
    acts = ("activation", "password", *factor, "enable" if account.disabled else "disable")
    with st.container(horizontal=True, key="account-acts"):
        for act in acts:
            words, icon, _ = ACTS[act]
            st.button(
                translate(words),
                icon=f":material/{icon}:",
                key=f"{act}-{account.id}",
                disabled=own,
                on_click=_ask,
                args=(act,),
            )
    asked = st.session_state.get(ASKED)
    if asked is not None and asked in acts:
        _draw_question(account, asked)


def _ask(act: str | None) -> None:
    st.session_state[ASKED] = act


def _draw_question(account: AccountView, act: str) -> None:
    words, _, told = ACTS[act]
    with st.container(key="ask-first", border=True):
        st.html(f"<p class='vt-value'>{markup.safe(translate(told).format(name=account.username))}</p>")
        with st.container(horizontal=True):
            if st.button(translate(words), type="primary", key="do-it"):
                _do(account, act)
            st.button(translate("Huỷ"), key="leave-it", on_click=_ask, args=(None,))


def _do(account: AccountView, act: str) -> None:
    del st.session_state[ASKED]
    administration = context.administration()
    try:
        if act == "disable":
            administration.disable_account(account.username)
        elif act == "enable":
            administration.enable_account(account.username)
        elif act == "factor":
            administration.reset_second_factor(account.username)
        else:
            activation = act == "activation"
            _, secret = administration.reset_account(account.username, activation=activation)
            admin_secret.show_once(account.username, secret, activation=activation)
    except VanthuError as error:
        say(error)
        return
    st.rerun()
