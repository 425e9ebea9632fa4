"""Ways from one screen to another. They keep the session, where a plain address would start a new one."""

from __future__ import annotations

import streamlit as st

from ui.web.markup import plain
from ui.web.navigation_paths import DOCUMENT
from vanthu.errors import Forbidden

KEY = "pages"
PASSAGE = "doan"
"""Which passage of a document an address asks for."""


def remember_pages(pages: list[st.Page]) -> None:
    """The pages this person may open in this run."""
    st.session_state[KEY] = {page.url_path: page for page in pages}


def page_at(path: str) -> st.Page:
    """The page at `path`, for who may open it; `Forbidden` for others."""
    page: st.Page | None = st.session_state[KEY].get(path)
    if page is None:
        raise Forbidden
    return page


def document_link(
    document_id: int, label: str, *, icon: str | None = None, passage_id: int | None = None
) -> None:
    """A link to the page of one document, opened at a passage of it where one is named."""
    place = {} if passage_id is None else {PASSAGE: str(passage_id)}
    entry_link(DOCUMENT, label, icon=icon, query={"id": str(document_id), **place})


def entry_link(
    path: str, label: str, *, icon: str | None = None, query: dict[str, str] | None = None
) -> None:
    """A link to a page by its address; nothing for who may not open it."""
    try:
        page = page_at(path)
    except Forbidden:
        return
    st.page_link(page, label=plain(label), icon=f":material/{icon}:" if icon else None, query_params=query)
