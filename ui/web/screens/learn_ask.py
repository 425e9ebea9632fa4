"""A question asked inside a lesson, answered from what the lesson rests on."""

from __future__ import annotations

from html import escape

import streamlit as st

from access.roles import Action
from rag.types import Answer, Citation
from training_modules.views import LessonView
from ui.web import context, links, markup
from ui.web.boundary import say
from ui.web.components.answer import Drawn, Source
from ui.web.components.answer import answer as answer_component
from ui.web.navigation_paths import DOCUMENT
from ui.web.screens.learn_links import draw_source
from ui.web.screens.talk import words
from vanthu.acts.learning import LessonAnswer
from vanthu.errors import VanthuError
from vanthu.i18n import translate

_ASKED = "lesson-asked"
"""Lesson, question and what came of it, until another is asked."""


def draw(lesson: LessonView) -> None:
    """The box, and below it the last answer of this lesson; nothing for who may read no documents."""
    if not context.principal().may(Action.READ) or not lesson.sources:
        return
    with st.expander(translate("Hỏi về bài này"), icon=":material/forum:", key="lesson-ask"):
        st.html(markup.lead(translate("Trợ lý chỉ trả lời từ các văn bản là căn cứ của bài.")))
        with st.form("lesson-question", border=False, clear_on_submit=True):
            question = st.text_input(translate("Câu hỏi"), key="lesson-question-text").strip()
            sent = st.form_submit_button(translate("Hỏi"), icon=":material/send:")
        if sent and question:
            _ask(lesson, question)
        kept = st.session_state.get(_ASKED)
        if kept is not None and kept[0] == (lesson.course_id, lesson.id):
            _draw_told(kept[1], kept[2])


def _ask(lesson: LessonView, question: str) -> None:
    with st.spinner(translate("Đang tìm trong căn cứ của bài")):
        try:
            told = context.acts().ask_in_lesson(lesson.course_id, lesson.id, question)
        except VanthuError as error:
            say(error)
            return
    st.session_state[_ASKED] = ((lesson.course_id, lesson.id), question, told)


def _draw_told(question: str, told: LessonAnswer) -> None:
    st.html(f"<p class='vt-sentence'><b>{markup.safe(question)}</b></p>")
    if told.answer is None:
        st.html(f"<p class='vt-sentence'>{escape(translate(NOT_HELD))}</p>")
    elif told.answer.refused:
        st.html(f"<p class='vt-sentence'>{escape(translate(NOT_ANSWERED))}</p>")
    else:
        _draw_answer(told.answer)
        return
    if told.nearest:
        st.html(markup.meta(translate("Căn cứ gần nhất, chỉ để tham khảo:")))
        for card in told.nearest:
            draw_source(card)


def _draw_answer(answer: Answer) -> None:
    sources = [Source(item.n, words.name(item), words.place(item)) for item in answer.citations]
    drawn = Drawn(sentences=answer.sentences, sources=sources, table=answer.table)
    opened = answer_component(drawn, key="lesson-answer").opened
    st.html(f"<p class='vt-note'>{escape(words.how_made(answer))}</p>")
    found = next((item for item in answer.citations if item.n == opened), None)
    if found is not None:
        _go(found)


def _go(citation: Citation) -> None:
    where = {"id": str(citation.document_id), links.PASSAGE: str(citation.passage_id)}
    st.switch_page(links.page_at(DOCUMENT), query_params=where)


NOT_HELD = "Kho văn bản chưa có các văn bản là căn cứ của bài này, hoặc bạn chưa được xem."
NOT_ANSWERED = "Các văn bản là căn cứ của bài không có nội dung trả lời câu hỏi này."
