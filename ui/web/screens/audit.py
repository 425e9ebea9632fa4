"""Nhật ký: what was done, what stands out, and whether the trail is whole; for auditors only."""

from __future__ import annotations

import streamlit as st

from access.installation import INDEPENDENT_LAN
from access.roles import Action
from ui.web import context
from ui.web.screens import audit_events, audit_patterns, audit_state, keep_copies
from ui.web.screens.audit_choice import Choice
from vanthu.auditing import Auditing
from vanthu.i18n import translate

PARTS = {
    "Sự kiện": audit_events.draw,
    "Bất thường": audit_patterns.draw,
    "Tình trạng": audit_state.draw,
}
PART = "audit-part"


def show() -> None:
    context.principal().require(Action.AUDIT)
    with st.container(key="sheet"):
        _draw()


def _draw() -> None:
    st.title(translate("Nhật ký"), anchor=False)
    if Choice.follow_address() or PART not in st.session_state:
        st.session_state[PART] = next(iter(PARTS))
    parts = dict(PARTS)
    if context.services().installation.mode() == INDEPENDENT_LAN:
        parts["Sổ sao, chụp"] = lambda auditing: keep_copies.draw()
    # Not tabs: these would look for patterns in a million events behind every other part.
    part = st.segmented_control(
        translate("Phần"),
        list(parts),
        format_func=translate,
        key=PART,
        label_visibility="collapsed",
    )
    parts[part or next(iter(parts))](Auditing(context.services(), context.principal()))
