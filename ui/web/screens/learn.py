"""Học tập: the courses one may take, with how far one has come."""

from __future__ import annotations

import streamlit as st

from vanthu.i18n import translate


def show() -> None:
    st.title(translate("Học tập"), anchor=False)
