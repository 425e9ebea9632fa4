"""The words of one file, written on the one side and seen on the other: below its head, or the whole file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from training_modules.editions.difference import lines_between
from training_modules.editions.errors import FileChanged
from training_modules.editions.views import EditionWhole
from training_modules.editions.writing import LONGEST_FILE, mark_of
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens.teach import opened_part, preview
from ui.web.screens.teach.edition_difference import lines
from vanthu.errors import VanthuError
from vanthu.i18n import translate

HEIGHT = 560
"""Pixels."""


@dataclass(frozen=True, slots=True)
class Words:
    """What of a file is written here."""

    whole: EditionWhole
    file: str
    view: str
    """Names this way of writing it: what is typed is kept for each by itself."""
    stored: str
    as_file: Callable[[str], str]
    """The whole file with these words in it."""
    label: str

    @property
    def typed(self) -> str:
        """Where what was typed is kept."""
        return f"typed-{self.view}-{self.whole.line.id}-{self.file}"

    def field(self, seen: str) -> str:
        return f"text-{self.view}-{self.whole.line.id}-{self.file}-{seen[:12]}"


def draw(words: Words) -> None:
    """The editor with what it becomes beside it."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="course-text"):
        text = _draw_editor(words)
    with right:
        draw_preview(words.whole, words.file, words.as_file(text))


def draw_preview(whole: EditionWhole, file: str, text: str) -> None:
    with st.container(key="course-preview", border=True):
        st.html(f"<p class='vt-meta'>{markup.safe(translate('Xem thử'))}</p>")
        preview.draw(whole.course_id, {**whole.files, file: text}, file)


def draw_closed(whole: EditionWhole, file: str) -> None:
    """Published text is shown, not written in: to be read, scrolled by keyboard and copied."""
    heading = markup.safe(translate("Nội dung tệp"))
    text = markup.safe(whole.files[file])
    st.html(
        f"<p class='vt-source-name'>{heading}</p>"
        f"<pre class='vt-source' tabindex='0' role='region' aria-label='{heading}'>{text}</pre>"
    )


def _draw_editor(words: Words) -> str:
    """The text as typed. What is not saved yet outlives a look elsewhere, and a save by another trainer."""
    stored = words.stored
    seen, typed = st.session_state.get(words.typed, (mark_of(stored), stored))
    if typed == stored:
        seen = mark_of(stored)
    text: str = st.text_area(
        translate(words.label), typed, height=HEIGHT, max_chars=LONGEST_FILE, key=words.field(seen)
    )
    st.session_state[words.typed] = (seen, text)
    torn = text != stored and seen != mark_of(stored)
    with st.container(horizontal=True, vertical_alignment="center", key="course-save"):
        if st.button(
            translate("Lưu"),
            type="primary",
            icon=":material/save:",
            key="save-file",
            disabled=torn or text == stored,
        ):
            _save(words, text)
        if text != stored:
            st.html(markup.state(translate("Chưa lưu"), "edit", "warn"), width="content")
            if st.button(translate("Bỏ thay đổi"), type="tertiary", key="drop-typed"):
                del st.session_state[words.typed]
                st.session_state.pop(words.field(seen), None)
                st.rerun()
        hint = translate("Xem thử đổi theo khi rời ô soạn hoặc bấm Ctrl+Enter.")
        st.html(f"<p class='vt-note'>{markup.safe(hint)}</p>", width="content")
    if torn:
        _draw_conflict(words, text)
    return text


def _save(words: Words, text: str) -> None:
    there = words.whole.files[words.file]
    try:
        context.acts().teaching.save(
            words.whole.line.id, words.file, words.as_file(text), seen=mark_of(there)
        )
    except FileChanged:
        st.rerun()  # drawn anew, the difference shows under the text, which stays
    except VanthuError as error:
        say(error)
        return
    del st.session_state[words.typed]
    opened_part.forget(words.whole, words.file)
    st.toast(translate("Đã lưu."), icon=":material/check:")
    st.rerun()


def _draw_conflict(words: Words, text: str) -> None:
    """Another trainer saved the words meanwhile: both are there, and this one decides."""
    by = words.whole.line.edited_by or translate("người khác")
    told = translate(
        "{by} đã lưu tệp này trong lúc bạn soạn. Chữ của bạn còn nguyên ở trên; dưới đây là chỗ khác "
        "nhau: dấu - là bản đã lưu, dấu + là bản của bạn."
    )
    st.warning(markup.plain(told.format(by=by)), icon=":material/group:")
    st.html(lines(lines_between(words.stored, text)))
    with st.container(horizontal=True, key="course-conflict"):
        if st.button(translate("Lưu bản của tôi"), key="keep-mine"):
            _save(words, text)
        if st.button(translate("Lấy bản đã lưu"), key="take-theirs"):
            del st.session_state[words.typed]
            st.rerun()
