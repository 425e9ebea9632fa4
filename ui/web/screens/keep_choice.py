"""Choosing a document of the unit: by number, or from the register of those that need grants."""

from __future__ import annotations

import streamlit as st

from records.register import RegisterEntry
from ui.web import context, links, markup
from ui.web.boundary import say
from ui.web.screens.keep_words import class_state
from ui.web.words import day, headed
from vanthu.errors import VanthuError
from vanthu.i18n import translate

KEY = "keep-document"
PLACE = "vb"
"""In an address: which document."""
PAGE_SIZE = 20


def chosen() -> int | None:
    """The document at work, from the address once, then from what was clicked."""
    number = st.query_params.get(PLACE, "")
    if number.isdecimal() and len(number) < 11:
        del st.query_params[PLACE]
        st.session_state[KEY] = int(number)
    found: int | None = st.session_state.get(KEY)
    return found


def choose(document_id: int | None) -> None:
    if document_id is None:
        st.session_state.pop(KEY, None)
    else:
        st.session_state[KEY] = document_id


def entry_at_work(name: str) -> RegisterEntry | None:
    """The document chosen on the page `name`; None where one is still to be chosen, among those drawn."""
    document_id = chosen()
    if document_id is None:
        draw(name)
        return None
    try:
        return context.acts().keeping.entry(document_id)
    except VanthuError as error:
        choose(None)
        say(error)
        return None


def draw(name: str) -> None:
    """A box for a number, what it finds, and the register below it."""
    typed = st.text_input(
        translate("Số, ký hiệu hoặc mã số văn bản"),
        placeholder="57-NQ/TW",
        icon=":material/search:",
        key=f"{name}-find",
    ).strip()
    if typed:
        found = context.acts().keeping.find(typed)
        if not found:
            st.html(markup.meta(translate("Đơn vị không có văn bản này.")))
        _draw_rows(f"{name}-found", found)
        return
    _draw_register(name)


def _draw_register(name: str) -> None:
    page = st.session_state.get(f"{name}-page", 0)
    found = context.acts().keeping.register(offset=page * PAGE_SIZE, limit=PAGE_SIZE)
    if not found.total:
        words = translate(
            "Văn bản nhạy cảm, mật, tối mật của đơn vị sẽ hiện ở đây, chỉ với số, ngày và loại."
        )
        st.html(markup.empty(translate("Chưa có văn bản phải cấp quyền xem"), words))
        return
    told = translate("{count} văn bản phải cấp quyền xem").format(count=found.total)
    st.html(markup.meta(told))
    _draw_rows(f"{name}-register", found.items)
    if found.total <= PAGE_SIZE:
        return
    with st.container(horizontal=True, horizontal_alignment="center"):
        _turn(name, page - 1, translate("Trước"), "chevron_left", disabled=page == 0)
        last = (found.total - 1) // PAGE_SIZE
        _turn(name, page + 1, translate("Sau"), "chevron_right", disabled=page >= last)


def _turn(name: str, page: int, words: str, icon: str, *, disabled: bool) -> None:
    if st.button(words, icon=f":material/{icon}:", key=f"{name}-turn-{icon}", disabled=disabled):
        st.session_state[f"{name}-page"] = page
        st.rerun()


def _draw_rows(name: str, entries: list[RegisterEntry] | tuple[RegisterEntry, ...]) -> None:
    with st.container(key=f"rows-{name}", gap=None):
        for entry in entries:
            with st.container(
                key=f"{name}-{entry.document_id}", horizontal=True, vertical_alignment="center"
            ):
                st.html(about(entry), width="stretch")
                st.button(
                    translate("Chọn"),
                    key=f"{name}-choose-{entry.document_id}",
                    on_click=choose,
                    args=(entry.document_id,),
                )


def about(entry: RegisterEntry) -> str:
    """Number, date and class; the subject where the custodian may read the document."""
    number = entry.reference_number or translate("Văn bản mã số {id}").format(id=entry.document_id)
    received = translate("nhận ngày {day}").format(day=day(entry.received_at.date()))
    told = headed(entry.title) if entry.title else translate("Bạn chưa được cấp quyền xem nội dung.")
    return (
        f"<p class='vt-value'><b>{markup.safe(number)}</b> {class_state(entry.data_class)}</p>"
        f"<p class='vt-value{'' if entry.title else ' vt-none'}'>{markup.safe(told)}</p>"
        f"{markup.meta(day(entry.issue_date), received)}"
    )


def draw_chosen(name: str, entry: RegisterEntry) -> None:
    """The document at work, with a way to it for who may read it, and a way back to the others."""
    with st.container(key=f"{name}-chosen", border=True):
        st.html(about(entry))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                translate("Chọn văn bản khác"),
                icon=":material/arrow_back:",
                type="tertiary",
                key=f"{name}-other",
                on_click=choose,
                args=(None,),
            )
            if entry.title is not None:
                links.document_link(entry.document_id, translate("Mở văn bản"), icon="description")
