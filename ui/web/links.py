"""Ways from one screen to another, and text made safe for HTML."""

from __future__ import annotations

from html import escape

import streamlit as st


def safe(text: str | None) -> str:
    return escape(text or "")


def document_link(document_id: int, label: str, *, icon: str | None = None) -> None:
    """A link to the page of one document; it keeps the session."""
    from ui.web.navigation import document_page

    st.page_link(
        document_page(),
        label=label.replace("[", "\\[").replace("*", "\\*").replace("_", "\\_"),
        icon=f":material/{icon}:" if icon else None,
        query_params={"id": str(document_id)},
    )


def entry_link(path: str, label: str, *, icon: str | None = None) -> None:
    """A link to one of the entries of the bar, by its address."""
    from ui.web.context import principal
    from ui.web.navigation import entries

    for page in entries(principal()):
        if page.url_path == path:
            st.page_link(page, label=label, icon=f":material/{icon}:" if icon else None)


def state(words: str, icon: str, kind: str = "") -> str:
    """A state as icon and words; `kind` is `good`, `warn`, `stop` or nothing."""
    return (
        f" <span class='vt-state {kind}'><span class='vt-icon' aria-hidden='true'>{icon}</span>"
        f"{safe(words)}</span>"
    )
