"""One lesson to read, with what it rests on, and the way on."""

from __future__ import annotations

import streamlit as st

from training_modules.views import LessonView
from ui.web import context, links, markup
from ui.web.navigation_paths import LEARN
from ui.web.screens import learn_ask
from ui.web.screens.learn_links import ACTIVITY, COURSE, draw_source, named, to_activity, to_course
from ui.web.screens.learn_text import draw_text
from vanthu.i18n import translate


def draw(course_id: str, lesson_id: str) -> None:
    lesson = context.acts().lesson(course_id, lesson_id)
    to_course(course_id, named(lesson.course_title, lesson.course_title_en), icon="arrow_back")
    where = translate("Phần {position}/{total} · {minutes} phút")
    st.html(
        f"<p class='vt-meta'>"
        f"{where.format(position=lesson.position, total=lesson.total, minutes=lesson.minutes)}</p>"
    )
    st.title(markup.plain(named(lesson.title, lesson.title_en)), anchor=False)
    if lesson.changed:
        _draw_changed(lesson)
    with st.container(key="lesson"):
        draw_text(lesson.body, lesson.figures)
    if lesson.sources:
        with st.expander(translate("Căn cứ của bài"), icon=":material/gavel:"):
            for source in lesson.sources:
                draw_source(source)
    learn_ask.draw(lesson)
    _draw_moves(lesson)


def _draw_changed(lesson: LessonView) -> None:
    """Said above the text: who reads on must know that it may no longer be so."""
    with st.container(key="lesson-changed", border=True):
        told = translate("Căn cứ của bài đã thay đổi; giảng viên đang soát lại")
        st.html(f"<p class='vt-value' role='status'>{markup.state(told, 'update', 'warn')}</p>")
        for source in lesson.sources:
            if source.changed:
                draw_source(source)


def _draw_moves(lesson: LessonView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="moves"):
        if lesson.previous_id:
            to_activity(lesson.course_id, lesson.previous_id, translate("Phần trước"), icon="chevron_left")
        if lesson.done:
            st.html(markup.state(translate("Đã hoàn thành"), "check_circle", "good"), width="content")
        words = translate("Đã đọc xong, sang phần sau") if lesson.next_id else translate("Đã đọc xong")
        if st.button(words, type="primary", icon=":material/check:", key="lesson-read"):
            _finish(lesson)


def _finish(lesson: LessonView) -> None:
    context.services().training.finish_lesson(lesson.course_id, lesson.id, context.principal())
    where = {COURSE: lesson.course_id}
    if lesson.next_id:
        where[ACTIVITY] = lesson.next_id
    st.switch_page(links.page_at(LEARN), query_params=where)
