"""Hỏi đáp: a conversation about the library, every sentence with the place it comes from."""

from __future__ import annotations

from datetime import date

import streamlit as st

from rag.talks.types import Exchange, State, TalkWhole
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.components import browser
from ui.web.screens import answer_view, conversation, evidence, first_questions
from ui.web.screens.conversation import Asked
from ui.web.screens.talk import day_asked, head, history
from vanthu.errors import VanthuError
from vanthu.i18n import translate

LATEST = 20
"""Exchanges drawn at once; the earlier ones on demand."""
_ALL = "talk-all"


def show() -> None:
    whole = conversation.current()
    asked: Asked | None = None
    with st.container(key="beside", horizontal=True, gap="large"):
        # There also when closed: what stands after it would else be drawn anew, and lose the reader's place.
        with st.container(key="history" if history.is_open() else "history-closed"):
            if history.is_open():
                history.draw(whole.talk.id if whole else None)
        with st.container(key="talk"):
            asked = _draw_talk(whole)
        if evidence.is_open():
            with st.container(key="evidence"):
                evidence.draw()
    if asked is not None:
        _ask(asked, whole)


def _draw_talk(whole: TalkWhole | None) -> Asked | None:
    head.draw(whole.talk if whole else None)
    talking = context.acts().talking
    exchanges = whole.exchanges if whole else ()
    live = next((each for each in exchanges if each.state is State.ASKED), None)
    # A slot, because what a long run leaves out stays on the page until the run ends.
    welcome = st.empty()
    asked = None
    if not exchanges:
        with welcome.container():
            asked = _draw_welcome()
    # In a container of its own: what stands below keeps its place however many there are.
    with st.container(key="exchanges"):
        asked = _draw_exchanges(exchanges, live) or asked
    stream = st.container(key="live" if exchanges else "not-yet-live")
    with st.container(key="ask-box", gap="xsmall"):
        with st.container(key="stop-place"):
            if live is not None and st.button(
                translate("Dừng trả lời"), icon=":material/stop_circle:", key="stop"
            ):
                talking.stop(live.id)
                st.rerun()
        # Without max_chars: the box would swallow a longer text without a word; the assistant says its limit.
        typed = (st.chat_input(translate("Hỏi về các văn bản bạn được xem"), key="question") or "").strip()
        with st.container(key="ask-notes", horizontal=True, vertical_alignment="center", gap="small"):
            day_asked.draw()
            st.html(f"<p class='vt-note'>{translate(AI_NOTE)}</p>", width="stretch")
        _reveal_newest(exchanges, live)
    if live is not None and not typed:
        with stream, st.container(key="reply-live"):
            answer_view.stream(live)
        st.rerun()
    return Asked(typed) if typed else asked


def _draw_exchanges(exchanges: tuple[Exchange, ...], live: Exchange | None) -> Asked | None:
    asked: Asked | None = None
    shown = exchanges if st.session_state.get(_ALL) else exchanges[-LATEST:]
    if len(shown) < len(exchanges) and st.button(
        translate("Xem {count} câu hỏi trước").format(count=len(exchanges) - len(shown)),
        icon=":material/expand_less:",
        type="tertiary",
        key="earlier",
    ):
        st.session_state[_ALL] = True
        st.rerun()
    for exchange in shown:
        answer_view.draw_question(exchange)
        if live is not None and exchange.id == live.id and exchange is exchanges[-1]:
            continue
        with st.container(key=f"reply-{exchange.id}"):
            asked = answer_view.draw(exchange, locked=live is not None) or asked
    return asked


def _ask(asked: Asked, whole: TalkWhole | None) -> None:
    """Have it answered; the next run shows the answer as it comes."""
    talking = context.acts().talking
    for exchange in whole.exchanges if whole else ():
        if exchange.state is State.ASKED:
            talking.stop(exchange.id)
    try:
        if asked.again is not None:
            exchange = talking.ask_again(asked.again, asked.without, on=_day_of(asked.again, whole))
        else:
            exchange = talking.ask(
                asked.question, talk_id=whole.talk.id if whole else None, on=conversation.as_of()
            )
    except VanthuError as error:
        say(error)
        return
    evidence.close()
    conversation.begun_here(exchange.talk_id)
    st.rerun()


def _day_of(exchange_id: int, whole: TalkWhole | None) -> date | None:
    exchanges = whole.exchanges if whole else ()
    return next((each.as_of for each in exchanges if each.id == exchange_id), None)


def _reveal_newest(exchanges: tuple[Exchange, ...], live: Exchange | None) -> None:
    """Bring the newest question to the top: when it is asked, and again when its answer has grown below."""
    if not exchanges:
        return
    newest, moment = exchanges[-1], "asked" if live is not None else "answered"
    browser.reveal(f"question-{newest.id}", f"{newest.id}-{newest.asked_at.timestamp()}-{moment}")


AI_NOTE = (
    "Câu trả lời do trợ lý AI lập từ văn bản trong kho và có thể chưa đầy đủ. "
    "Bấm vào số nguồn để đối chiếu với ảnh văn bản trước khi sử dụng."
)


def _draw_welcome() -> Asked | None:
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
            return Asked(question)
    history.draw_recent()
    return None


def _what_first() -> str:
    return translate("Khi đơn vị có văn bản đã số hoá, bạn có thể hỏi về nội dung của chúng tại đây.")
