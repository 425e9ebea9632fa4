"""Which text of a part this trainer opened: what is taken out is what was seen."""

from __future__ import annotations

import streamlit as st

from training_modules.editions.views import EditionWhole
from training_modules.editions.writing import mark_of


def mark(whole: EditionWhole, file: str) -> str:
    """The `mark_of` the text as it was when the part was opened, or when this trainer last saved it."""
    marked: str = st.session_state.setdefault(_key(whole, file), mark_of(whole.files[file]))
    return marked


def forget(whole: EditionWhole, file: str) -> None:
    """What is drawn next is what is seen."""
    st.session_state.pop(_key(whole, file), None)


def _key(whole: EditionWhole, file: str) -> str:
    return f"part-opened-{whole.line.id}-{file}"
