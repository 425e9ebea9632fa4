"""The place on the pages that was asked for on a document's screen."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ocr.page import Box
from rag.passages import Passage
from rag.types import PageBox

KEY = "place"


@dataclass(slots=True)
class Shown:
    """What the page viewer marks; `visit` grows with every request, also for the same place."""

    document_id: int
    page: int = 1
    boxes: tuple[PageBox, ...] = ()
    visit: int = 0
    passage_id: int | None = None
    """The passage an address asked for and was shown."""

    @staticmethod
    def of(document_id: int) -> Shown:
        """The place in this document, the first page where nothing was asked for yet."""
        shown = st.session_state.get(KEY)
        if not isinstance(shown, Shown) or shown.document_id != document_id:
            shown = st.session_state[KEY] = Shown(document_id)
        return shown

    def show_passage(self, passage: Passage) -> None:
        """Mark a passage that the address asks for; once, so that later clicks on the screen stay."""
        if self.passage_id != passage.id:
            self.passage_id, self.page, self.boxes = passage.id, passage.page, passage.boxes
            self.visit += 1

    def show(self, page: int, box: Box | None) -> None:
        """Mark a place; called from a button, so the page is drawn again at once."""
        self.page = page
        self.boxes = (PageBox(page, box),) if box else ()
        self.visit += 1
