"""The page image beside the conversation: which place is open, and showing it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from rag.types import Citation, Hit, PageBox
from ui.web import context, links, markup
from ui.web.components.page_viewer import page_viewer
from ui.web.words import headed
from vanthu.errors import NotFound
from vanthu.i18n import translate

KEY = "evidence"


@dataclass(frozen=True, slots=True)
class Place:
    exchange: int
    n: int
    document_id: int
    title: str
    heading: str
    page: int
    strong: tuple[PageBox, ...]
    faint: tuple[PageBox, ...]
    visit: int


def is_open() -> bool:
    return KEY in st.session_state


def close() -> None:
    st.session_state.pop(KEY, None)


def active(exchange: int) -> int | None:
    """The source of answer `exchange` that is shown now."""
    place = st.session_state.get(KEY)
    return place.n if place is not None and place.exchange == exchange else None


def open_citation(exchange: int, citation: Citation) -> None:
    _open(exchange, citation.n, citation, citation.boxes, citation.passage_boxes)


def open_hit(exchange: int, n: int, hit: Hit) -> None:
    _open(exchange, n, hit, (), hit.boxes)


def draw() -> None:
    """The open place, with ways to close it and to go to the whole document."""
    place: Place = st.session_state[KEY]
    try:
        document = context.acts().document(place.document_id)
    except NotFound:
        close()
        raise
    with st.container(horizontal=True, vertical_alignment="center", key="evidence-head"):
        st.html(
            f"<p class='vt-evidence-title'>{markup.safe(headed(place.title))}</p>"
            f"<p class='vt-meta'>{markup.safe(place.heading)}</p>",
            width="stretch",
        )
        if st.button(
            translate("Đóng"), icon=":material/close:", type="tertiary", key="close-evidence", width="content"
        ):
            close()
            st.rerun()
    page_viewer(
        place.document_id,
        document.summary.page_count,
        key="evidence-viewer",
        title=place.title,
        page=place.page,
        strong=place.strong,
        faint=place.faint,
        height="var(--vt-evidence-height)",
        visit=place.visit,
    )
    links.document_link(place.document_id, translate("Mở toàn bộ văn bản"), icon="open_in_full")


def _open(
    exchange: int, n: int, item: Citation | Hit, strong: tuple[PageBox, ...], faint: tuple[PageBox, ...]
) -> None:
    visits = st.session_state.get("evidence_visits", 0) + 1
    st.session_state["evidence_visits"] = visits
    page = strong[0].page if strong else item.page
    st.session_state[KEY] = Place(
        exchange, n, item.document_id, item.title, item.heading, page, strong, faint, visits
    )
    st.rerun()
