"""Giảng dạy: courses and their editions, questions, what has changed in their sources, who learns what."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from access.roles import Action
from ui.web import context
from ui.web.screens.teach import certificates, changed, courses, organise, proposed, question_figures
from vanthu.i18n import translate

Draw = Callable[[], None]


def show() -> None:
    context.principal().require(Action.TEACH)
    with st.container(key="sheet"):
        _draw()


def _draw() -> None:
    st.title(translate("Giảng dạy"), anchor=False)
    tabs: dict[str, Draw] = {
        "Khoá học": courses.draw,
        "Chứng nhận": certificates.draw,
        "Văn bản thay đổi": changed.draw,
        "Câu hỏi đề xuất": proposed.draw,
        "Thống kê câu hỏi": question_figures.draw,
        "Tổ chức học": organise.draw,
    }
    names = [translate(words) for words in tabs]
    places = st.tabs(names, key="teach-tabs", on_change="rerun")
    for place, draw in zip(places, tabs.values(), strict=True):
        if place.open:
            with place:
                draw()
