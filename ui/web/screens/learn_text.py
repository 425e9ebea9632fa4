"""A text of a course with its figures.

Of a figure's words one place is read aloud: the frame is the picture and bears them; the picture inside it
and the caption, which shows the same words, are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from training_modules.figures import as_address, parts_of
from ui.web import markup


def draw_words(text: str) -> None:
    """Markdown of a course without pictures: one from another place would be asked for from there."""
    st.markdown(text.replace("![", "!\\["))


def draw_text(body: str, figures: Mapping[str, str]) -> None:
    for part in parts_of(body, figures):
        if isinstance(part, str):
            draw_words(part)
            continue
        words, drawing = part
        st.html(
            f"<figure class='vt-drawing'><div tabindex='0' role='img' aria-label='{markup.safe(words)}'>"
            f"<img src='{as_address(drawing)}' alt=''></div>"
            f"<figcaption aria-hidden='true'>{markup.safe(words)}</figcaption></figure>"
        )
