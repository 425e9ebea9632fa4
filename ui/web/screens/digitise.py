"""Số hoá: files in, what is in doubt settled, and what of it is to be looked after; one part at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from access.roles import Action
from ui.web import context, links
from ui.web.navigation_paths import DIGITISE
from ui.web.screens import digitise_desk, digitise_upload
from ui.web.screens.digitise_parts import DESK, PART, UPLOAD
from vanthu.i18n import translate


@dataclass(frozen=True, slots=True)
class Part:
    """One part with an address of its own: `?muc=CODE`."""

    code: str
    name: str
    icon: str
    draw: Callable[[], None]


PARTS = (
    Part(UPLOAD, "Tải lên", "upload_file", digitise_upload.draw),
    Part(DESK, "Bàn soát", "fact_check", digitise_desk.draw),
)
"""In the order of the work. The first is shown where the address names none."""


def show() -> None:
    context.principal().require(Action.DIGITISE)
    asked = st.query_params.get(PART)
    here = next((part for part in PARTS if part.code == asked), PARTS[0])
    with st.container(key="digitise"):
        _draw_head(here)
        here.draw()


def _draw_head(here: Part) -> None:
    with st.container(key="parts", horizontal=True, vertical_alignment="center"):
        st.title(translate("Số hoá"), anchor=False, width="content")
        for part in PARTS:
            key = "part-here" if part is here else f"part-{part.code}"
            with st.container(key=key, width="content"):
                links.entry_link(DIGITISE, translate(part.name), icon=part.icon, query={PART: part.code})
