"""Where else an account acts, from one day to another: listed, given, ended."""

from __future__ import annotations

import streamlit as st

from access.account_list import AccountView
from access.assignments import Assignment
from access.units import Unit
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens import admin_words
from ui.web.words import ROLES, day
from vanthu.errors import VanthuError
from vanthu.i18n import translate

STATES: dict[str, tuple[str, str, str]] = {
    "in_force": ("Đang hiệu lực", "check_circle", "good"),
    "ahead": ("Chưa đến ngày", "schedule", "quiet"),
    "over": ("Đã kết thúc", "history", "quiet"),
}


def draw(account: AccountView, units: list[Unit]) -> None:
    st.subheader(translate("Phân công ở đơn vị khác"), anchor=False)
    given = context.administration().assignments(account.username)
    if not given:
        st.html(markup.lead(translate("Chưa có phân công nào.")))
    own = account.id == context.principal().account_id
    with st.container(key="rows-assignments", gap=None):
        for assignment in given:
            with st.container(
                key=f"assignment-{assignment.id}", horizontal=True, vertical_alignment="center"
            ):
                st.html(_about(assignment), width="stretch")
                if assignment.state != "over" and not own:
                    st.button(
                        translate("Kết thúc"),
                        key=f"end-{assignment.id}",
                        on_click=_end,
                        args=(assignment.id,),
                    )
    if not own:
        with st.expander(translate("Thêm phân công"), icon=":material/add:"):
            _draw_add(account, units)


def _about(assignment: Assignment) -> str:
    words, icon, kind = STATES[assignment.state]
    until = day(assignment.until_day) if assignment.until_day else translate("khi được kết thúc")
    span = translate("từ {first} đến {last}").format(first=day(assignment.from_day), last=until)
    return (
        f"<p class='vt-value'>{markup.safe(assignment.unit_name)} "
        f"{markup.state(translate(words), icon, kind)}</p>"
        f"{markup.meta(translate(ROLES[assignment.role]), span)}"
    )


def _draw_add(account: AccountView, units: list[Unit]) -> None:
    with st.form(key=f"assign-{account.id}", border=False):
        unit = st.selectbox(
            translate("Đơn vị"), units, format_func=admin_words.unit_name, key=f"assign-unit-{account.id}"
        )
        role = st.selectbox(
            translate("Vai trò"),
            list(ROLES),
            format_func=lambda each: translate(ROLES[each]),
            key=f"assign-role-{account.id}",
        )
        with st.container(horizontal=True):
            first = st.date_input(translate("Từ ngày"), format="DD/MM/YYYY", key=f"assign-from-{account.id}")
            last = st.date_input(
                translate("Đến hết ngày (để trống nếu chưa định)"),
                value=None,
                format="DD/MM/YYYY",
                key=f"assign-until-{account.id}",
            )
        given = st.form_submit_button(translate("Phân công"), type="primary")
    if not given:
        return
    try:
        context.administration().assign(account.username, unit.code, role, from_day=first, until_day=last)
    except VanthuError as error:
        say(error)
        return
    st.rerun()


def _end(assignment_id: int) -> None:
    try:
        context.administration().end_assignment(assignment_id)
    except VanthuError as error:
        say(error)
