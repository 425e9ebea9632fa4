"""Quản trị: accounts, units and the state of the system; for administrators only."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from ui.web import context
from ui.web.screens import admin_accounts, admin_import, admin_installation, admin_system, admin_units
from vanthu.i18n import translate


def show() -> None:
    context.principal().require(Action.ADMINISTER)
    with st.container(key="sheet"):
        _draw()


def _draw() -> None:
    st.title(translate("Quản trị"), anchor=False)
    tabs = {
        "Tài khoản": admin_accounts.draw,
        "Nhập danh sách": admin_import.draw,
        "Đơn vị": admin_units.draw,
        "Loại cài đặt": admin_installation.draw,
        "Tình trạng hệ thống": admin_system.draw,
    }
    places = st.tabs([translate(words) for words in tabs], key="admin-tab", on_change="rerun")
    for place, draw in zip(places, tabs.values(), strict=True):
        if place.open:
            with place:
                draw()
