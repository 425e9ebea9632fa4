"""Hồ sơ: the unit's dossiers, a new one, and one opened."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from records.dossiers.types import DossierSummary
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens import dossier, dossier_form
from ui.web.screens.dossier_words import facts
from vanthu.errors import VanthuError
from vanthu.i18n import translate

PLACE = "ma-ho-so"
"""Which dossier an address asks for."""
PAGE_SIZE = 50


def draw() -> None:
    number = st.query_params.get(PLACE, "")
    if number.isdecimal() and len(number) < 18:
        dossier.draw(int(number), leave)
        return
    _draw_list()


def leave() -> None:
    st.query_params.pop(PLACE, None)


def _open(dossier_id: int) -> None:
    st.query_params[PLACE] = str(dossier_id)


def _draw_list() -> None:
    if context.principal().may(Action.DIGITISE):
        with st.expander(translate("Lập hồ sơ mới"), icon=":material/create_new_folder:"):
            _draw_new()
    text = st.text_input(
        translate("Tìm hồ sơ"),
        placeholder=translate("Mã hoặc tiêu đề"),
        icon=":material/search:",
        key="dossier-text",
    )
    found = context.acts().filing.list(text, limit=PAGE_SIZE)
    if not found.items:
        st.html(
            markup.empty(
                translate("Chưa có hồ sơ"),
                translate("Lập hồ sơ cho từng việc, rồi xếp các văn bản đã số hoá của việc đó vào."),
            )
        )
        return
    with st.container(key="rows-dossiers", gap=None):
        for summary in found.items:
            _draw_row(summary)
    if found.total > len(found.items):
        told = translate("Còn {count} hồ sơ; gõ mã hoặc tiêu đề để tìm.")
        st.html(markup.meta(told.format(count=found.total - len(found.items))))


def _draw_row(summary: DossierSummary) -> None:
    with st.container(key=f"dossier-{summary.id}", gap=None):
        st.button(
            markup.plain(summary.card.title),
            icon=":material/folder:" if summary.closed_at is None else ":material/folder_zip:",
            type="tertiary",
            key=f"dossier-open-{summary.id}",
            on_click=_open,
            args=(summary.id,),
        )
        closed = markup.state(translate("Đã kết thúc"), "lock", "quiet") if summary.closed_at else ""
        st.html(markup.meta(*facts(summary)) + closed)


def _draw_new() -> None:
    made = st.session_state.get("dossiers-made", 0)
    card = dossier_form.fill(f"new-{made}", None)
    if card is None:
        return
    try:
        opened = context.acts().filing.add(card)
    except VanthuError as error:
        say(error)
        return
    st.session_state["dossiers-made"] = made + 1
    _open(opened)
    st.rerun()
