"""The page image beside the conversation: which place is open, showing it, and reading on around it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from rag.types import Citation, Hit, PageBox
from ui.web import context, links, markup
from ui.web.components import browser
from ui.web.components.page_viewer import page_viewer
from ui.web.words import headed
from vanthu.errors import NotFound
from vanthu.i18n import translate

KEY = "evidence"
_READING = "evidence-reading"
"""Whether the words around the place are shown in the place of the image."""


@dataclass(frozen=True, slots=True)
class Place:
    exchange: int
    n: int
    """The number of a source; negative for a place beside an answer, or beside the lack of one."""
    document_id: int
    title: str
    heading: str
    page: int
    strong: tuple[PageBox, ...]
    faint: tuple[PageBox, ...]
    visit: int
    passage_id: int = 0


def is_open() -> bool:
    return KEY in st.session_state


def close() -> None:
    st.session_state.pop(KEY, None)
    st.session_state.pop(_READING, None)


def active(exchange_id: int) -> int | None:
    """The place of this exchange's answer that is shown now."""
    place = st.session_state.get(KEY)
    return place.n if place is not None and place.exchange == exchange_id else None


def open_place(exchange_id: int, n: int, item: Citation | Hit) -> None:
    """Show where it stands; the quoted words strong, the passage faint."""
    visits = st.session_state.get("evidence_visits", 0) + 1
    st.session_state["evidence_visits"] = visits
    strong, faint = (item.boxes, item.passage_boxes) if isinstance(item, Citation) else ((), item.boxes)
    page = strong[0].page if strong else item.page
    st.session_state[KEY] = Place(
        exchange_id,
        n,
        item.document_id,
        item.title,
        item.heading,
        page,
        strong,
        faint,
        visits,
        item.passage_id,
    )
    st.session_state.pop(_READING, None)
    st.rerun()


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
    browser.close_on_escape("close-evidence")
    reading = bool(st.session_state.get(_READING)) and place.passage_id > 0
    if reading:
        _draw_around(place)
    else:
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
    with st.container(key="evidence-ways", horizontal=True, gap="small", vertical_alignment="center"):
        if place.passage_id > 0:
            words = translate("Xem ảnh trang") if reading else translate("Đọc đoạn trước, đoạn sau")
            icon = ":material/image:" if reading else ":material/notes:"
            if st.button(words, icon=icon, type="tertiary", key="evidence-around", width="content"):
                st.session_state[_READING] = not reading
                st.rerun()
        links.document_link(place.document_id, translate("Mở toàn bộ văn bản"), icon="open_in_full")


def _draw_around(place: Place) -> None:
    """The passage in its context, as text."""
    try:
        passages = context.acts().around(place.passage_id)
    except NotFound:
        gone = translate("Văn bản đã được sửa từ khi trả lời; xem trên ảnh trang.")
        st.html(markup.meta(gone))
        return
    parts: list[str] = []
    heading = ""
    for passage in passages:
        if passage.heading_path != heading:
            heading = passage.heading_path
            parts.append(f"<p class='vt-meta'>{markup.safe(heading)}</p>")
        kind = "vt-around vt-here" if passage.id == place.passage_id else "vt-around"
        parts.append(f"<p class='{kind}'>{markup.safe(passage.text)}</p>")
    with st.container(key="evidence-text"):
        st.html("".join(parts))
