"""One's conversations beside the open one: looked for, opened, taken away together, deleted all at once."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from rag.talks.types import Talk
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.components import browser
from ui.web.screens import conversation, evidence
from vanthu.db import now, office_day
from vanthu.i18n import translate

_OPEN, _MORE = "history-open", "history-shown"
STEP = 30
RECENT = 3


def is_open() -> bool:
    return bool(st.session_state.get(_OPEN))


def close() -> None:
    st.session_state.pop(_OPEN, None)


def switch() -> None:
    """Show or hide; called when the button of the page's head is pressed."""
    st.session_state[_OPEN] = not is_open()
    if is_open():
        evidence.close()  # there is room for one of them beside the conversation


def draw(here: int | None) -> None:
    """The panel; `here` is the conversation that is open."""
    talking = context.acts().talking
    with st.container(
        key="history-head",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        st.html(f"<h2 class='vt-h'>{translate('Các cuộc trao đổi')}</h2>", width="stretch")
        st.button(
            translate("Đóng"), icon=":material/close:", type="tertiary", key="close-history", on_click=close
        )
    browser.close_on_escape("close-history")
    text = st.text_input(
        translate("Tìm trong tên và câu hỏi"),
        key="history-text",
        placeholder=translate("Tìm trong tên và câu hỏi"),
        label_visibility="collapsed",
        icon=":material/search:",
    )
    shown = st.session_state.get(_MORE, STEP)
    found = talking.find(text, limit=shown + 1)
    if not found:
        words = translate("Không có cuộc trao đổi nào khớp.") if text else translate("Chưa có cuộc trao đổi.")
        st.html(markup.meta(words))
    with st.container(key="history-list", gap=None):
        for when, talks in groupby(found[:shown], key=_when):
            st.html(f"<p class='vt-when'>{when}</p>")
            for talk in talks:
                _draw_talk(talk, here)
    if len(found) > shown and st.button(translate("Xem thêm"), key="history-more", type="tertiary"):
        st.session_state[_MORE] = shown + STEP
        st.rerun()
    if found and not text:
        _draw_all()


def draw_recent() -> None:
    """The latest few, under the first questions."""
    found = context.acts().talking.find(limit=RECENT)
    if not found:
        return
    st.html(f"<p class='vt-meta'>{translate('Trao đổi gần đây:')}</p>")
    with st.container(key="recent", gap=None):
        for talk in found:
            _draw_talk(talk, None, icon=":material/history:")


def _draw_talk(talk: Talk, here: int | None, *, icon: str | None = None) -> None:
    name = "talk-here" if talk.id == here else f"talk-{talk.id}"
    with st.container(key=name):
        if st.button(
            markup.plain(talk.title), key=f"open-talk-{talk.id}", type="tertiary", icon=icon, width="stretch"
        ):
            evidence.close()
            close()
            conversation.leave()
            conversation.enter(talk.id)
            st.rerun()


def _draw_all() -> None:
    with st.container(key="history-all", horizontal=True, gap="small"):
        address = "/api/conversations/export"
        st.html(
            f"<a class='vt-plain-link' href='{address}' download='trao-doi.json'>"
            f"{markup.safe(translate('Tải tất cả (JSON)'))}</a>",
            width="content",
        )
        with st.popover(translate("Xoá tất cả"), icon=":material/delete:", type="tertiary"):
            st.html(markup.meta(translate("Xoá mọi cuộc trao đổi của bạn. Không khôi phục được.")))
            if st.button(translate("Xoá tất cả ngay"), type="primary", key="clear-history"):
                conversation.leave()
                evidence.close()
                talking = context.acts().talking
                do(talking.clear, translate("Đã xoá mọi cuộc trao đổi."))


def _when(talk: Talk) -> str:
    today = office_day(now())
    changed = office_day(talk.changed_at)
    for words, since in _spans(today):
        if changed >= since:
            return translate(words)
    return translate("Trước đó")


def _spans(today: date) -> tuple[tuple[str, date], ...]:
    return (
        ("Hôm nay", today),
        ("Hôm qua", today - timedelta(days=1)),
        ("7 ngày qua", today - timedelta(days=7)),
        ("30 ngày qua", today - timedelta(days=30)),
    )
