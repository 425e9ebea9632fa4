"""Accounts: found by name, unit and state, a page at a time; one of them opened; a new one."""

from __future__ import annotations

import streamlit as st

from access.account_list import AccountState
from access.roles import Role
from access.units import Unit
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens import admin_account, admin_secret, admin_words
from ui.web.words import ROLES
from vanthu.errors import VanthuError
from vanthu.i18n import translate

PAGE_SIZE = 20
PAGE = "accounts-page"
STATES: dict[AccountState, str] = {
    AccountState.ACTIVE: "Đang dùng",
    AccountState.WAITING: "Chưa kích hoạt",
    AccountState.DISABLED: "Đã khoá",
}


def draw() -> None:
    admin_secret.draw()
    units = [unit for unit in context.administration().units() if unit.living]
    if admin_account.opened() is not None:
        admin_account.draw(units)
        return
    with st.expander(translate("Thêm tài khoản"), icon=":material/person_add:"):
        _draw_add(units)
    _draw_list(units)


def _draw_add(units: list[Unit]) -> None:
    with st.form(key="add-account", border=False):
        username = st.text_input(translate("Tên đăng nhập"), autocomplete="off")
        display_name = st.text_input(translate("Họ và tên"), autocomplete="off")
        unit = st.selectbox(translate("Đơn vị"), units, format_func=admin_words.unit_name, index=0)
        roles = st.pills(
            translate("Vai trò"),
            list(ROLES),
            selection_mode="multi",
            format_func=lambda role: translate(ROLES[role]),
            key="new-roles",
        )
        st.html(markup.meta(admin_words.alone_words()))
        activation = st.radio(
            translate("Trao cho người dùng"),
            [True, False],
            format_func=lambda value: translate("Mã kích hoạt") if value else translate("Mật khẩu"),
            horizontal=True,
            key="new-secret",
        )
        added = st.form_submit_button(translate("Tạo tài khoản"), type="primary")
    if added:
        _add(username, display_name, unit.code, roles, activation=activation)


def _add(username: str, display_name: str, unit_code: str, roles: list[Role], *, activation: bool) -> None:
    try:
        person, secret = context.administration().add_account(
            username, display_name, unit_code, roles, activation=activation
        )
    except VanthuError as error:
        say(error)
        return
    admin_secret.show_once(person.username, secret, activation=activation)


def _draw_list(units: list[Unit]) -> None:
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            translate("Tìm theo tên"), icon=":material/search:", key="accounts-search", on_change=_first_page
        )
        by_code = {unit.code: unit for unit in units}
        unit_code = st.selectbox(
            translate("Đơn vị"),
            [None, *by_code],
            format_func=lambda code: (
                admin_words.unit_name(by_code[code]) if code else translate("Mọi đơn vị")
            ),
            key="accounts-unit",
            on_change=_first_page,
        )
        state = st.selectbox(
            translate("Trạng thái"),
            [None, *STATES],
            format_func=lambda item: translate(STATES[item]) if item else translate("Mọi trạng thái"),
            key="accounts-state",
            on_change=_first_page,
        )
    page = st.session_state.get(PAGE, 0)
    rows, total = context.administration().accounts(
        search=search,
        unit_code=unit_code,
        state=state,
        limit=PAGE_SIZE,
        offset=page * PAGE_SIZE,
    )
    if not rows:
        words = translate("Thử bớt từ hoặc bỏ bộ lọc.")
        st.html(markup.empty(translate("Không có tài khoản nào khớp"), words))
        return
    first = page * PAGE_SIZE + 1
    told = translate("Tài khoản {first}–{last} trong {total}")
    st.html(markup.meta(told.format(first=first, last=first + len(rows) - 1, total=total)))
    with st.container(key="rows", gap=None):
        for account in rows:
            with st.container(key=f"account-{account.id}", horizontal=True, vertical_alignment="center"):
                st.html(admin_words.about(account), width="stretch")
                st.button(
                    translate("Mở"),
                    key=f"open-{account.id}",
                    on_click=admin_account.open_account,
                    args=(account.username,),
                )
    if total > PAGE_SIZE:
        with st.container(horizontal=True, horizontal_alignment="center"):
            _turn(page - 1, translate("Trước"), "chevron_left", disabled=page == 0)
            _turn(page + 1, translate("Sau"), "chevron_right", disabled=first + len(rows) > total)


def _turn(page: int, words: str, icon: str, *, disabled: bool) -> None:
    if st.button(words, icon=f":material/{icon}:", key=f"accounts-{icon}", disabled=disabled):
        st.session_state[PAGE] = page
        st.rerun()


def _first_page() -> None:
    st.session_state[PAGE] = 0
