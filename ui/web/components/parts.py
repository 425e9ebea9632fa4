"""Loads a component's files and registers it with Streamlit."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent


def register(name: str, *shared: str, look: str | None = None) -> ComponentRenderer:
    """The component whose files are `NAME.js`, `NAME.css` and, where it has one, `NAME.html`.

    `shared`: scripts put before its own, `SHARED.js` each; what they declare is there for it without import.
    `look`: another component whose style sheet comes before its own.
    """
    return st.components.v2.component(
        f"vanthu_{name}",
        html=_text(f"{name}.html"),
        css=_text("base.css") + (_text(f"{look}.css") if look else "") + _text(f"{name}.css"),
        js="".join(_text(f"{each}.js") for each in (*shared, name)),
    )


def _text(filename: str) -> str:
    path = FOLDER / filename
    return path.read_text(encoding="utf-8") if path.exists() else ""
