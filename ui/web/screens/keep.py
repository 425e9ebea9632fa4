"""Quản lý dữ liệu: what waits in quarantine, who may read what, and the documents' classes."""

from __future__ import annotations

import streamlit as st

from access.installation import INDEPENDENT_LAN
from access.roles import Action
from ui.web import context
from ui.web.screens import (
    keep_choice,
    keep_classes,
    keep_copies,
    keep_grants,
    keep_purge,
    keep_quarantine,
    keep_sent,
)
from vanthu.i18n import translate

LOOKED_AT = {keep_sent.OPINIONS: keep_sent.draw_opinions, keep_sent.UNANSWERED: keep_sent.draw_unanswered}
"""Drawn when they are in front only: that they were read is recorded."""
FROM_DOCUMENT = "keep-from-document"
"""Kept, so that the tab in front does not change under the reader's hands."""


def show() -> None:
    context.principal().require(Action.KEEP)
    with st.container(key="sheet"):
        _draw()


def _draw() -> None:
    st.title(translate("Quản lý dữ liệu"), anchor=False)
    tabs = {
        "Cách ly": keep_quarantine.draw,
        "Quyền xem": keep_grants.draw,
        "Phân loại": keep_classes.draw,
        "Gỡ bỏ": keep_purge.draw,
    }
    if context.services().installation.mode() == INDEPENDENT_LAN:
        tabs["Sổ sao, chụp"] = keep_copies.draw
    tabs |= LOOKED_AT
    names = [translate(words) for words in tabs]
    if keep_choice.PLACE in st.query_params:  # who comes from a document is here for its grants
        st.session_state[FROM_DOCUMENT] = True
    first = translate("Quyền xem") if st.session_state.get(FROM_DOCUMENT) else names[0]
    places = st.tabs(names, default=first, key="keep-tabs", on_change="rerun")
    for place, (words, draw) in zip(places, tabs.items(), strict=True):
        if words in LOOKED_AT and not place.open:
            keep_sent.left(words)
            continue
        with place:
            draw()
