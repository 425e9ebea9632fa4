"""One course: what it is for, its steps with their state, its sources."""

from __future__ import annotations

import streamlit as st

from training_modules.views import ActivityView, CourseView
from ui.web import context, links, markup
from ui.web.boundary import do
from ui.web.navigation_paths import LEARN
from ui.web.screens import learn_certificates
from ui.web.screens.learn_courses import draw_progress
from ui.web.screens.learn_links import KINDS, STATES, draw_source, named, summary, title, to_activity
from ui.web.screens.learn_text import draw_words
from vanthu.i18n import translate


def draw(course_id: str) -> None:
    course = context.acts().course(course_id)
    links.entry_link(LEARN, translate("Học tập"), icon="arrow_back")
    st.title(markup.plain(title(course.card)), anchor=False)
    st.html(f"<p class='vt-lead'>{markup.safe(summary(course.card))}</p>")
    if course.audience:
        whom = translate("Dành cho: {audience}").format(audience=course.audience)
        st.html(f"<p class='vt-meta'>{markup.safe(whom)}</p>")
    draw_progress(course.card)
    _draw_edition(course)
    if course.card.finished:
        learn_certificates.draw_of(course_id)
    if course.card.next_activity is not None:
        with st.container(key="main-link", width="content"):
            words = translate("Bắt đầu học") if course.card.done == 0 else translate("Học tiếp")
            to_activity(course.card.id, course.card.next_activity, words, icon="play_arrow")
    draw_words(course.body)
    st.subheader(translate("Nội dung khoá học"), anchor=False)
    with st.container(key="rows", gap=None):
        for activity in course.activities:
            _draw_activity(course, activity)
    if course.sources:
        with st.expander(translate("Căn cứ của khoá học"), icon=":material/gavel:"):
            for source in course.sources:
                draw_source(source)


def _draw_edition(course: CourseView) -> None:
    """Where a newer edition is out: one may stay, or go over and keep the lessons that are in both."""
    card = course.card
    if not card.offered:
        told = translate("Khoá học này không còn mở cho người mới; bạn vẫn học xong được.")
        st.html(f"<p class='vt-note'>{markup.safe(told)}</p>")
    if card.newer is None:
        return
    with st.container(border=True, key="newer-edition", gap="small"):
        if card.finished:
            told = translate(
                "Đã có bản {newer} của khoá học; bạn đã học xong bản {number}. Có thể chuyển sang bản mới để "
                "học phần mới: phần nào có ở cả hai bản thì kết quả giữ nguyên, chứng nhận đã cấp không đổi."
            )
        else:
            told = translate(
                "Đã có bản {newer} của khoá học; bạn đang học bản {number}. Có thể học tiếp bản này cho đến "
                "hết, hoặc chuyển sang bản mới: phần nào có ở cả hai bản thì kết quả giữ nguyên."
            )
        st.html(f"<p class='vt-value'>{markup.safe(told.format(newer=card.newer, number=card.edition))}</p>")
        if st.button(translate("Chuyển sang bản mới"), icon=":material/upgrade:", key="go-over"):
            do(
                lambda: context.services().training.go_over(card.id, context.principal()),
                translate("Đã chuyển sang bản mới."),
            )


def _draw_activity(course: CourseView, activity: ActivityView) -> None:
    kind, icon = KINDS[activity.kind]
    words, state_icon, colour = STATES[activity.state]
    with st.container(key=f"activity-{activity.id}", gap=None):
        to_activity(course.card.id, activity.id, named(activity.title, activity.title_en), icon=icon)
        minutes = translate("{count} phút").format(count=activity.minutes)
        state = markup.state(translate(words), state_icon, colour)
        st.html(f"<p class='vt-meta'>{markup.safe(translate(kind))} · {minutes} &nbsp; {state}</p>")
