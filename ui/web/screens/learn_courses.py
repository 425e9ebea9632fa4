"""The courses on offer, with how far this person has come."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from access.roles import Action
from training_modules.views import CourseCard, CourseFault
from ui.web import context, markup
from ui.web.screens import learn_certificates, learn_duties, learn_review
from ui.web.screens.learn_links import summary, title, to_activity, to_course
from vanthu.i18n import translate


def draw() -> None:
    st.title(translate("Học tập"), anchor=False)
    if context.principal().may(Action.TEACH):
        for fault in context.services().training.faults(context.principal()):
            _draw_fault(fault)
    learn_duties.draw()
    learn_review.draw_today()
    learn_certificates.draw()
    cards = context.services().training.courses(context.principal())
    if not cards:
        st.html(
            markup.empty(
                translate("Chưa có khoá học"),
                translate("Khoá học sẽ hiện ở đây sau khi giảng viên công bố."),
            )
        )
    titles = {card.id: title(card) for card in cards}
    for card in cards:
        _draw_card(card, titles)


def _draw_fault(fault: CourseFault) -> None:
    """For trainers: which file to mend, and what learners see meanwhile."""
    seen = (
        translate("Học viên vẫn học theo bản trước khi có lỗi.")
        if fault.still_offered
        else translate("Học viên chưa thấy khoá học này. Các khoá học khác vẫn dùng được.")
    )
    with st.container(border=True, key=f"fault-{fault.course_id}", gap="small"):
        st.html(
            f"<p>{markup.state(translate('Khoá học có lỗi, cần sửa tệp'), 'report', 'stop')}</p>"
            f"<p class='vt-value'>{markup.safe(fault.message)}</p>{markup.meta(seen)}"
        )


def _draw_card(card: CourseCard, titles: Mapping[str, str]) -> None:
    with st.container(border=True, key=f"course-{card.id}", gap="small"):
        facts = translate("Học phần {number} · khoảng {minutes} phút")
        st.html(
            f"<p class='vt-meta'>{facts.format(number=card.module, minutes=card.minutes)}</p>"
            f"<h2 class='vt-course'>{markup.safe(title(card))}</h2>"
            f"<p class='vt-lead'>{markup.safe(summary(card))}</p>"
        )
        draw_progress(card, titles)
        with st.container(horizontal=True, vertical_alignment="center", key=f"go-{card.id}"):
            if card.next_activity is not None:
                words = translate("Bắt đầu học") if card.done == 0 else translate("Học tiếp")
                with st.container(key=f"main-link-{card.id}", width="content"):
                    to_activity(card.id, card.next_activity, words, icon="play_arrow")
            to_course(card.id, translate("Xem nội dung khoá học"), icon="list")


def draw_progress(card: CourseCard, titles: Mapping[str, str] | None = None) -> None:
    """How far one is; of a course that is not open yet, which courses come first. `titles`: of every course,
    where they are at hand."""
    if card.waits_for:
        _draw_waiting(card, titles)
        return
    words = translate("Đã hoàn thành {done}/{total} phần").format(done=card.done, total=card.total)
    if card.finished:
        st.html(markup.state(translate("Đã hoàn thành khoá học"), "check_circle", "good"))
    else:
        st.progress(card.done / card.total if card.total else 0.0, text=words)


def _draw_waiting(card: CourseCard, titles: Mapping[str, str] | None) -> None:
    if titles is None:
        cards = context.services().training.courses(context.principal())
        titles = {each.id: title(each) for each in cards}
    st.html(f"<p>{markup.state(translate('Mở sau khi hoàn thành:'), 'lock', 'quiet')}</p>")
    with st.container(key=f"waits-{card.id}", gap="xsmall"):
        for course_id in card.waits_for:
            to_course(course_id, titles.get(course_id, course_id), icon="chevron_right")
