"""Quản trị: accounts, units and the state of the system; for administrators only."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from ui.web import context
from ui.web.screens import admin_accounts, admin_installation, admin_system, admin_units
from vanthu.i18n import translate


def show() -> None:
    context.principal().require(Action.ADMINISTER)
    with st.container(key="sheet"):
        _draw()


def _draw() -> None:
    st.title(translate("Quản trị"), anchor=False)
    accounts, units, kind, system = st.tabs(
        [
            translate("Tài khoản"),
            translate("Đơn vị"),
            translate("Loại cài đặt"),
            translate("Tình trạng hệ thống"),
        ]
    )
    with accounts:
        admin_accounts.draw()
    with units:
        admin_units.draw()
    with kind:
        admin_installation.draw()
    with system:
        admin_system.draw()
