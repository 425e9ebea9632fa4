"""Số hoá: files in, what is in doubt settled, and what of it is to be looked after; one part at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from access.roles import Action
from ui.web import context, links
from ui.web.navigation_paths import DIGITISE
from ui.web.screens import (
    arrange,
    digitise_desk,
    digitise_import,
    digitise_upload,
    dossiers,
    figures,
    quality,
)
from ui.web.screens.digitise_parts import ARRANGE, DESK, DOSSIERS, FIGURES, IMPORT, PART, QUALITY, UPLOAD
from vanthu.i18n import translate


@dataclass(frozen=True, slots=True)
class Part:
    """One part with an address of its own: `?muc=CODE`."""

    code: str
    name: str
    icon: str
    draw: Callable[[], None]
    action: Action = Action.DIGITISE


PARTS = (
    Part(UPLOAD, "Tải lên", "upload_file", digitise_upload.draw),
    Part(DESK, "Bàn soát", "fact_check", digitise_desk.draw),
    Part(ARRANGE, "Sắp xếp trang", "auto_stories", arrange.draw),
    Part(QUALITY, "Kiểm tra chất lượng", "verified", quality.draw),
    Part(DOSSIERS, "Hồ sơ", "folder", dossiers.draw),
    Part(IMPORT, "Nhập bảng", "table_view", digitise_import.draw),
    Part(FIGURES, "Số liệu", "bar_chart", figures.draw, Action.KEEP),
)
"""In the order of the work. The first is shown where the address names none."""


def show() -> None:
    context.principal().require(Action.DIGITISE)
    asked = st.query_params.get(PART)
    parts = [part for part in PARTS if context.principal().may(part.action)]
    here = next((part for part in parts if part.code == asked), parts[0])
    with st.container(key="digitise"):
        _draw_head(here, parts)
        here.draw()


def _draw_head(here: Part, parts: list[Part]) -> None:
    with st.container(key="parts", horizontal=True, vertical_alignment="center"):
        st.title(translate("Số hoá"), anchor=False, width="content")
        for part in parts:
            key = "part-here" if part is here else f"part-{part.code}"
            with st.container(key=key, width="content"):
                links.entry_link(DIGITISE, translate(part.name), icon=part.icon, query={PART: part.code})
