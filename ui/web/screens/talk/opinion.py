"""What one thinks of an answer, and sending on a question that found none."""

from __future__ import annotations

import streamlit as st

from rag.asking import EMPTY, TOO_LONG
from rag.talks.types import BAD, GOOD, Exchange, Reason
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens.talk.words import REASONS
from vanthu.i18n import translate

UNFIT = frozenset({EMPTY, TOO_LONG})
"""Refusals that say something of how the question was typed, not of the library."""
_OPEN = "opinion-open"


def follow(exchange: Exchange, rated: bool | None) -> None:
    """Keep a mark just made and ask why; the same mark again takes it back."""
    talking = context.acts().talking
    if rated is not None and rated == exchange.good:
        st.session_state.pop(_OPEN, None)
        do(lambda: talking.take_back(exchange.id))
    elif rated is not None:
        st.session_state[_OPEN] = exchange.id
        do(lambda: talking.rate(exchange.id, good=rated))
    if exchange.good is not None and st.session_state.get(_OPEN) == exchange.id:
        del st.session_state[_OPEN]  # a dialog that was put away is not to come back
        st.dialog(translate("Vì sao?"))(_draw_form)(exchange, good=exchange.good)


def _draw_form(exchange: Exchange, *, good: bool) -> None:
    with st.form(key=f"opinion-{exchange.id}", border=False):
        reason: Reason | None = st.pills(
            translate("Lý do"),
            list(GOOD if good else BAD),
            format_func=lambda one: translate(REASONS[one]),
            label_visibility="collapsed",
        )
        said = st.text_input(translate("Nói thêm (không bắt buộc)"), max_chars=500)
        send = st.checkbox(
            translate("Gửi cả câu hỏi và câu trả lời cho người quản lý dữ liệu, không kèm tên tôi"),
        )
        done = st.form_submit_button(translate("Ghi lại"), type="primary")
    if done:
        talking = context.acts().talking
        do(
            lambda: talking.rate(exchange.id, good=good, reason=reason, words=said, send=send),
            translate("Đã gửi ý kiến.") if send else translate("Đã ghi ý kiến."),
        )


def offer_to_send(exchange: Exchange) -> None:
    """The question may be left for whoever keeps the library: no name, only the day."""
    if exchange.sent:
        sent = translate("Đã gửi câu hỏi cho người quản lý dữ liệu, không kèm tên bạn.")
        st.html(f"<p class='vt-meta'>{markup.state(sent, 'check', 'good')}</p>")
        return
    if st.button(
        translate("Gửi câu hỏi này cho người quản lý dữ liệu"),
        icon=":material/outgoing_mail:",
        key=f"send-{exchange.id}",
        help=translate("Chỉ gửi nội dung câu hỏi và ngày hỏi, không gửi tên bạn."),
    ):
        do(lambda: context.acts().talking.send_unanswered(exchange.id))
