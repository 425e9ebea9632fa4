"""Accounts: add, give a new password, disable."""

from __future__ import annotations

import streamlit as st

from access.accounts import LOCAL_USERNAME, AccountView
from access.roles import Role
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.words import ROLES
from vanthu.errors import VanthuError
from vanthu.i18n import translate

SHOWN_ONCE = "account-just-made"
"""User name and the one-time password just made: shown until the administrator has noted it."""
ASKED = "account-act-asked"
"""Account and act that wait for a yes."""


def draw() -> None:
    _draw_password()
    with st.expander(translate("Thêm tài khoản"), icon=":material/person_add:"):
        _draw_add()
    accounts = context.services().accounts.list()
    units = {unit.code: unit.name for unit in context.services().units.list()}
    with st.container(key="rows", gap=None):
        for account in accounts:
            _draw_account(account, units)


def _draw_password() -> None:
    shown = st.session_state.get(SHOWN_ONCE)
    if shown is None:
        return
    username, password = shown
    once = translate("Mật khẩu chỉ hiện một lần. Trao trực tiếp cho người dùng.")
    with st.container(key="password", border=True):
        st.html(
            f"<p><b>{markup.safe(translate('Mật khẩu của tài khoản {name}').format(name=username))}</b></p>"
            f"{markup.meta(once)}"
        )
        st.code(password, language=None)
        if st.button(translate("Đã ghi lại"), type="primary", key="password-noted"):
            del st.session_state[SHOWN_ONCE]
            st.rerun()


def _draw_add() -> None:
    units = context.services().units.list()
    with st.form(key="add-account", border=False):
        username = st.text_input(translate("Tên đăng nhập"), autocomplete="off")
        display_name = st.text_input(translate("Họ và tên"), autocomplete="off")
        unit = st.selectbox(
            translate("Đơn vị"), units, format_func=lambda item: f"{item.name} ({item.code})", index=0
        )
        st.html(f"<p class='vt-meta'>{markup.safe(translate('Vai trò'))}</p>")
        roles = [
            role for role, words in ROLES.items() if st.checkbox(translate(words), key=f"new-role-{role}")
        ]
        added = st.form_submit_button(translate("Tạo tài khoản"), type="primary")
    if added:
        _add(username, display_name, unit.code, roles)


def _add(username: str, display_name: str, unit_code: str, roles: list[Role]) -> None:
    rooms = context.services()
    try:
        person, password = rooms.accounts.add(username, display_name, unit_code, roles)
    except VanthuError as error:
        say(error)
        return
    rooms.acting(context.principal()).operated("account_add", {"account": person.account_id})
    _show_password(person.username, password)


def _show_password(username: str, password: str) -> None:
    st.session_state[SHOWN_ONCE] = (username, password)
    st.rerun()


def _draw_account(account: AccountView, units: dict[str, str]) -> None:
    with st.container(key=f"account-{account.id}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(_about(account, units), width="stretch")
            if account.username != LOCAL_USERNAME:
                _draw_acts(account)
        asked = st.session_state.get(ASKED)
        if asked is not None and asked[0] == account.id:
            _draw_question(account, asked[1])


def _about(account: AccountView, units: dict[str, str]) -> str:
    roles = ", ".join(translate(ROLES[Role(role)]) for role in account.roles)
    state = markup.state(translate("Đã khoá"), "block", "stop") if account.disabled else ""
    if not account.can_sign_in and not account.disabled:
        state = markup.state(translate("Chỉ dùng tại máy chủ"), "terminal")
    return (
        f"<p class='vt-value'>{markup.safe(account.display_name)} "
        f"<span class='vt-meta'>{markup.safe(account.username)}</span> {state}</p>"
        f"{markup.meta(units.get(account.unit_code, account.unit_code), roles)}"
    )


def _draw_acts(account: AccountView) -> None:
    words = translate("Mở khoá, cấp mật khẩu") if account.disabled else translate("Cấp lại mật khẩu")
    st.button(
        words,
        icon=":material/key:",
        type="tertiary",
        key=f"reset-{account.id}",
        on_click=_ask,
        args=(account.id, "reset"),
    )
    if not account.disabled:
        st.button(
            translate("Khoá"),
            icon=":material/block:",
            type="tertiary",
            key=f"disable-{account.id}",
            disabled=account.id == context.principal().account_id,
            on_click=_ask,
            args=(account.id, "disable"),
        )


def _ask(account_id: int, act: str) -> None:
    st.session_state[ASKED] = (account_id, act)


def _draw_question(account: AccountView, act: str) -> None:
    """Ask before an act that ends someone's access or voids their password."""
    told, words = (
        (
            translate(
                "Tài khoản {name} sẽ không đăng nhập được nữa. Văn bản và lịch sử công việc vẫn được giữ."
            ),
            translate("Khoá tài khoản"),
        )
        if act == "disable"
        else (
            translate("Mật khẩu hiện tại của tài khoản {name} sẽ hết tác dụng."),
            translate("Cấp mật khẩu mới"),
        )
    )
    with st.container(key="ask-first", border=True):
        st.html(f"<p class='vt-value'>{markup.safe(told.format(name=account.username))}</p>")
        with st.container(horizontal=True):
            if st.button(words, type="primary", key="do-it"):
                _do(account, act)
            if st.button(translate("Huỷ"), key="leave-it"):
                del st.session_state[ASKED]
                st.rerun()


def _do(account: AccountView, act: str) -> None:
    rooms = context.services()
    del st.session_state[ASKED]
    try:
        if act == "disable":
            rooms.accounts.disable(account.username)
        else:
            st.session_state[SHOWN_ONCE] = (account.username, rooms.accounts.reset(account.username))
    except VanthuError as error:
        say(error)
        return
    rooms.acting(context.principal()).operated(f"account_{act}", {"account": account.id})
    st.rerun()
