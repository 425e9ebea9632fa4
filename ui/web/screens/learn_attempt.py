"""A drill or a quiz: what it asks, then one question at a time."""

from __future__ import annotations

import streamlit as st

from training_modules.views import ActivityView, AttemptSummary, CourseView
from ui.web import context, links, markup
from ui.web.components.quiz_player import quiz_player
from ui.web.navigation_paths import LEARN
from ui.web.screens.learn_courses import draw_progress
from ui.web.screens.learn_links import RESULT, link, named, title, to_course
from ui.web.screens.learn_text import draw_words
from ui.web.words import moment
from vanthu.i18n import translate

EARLIER_SHOWN = 5
READ_BESIDE = {"material", "texts", "picture"}
"""What is read while answering: on a wide screen it stands beside the answer."""
ASKED = "attempt-asked"
"""Course and activity where beginning has just been asked for."""
RUNNING = "attempts-running"
"""By course and activity, the attempt last shown. However it was closed, its result comes next: asking for
the attempt again would begin a new one."""


def draw(course: CourseView, activity_id: str) -> None:
    earlier = _earlier(course.card.id, activity_id)
    running, place = _running(), (course.card.id, activity_id)
    if running.get(place) in {attempt.id for attempt in earlier}:
        st.switch_page(links.page_at(LEARN), query_params={RESULT: str(running[place])})
    asked = st.session_state.pop(ASKED, None) == place
    activity = next(item for item in course.activities if item.id == activity_id)
    to_course(course.card.id, title(course.card), icon="arrow_back")
    st.title(markup.plain(named(activity.title, activity.title_en)), anchor=False)
    if course.card.waits_for:
        draw_words(activity.guide)
        draw_progress(course.card)
        return
    if not asked and place not in running and activity.state != "in_progress":
        _draw_start(course.card.id, activity, earlier)
        return
    attempt = context.services().training.start_attempt(course.card.id, activity_id, context.principal())
    running[place] = attempt.id
    if attempt.body:
        with st.expander(translate("Hướng dẫn làm bài"), icon=":material/info:"):
            draw_words(attempt.body)
    beside = any(READ_BESIDE & set(item.sheet) for item in attempt.items)
    with st.container(key="drill-beside" if beside else "player"):
        quiz_player(attempt)


def forget(attempt_id: int) -> None:
    """Its result has been shown: the next time one comes here is to begin anew."""
    running = _running()
    for place in [place for place, attempt in running.items() if attempt == attempt_id]:
        del running[place]


def _running() -> dict[tuple[str, str], int]:
    running: dict[tuple[str, str], int] = st.session_state.setdefault(RUNNING, {})
    return running


def _draw_start(course_id: str, activity: ActivityView, earlier: list[AttemptSummary]) -> None:
    draw_words(activity.guide)
    st.html(
        f"<p class='vt-lead'>{translate('Câu trả lời được lưu ngay khi chọn. Có thể dừng và làm tiếp sau.')} "
        f"{translate('Đáp án và giải thích hiện sau khi nộp bài.')}</p>"
    )
    if limits := _limits(activity):
        st.html(markup.meta(*limits))
    words = translate("Làm lại") if earlier else translate("Bắt đầu làm bài")
    if st.button(words, type="primary", icon=":material/play_arrow:", key="start-attempt"):
        st.session_state[ASKED] = (course_id, activity.id)
        st.rerun()
    if not earlier:
        return
    st.subheader(translate("Các lượt đã làm"), anchor=False)
    for attempt in earlier[:EARLIER_SHOWN]:
        passed = markup.state(
            translate("Đạt" if attempt.passed else "Chưa đạt"),
            "check_circle" if attempt.passed else "replay",
            "good" if attempt.passed else "warn",
        )
        told = translate("{correct}/{total} câu đúng").format(correct=attempt.correct, total=attempt.total)
        with st.container(horizontal=True, vertical_alignment="center", key=f"earlier-{attempt.id}"):
            when = moment(attempt.submitted_at) if attempt.submitted_at else ""
            st.html(
                f"<p class='vt-value'>{passed} &nbsp; {told} <span class='vt-meta'>{when}</span></p>",
                width="content",
            )
            link(translate("Xem kết quả"), icon="fact_check", **{RESULT: attempt.id})


def _limits(activity: ActivityView) -> list[str]:
    limits = []
    if activity.time_limit:
        words = translate("Thời gian làm bài {minutes} phút, hết giờ bài được nộp với các câu đã lưu")
        limits.append(words.format(minutes=activity.time_limit))
    if activity.attempts_a_day:
        words = translate("Mỗi ngày làm nhiều nhất {count} lượt")
        limits.append(words.format(count=activity.attempts_a_day))
    return limits


def _earlier(course_id: str, activity_id: str) -> list[AttemptSummary]:
    return [
        attempt
        for attempt in context.services().training.attempts(context.principal())
        if attempt.submitted_at and (attempt.course_id, attempt.activity_id) == (course_id, activity_id)
    ]
