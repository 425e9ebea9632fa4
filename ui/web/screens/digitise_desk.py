"""Bàn soát: what is in doubt, one item after another."""

from __future__ import annotations

import streamlit as st

from ui.web import context, links, markup
from ui.web.components.desk_queue import desk_queue
from ui.web.navigation_paths import DIGITISE
from ui.web.screens.digitise_parts import DESK, DOCUMENT, PART
from ui.web.words import headed
from vanthu.db import LARGEST_ID
from vanthu.errors import NotFound
from vanthu.i18n import translate


def draw() -> None:
    document_id = _asked_for()
    if document_id is not None:
        summary = context.acts().document(document_id).summary
        with st.container(horizontal=True, vertical_alignment="center"):
            told = translate("Chỉ soát văn bản: {title}").format(title=headed(summary.title))
            st.html(f"<p class='vt-meta'>{markup.safe(told)}</p>", width="stretch")
            links.entry_link(DIGITISE, translate("Soát mọi văn bản"), query={PART: DESK})
    desk_queue(key=f"desk-{document_id or 'all'}", document_id=document_id)


def _asked_for() -> int | None:
    number = st.query_params.get(DOCUMENT)
    if number is None:
        return None
    if (
        not number.isascii()
        or not number.isdecimal()
        or len(number) > 18
        or not 0 < int(number) <= LARGEST_ID
    ):
        raise NotFound
    return int(number)
