"""Quản lý dữ liệu: what waits in quarantine, who may read what, and the documents' classes."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from ui.web import context
from ui.web.screens import keep_classes, keep_grants
from vanthu.i18n import translate


def show() -> None:
    context.principal().require(Action.KEEP)
    with st.container(key="sheet"):
        _draw()


def _draw() -> None:
    st.title(translate("Quản lý dữ liệu"), anchor=False)
    grants, classes = st.tabs([translate("Quyền xem"), translate("Phân loại")])
    with grants:
        keep_grants.draw()
    with classes:
        keep_classes.draw()
