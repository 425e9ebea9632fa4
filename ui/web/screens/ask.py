"""Hỏi đáp: a conversation about the library, every sentence with the place it comes from."""

from __future__ import annotations

import streamlit as st

from ui.web import context, markup
from ui.web.components import browser
from ui.web.screens import answer_view, evidence, first_questions
from ui.web.screens.conversation import Conversation, Exchange
from vanthu.i18n import translate


def show() -> None:
    talk = Conversation.of_this_tab()
    with st.container(key="beside", horizontal=True, gap="large"):
        with st.container(key="talk"):
            _draw_talk(talk)
        if evidence.is_open():
            with st.container(key="evidence"):
                evidence.draw()


def _draw_talk(talk: Conversation) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(translate("Hỏi đáp"), anchor=False, width="stretch")
        if talk.exchanges and st.button(
            translate("Cuộc trao đổi mới"), icon=":material/add_comment:", type="tertiary"
        ):
            talk.clear()
            evidence.close()
            st.rerun()
    talking = bool(talk.exchanges) or talk.pending is not None
    # A slot, because what a long run leaves out stays on the page until the run ends.
    welcome = st.empty()
    asked = None
    if not talking:
        with welcome.container():
            asked = _draw_welcome()
    talk.recheck(context.acts())
    for number, exchange in enumerate(talk.exchanges):
        _draw_question(exchange.question, number)
        with st.container(key=f"reply-{number}"):
            answer_view.draw(exchange.answer, number)
    live = st.container(key="live" if talking else "not-yet-live")
    with st.container(key="ask-box", gap="xsmall"):
        # Without max_chars: the box would swallow a longer text without a word; the assistant says its limit.
        typed = (st.chat_input(translate("Hỏi về các văn bản bạn được xem"), key="question") or "").strip()
        st.html(f"<p class='vt-note'>{translate(AI_NOTE)}</p>")
        _reveal_newest(talk)
    if typed or asked:
        talk.pending = typed or asked
        st.rerun()
    if talk.pending is not None:
        with live:
            _answer(talk, talk.pending)


def _reveal_newest(talk: Conversation) -> None:
    """Bring the newest question to the top: when it is asked, and again when its answer has grown below."""
    if talk.pending is not None:
        newest, moment = len(talk.exchanges), "asked"
    elif talk.exchanges:
        newest, moment = len(talk.exchanges) - 1, "answered"
    else:
        return
    browser.reveal(f"question-{newest}", f"{talk.started}-{newest}-{moment}")


AI_NOTE = (
    "Câu trả lời do trợ lý AI lập từ văn bản trong kho và có thể chưa đầy đủ. "
    "Bấm vào số nguồn để đối chiếu với ảnh văn bản trước khi sử dụng."
)


def _draw_question(question: str, number: int) -> None:
    with st.container(key=f"question-{number}"):
        st.html(
            f"<div class='vt-question'><span class='vt-icon' aria-hidden='true'>person</span>"
            f"<p><span class='vt-hidden'>{translate('Câu hỏi')}: </span>{markup.safe(question)}</p></div>"
        )


def _draw_welcome() -> str | None:
    """What can be asked; gives the suggestion just chosen."""
    st.html(markup.lead(translate("Trợ lý tìm câu trả lời trong các văn bản bạn được xem.")))
    questions = first_questions.suggest(context.acts())
    if not questions:
        st.html(markup.empty(translate("Kho chưa có văn bản"), _what_first()))
        return None
    st.html(f"<p class='vt-meta'>{translate('Có thể bắt đầu bằng:')}</p>")
    for number, question in enumerate(questions):
        if st.button(
            markup.plain(question), key=f"suggested-{number}", icon=":material/chat_bubble:", width="stretch"
        ):
            return question
    return None


def _what_first() -> str:
    return translate("Khi đơn vị có văn bản đã số hoá, bạn có thể hỏi về nội dung của chúng tại đây.")


def _answer(talk: Conversation, question: str) -> None:
    """Stream the answer. The question is kept until it ends, so that a click in mid-answer loses nothing."""
    acts = context.acts()
    _draw_question(question, len(talk.exchanges))
    with st.container(key="reply-live"):
        try:
            answer = answer_view.stream(acts.stream(question, history=talk.turns()))
        except Exception:
            talk.pending = None  # else every click would ask it again
            raise
    talk.pending = None
    talk.exchanges.append(Exchange(question, answer))
    st.rerun()
