"""Khoá học: every course with its editions, what is wrong in its files, and a way into each."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from training_modules.editions.templates import code_of
from training_modules.editions.views import CourseLine, EditionLine
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens.teach import edition
from ui.web.screens.teach.course_words import EDITION, draw_faults, edited, state
from vanthu.errors import VanthuError
from vanthu.i18n import translate


def draw() -> None:
    asked = st.query_params.get(EDITION, "")
    if asked.isdecimal() and len(asked) < 10:
        edition.draw(int(asked))
        return
    st.html(
        markup.lead(
            translate(
                "Mỗi khoá học có các bản đánh số. Người đang học một bản học tiếp bản đó; người mới học bản "
                "công bố mới nhất."
            )
        )
    )
    with st.container(key="rows-courses", gap=None):
        for course in context.acts().teaching.courses():
            with st.container(key=f"taught-{course.id}", gap="small"):
                _draw_course(course)
    _draw_new()


def _draw_course(course: CourseLine) -> None:
    number = translate("Học phần {number}").format(number=course.module) if course.module else ""
    shown = [each for each in (course.open, course.offered) if each is not None]
    shown = shown or list(course.editions[:1])
    facts = "".join(f"{state(each)} &nbsp; " for each in shown)
    st.html(
        f"{markup.meta(number, course.id)}<h3 class='vt-course'>{markup.safe(course.title)}</h3>"
        f"<p class='vt-meta'>{facts}</p>{_older(course)}"
    )
    if course.faults:
        count = translate("{count} lỗi cần sửa").format(count=len(course.faults))
        with st.expander(count, icon=":material/report:"):
            draw_faults(course.faults)
    with st.container(horizontal=True, key=f"taught-ways-{course.id}"):
        _draw_ways(course)


def _draw_ways(course: CourseLine) -> None:
    if course.open is not None:
        words = translate("Mở bản nháp") if course.open.state == "draft" else translate("Xem bản chờ duyệt")
        _way(words, course.open, "edit", first=True)
    elif course.editions and st.button(
        translate("Soạn bản mới"), icon=":material/edit:", key=f"draft-{course.id}"
    ):
        _open(lambda: context.acts().teaching.draft(course.id))
    if course.offered is not None:
        _way(translate("Xem bản đang dùng"), course.offered, "menu_book")
    earlier = [each for each in course.editions if each not in {course.open, course.offered}]
    if earlier:
        with st.popover(translate("Các bản trước"), icon=":material/history:"):
            for each in earlier:
                st.html(f"<p class='vt-meta'>{state(each)}</p>{markup.meta(edited(each))}")
                _way(translate("Mở"), each, "open_in_full")


def _older(course: CourseLine) -> str:
    """People who are still inside an edition before the one on offer."""
    offered = course.offered
    inside = sum(each.inside for each in course.editions if offered is None or each.number < offered.number)
    if not inside:
        return ""
    return markup.meta(translate("{count} người đang học dở bản trước").format(count=inside))


def _way(words: str, line: EditionLine, icon: str, *, first: bool = False) -> None:
    if st.button(
        words, icon=f":material/{icon}:", key=f"open-{line.id}", type="primary" if first else "secondary"
    ):
        _open(lambda: line.id)


def _open(found: Callable[[], int]) -> None:
    try:
        st.query_params[EDITION] = str(found())
    except VanthuError as error:
        say(error)
        return
    st.rerun()


def _draw_new() -> None:
    with st.expander(translate("Khoá học mới"), icon=":material/add:"):
        words = translate(
            "Khoá mới bắt đầu từ mẫu có một bài đọc, một bài kiểm tra và một câu hỏi. "
            "Mã khoá học giữ nguyên mãi."
        )
        st.html(f"<p class='vt-note'>{markup.safe(words)}</p>")
        with st.form(key="course-new", border=False):
            title = st.text_input(translate("Tên khoá học"), max_chars=200, key="course-new-title")
            code = st.text_input(
                translate("Mã khoá học"),
                max_chars=60,
                key="course-new-code",
                help=translate("Chữ thường không dấu và gạch nối; bỏ trống thì lấy theo tên."),
            )
            if st.form_submit_button(translate("Tạo khoá học"), type="primary"):
                _open(lambda: context.acts().teaching.create(code.strip() or code_of(title), title))
