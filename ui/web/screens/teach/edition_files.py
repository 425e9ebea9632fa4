"""An edition's files: one is chosen, written on the one side, seen on the other."""

from __future__ import annotations

import streamlit as st

from training_modules.editions.difference import lines_between
from training_modules.editions.errors import FileChanged
from training_modules.editions.views import EditionWhole
from training_modules.editions.writing import LONGEST_FILE, mark_of
from training_modules.files import MAIN
from ui.web import context, markup
from ui.web.boundary import do, say
from ui.web.screens.teach import preview
from ui.web.screens.teach.edition_difference import lines
from vanthu.errors import VanthuError
from vanthu.i18n import translate

HEIGHT = 560
"""Pixels."""
MADE = "course-file-made"
"""A file that was just made is the one to show next."""


def draw(whole: EditionWhole) -> None:
    file = _chosen(whole)
    writable = whole.line.state == "draft"
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="course-text"):
        text = _draw_editor(whole, file) if writable else _draw_text(whole, file)
    with right, st.container(key="course-preview", border=True, height=HEIGHT + 80):
        st.html(f"<p class='vt-meta'>{markup.safe(translate('Xem thử'))}</p>")
        preview.draw(whole.course_id, {**whole.files, file: text}, file)


def _chosen(whole: EditionWhole) -> str:
    names = sorted(whole.files, key=lambda name: (name != MAIN, name))
    key = f"file-of-{whole.line.id}"
    if (made := st.session_state.pop(MADE, None)) in names:
        st.session_state[key] = made
    with st.container(horizontal=True, vertical_alignment="bottom", key="course-files"):
        file = st.selectbox(translate("Tệp"), names, key=key)
        if whole.line.state == "draft":
            _draw_new_lesson(whole)
            _draw_remove(whole, file)
    return str(file)


def _draw_new_lesson(whole: EditionWhole) -> None:
    with st.popover(translate("Bài đọc mới"), icon=":material/note_add:"):
        title = st.text_input(translate("Tên bài"), max_chars=200, key=f"lesson-title-{whole.line.id}")
        if st.button(translate("Thêm bài đọc"), key=f"lesson-add-{whole.line.id}", type="primary"):

            def add() -> None:
                st.session_state[MADE] = context.acts().teaching.add_lesson(whole.line.id, title.strip())

            do(add, translate("Đã thêm bài đọc."))


def _draw_remove(whole: EditionWhole, file: str) -> None:
    if file == MAIN:
        return
    with st.popover(translate("Bỏ tệp"), icon=":material/delete:"):
        told = translate("Bỏ tệp {file} khỏi bản nháp; bản đã công bố vẫn giữ tệp này.").format(file=file)
        st.html(f"<p class='vt-value'>{markup.safe(told)}</p>")
        if st.button(translate("Bỏ tệp này"), key=f"remove-{whole.line.id}-{file}"):
            seen = mark_of(whole.files[file])
            do(
                lambda: context.acts().teaching.remove(whole.line.id, file, seen=seen),
                translate("Đã bỏ tệp."),
            )


def _draw_text(whole: EditionWhole, file: str) -> str:
    """Published text is shown, not written in."""
    st.text_area(
        translate("Nội dung tệp"),
        whole.files[file],
        height=HEIGHT,
        disabled=True,
        key=f"shown-{whole.line.id}-{file}",
    )
    return whole.files[file]


def _draw_editor(whole: EditionWhole, file: str) -> str:
    """The text as typed. What is not saved yet outlives a change of file, and a save by another trainer."""
    kept_key = f"typed-{whole.line.id}-{file}"
    stored = whole.files[file]
    seen, typed = st.session_state.get(kept_key, (mark_of(stored), stored))
    if typed == stored:
        seen = mark_of(stored)
    text: str = st.text_area(
        translate("Nội dung tệp"),
        typed,
        height=HEIGHT,
        max_chars=LONGEST_FILE,
        key=f"text-{whole.line.id}-{file}-{seen[:12]}",
    )
    st.session_state[kept_key] = (seen, text)
    torn = text != stored and seen != mark_of(stored)
    with st.container(horizontal=True, vertical_alignment="center", key="course-save"):
        if st.button(
            translate("Lưu"),
            type="primary",
            icon=":material/save:",
            key="save-file",
            disabled=torn or text == stored,
        ):
            _save(whole, file, text, seen)
        if text != stored:
            st.html(markup.state(translate("Chưa lưu"), "edit", "warn"), width="content")
            if st.button(translate("Bỏ thay đổi"), type="tertiary", key="drop-typed"):
                del st.session_state[kept_key]
                st.session_state.pop(f"text-{whole.line.id}-{file}-{seen[:12]}", None)
                st.rerun()
        hint = translate("Xem thử đổi theo khi rời ô soạn hoặc bấm Ctrl+Enter.")
        st.html(f"<p class='vt-note'>{markup.safe(hint)}</p>", width="content")
    if torn:
        _draw_conflict(whole, file, text)
    return text


def _save(whole: EditionWhole, file: str, text: str, seen: str) -> None:
    try:
        context.acts().teaching.save(whole.line.id, file, text, seen=seen)
    except FileChanged:
        st.rerun()  # drawn anew, the difference shows under the text, which stays
    except VanthuError as error:
        say(error)
        return
    del st.session_state[f"typed-{whole.line.id}-{file}"]
    st.toast(translate("Đã lưu."), icon=":material/check:")
    st.rerun()


def _draw_conflict(whole: EditionWhole, file: str, text: str) -> None:
    """Another trainer saved the file meanwhile: both texts are there, and this one decides."""
    stored = whole.files[file]
    by = whole.line.edited_by or translate("người khác")
    words = translate(
        "{by} đã lưu tệp này trong lúc bạn soạn. Chữ của bạn còn nguyên ở trên; dưới đây là chỗ khác "
        "nhau: dấu - là bản đã lưu, dấu + là bản của bạn."
    )
    st.warning(markup.plain(words.format(by=by)), icon=":material/group:")
    st.html(lines(lines_between(stored, text)))
    key = f"typed-{whole.line.id}-{file}"
    with st.container(horizontal=True, key="course-conflict"):
        if st.button(translate("Lưu bản của tôi"), key="keep-mine"):
            _save(whole, file, text, mark_of(stored))
        if st.button(translate("Lấy bản đã lưu"), key="take-theirs"):
            del st.session_state[key]
            st.rerun()
