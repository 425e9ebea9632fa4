"""On the page of courses: what one must learn and by when, and the reminders one was given."""

from __future__ import annotations

import streamlit as st

from training_modules.enrolment.types import Duty, Notice, State
from ui.web import context, markup
from ui.web.screens.learn_links import title, to_activity, to_course
from ui.web.words import day
from vanthu.db import now, office_day
from vanthu.i18n import translate

STATES: dict[State, tuple[str, str, str]] = {
    State.OVERDUE: ("Quá hạn", "error", "stop"),
    State.IN_PROGRESS: ("Đang học", "timelapse", ""),
    State.NOT_BEGUN: ("Chưa bắt đầu", "radio_button_unchecked", "quiet"),
    State.FINISHED: ("Đã hoàn thành", "check_circle", "good"),
    State.EXEMPTED: ("Được miễn", "do_not_disturb_on", "quiet"),
}
"""State to words, icon and kind."""
NOTICES: dict[str, str] = {
    "week": "Còn không quá 7 ngày là đến hạn: {title}, hạn {day}.",
    "day": "Sắp đến hạn: {title}, hạn {day}.",
    "overdue": "Đã quá hạn: {title}, hạn {day}.",
    "asked": "Người tổ chức học nhắc: {title}, hạn {day}.",
}
NO_DAY = "Người tổ chức học nhắc: {title}."
SETTLED_SHOWN = 3


def draw() -> None:
    """Nothing for whom nothing is required."""
    person, services = context.principal(), context.services()
    duties = services.duties.of(person)
    if not duties:
        return
    cards = {card.id: card for card in services.training.courses(person)}
    with st.container(border=True, key="duties", gap="small"):
        st.html(f"<h2 class='vt-course'>{markup.safe(translate('Việc học được giao'))}</h2>")
        for notice in services.duties.notices(person):
            _draw_notice(notice)
        waiting = [duty for duty in duties if duty.state not in (State.FINISHED, State.EXEMPTED)]
        settled = [duty for duty in duties if duty not in waiting]
        if not waiting:
            st.html(markup.lead(translate("Không còn khoá học nào phải hoàn thành.")))
        for duty in waiting:
            with st.container(key=f"duty-{duty.enrolment_id}", horizontal=True, vertical_alignment="center"):
                card = cards.get(duty.course_id)
                st.html(_about(duty, title(card) if card else None), width="stretch")
                if card is not None and card.next_activity is not None:
                    words = translate("Bắt đầu học") if card.done == 0 else translate("Học tiếp")
                    to_activity(card.id, card.next_activity, words, icon="play_arrow")
                elif card is not None:
                    to_course(card.id, translate("Làm lại bài kiểm tra"), icon="replay")
        for duty in settled[:SETTLED_SHOWN]:
            st.html(_about(duty, None))
        if len(settled) > SETTLED_SHOWN:
            told = translate("Và {count} khoá học khác đã xong.")
            st.html(markup.meta(told.format(count=len(settled) - SETTLED_SHOWN)))


def _draw_notice(notice: Notice) -> None:
    words = NOTICES.get(notice.occasion, NO_DAY) if notice.due_on else NO_DAY
    told = translate(words).format(title=notice.title, day=day(notice.due_on) if notice.due_on else "")
    kind = "stop" if notice.occasion == "overdue" else "warn"
    with st.container(key=f"notice-{notice.id}", horizontal=True, vertical_alignment="center"):
        st.html(f"<p class='vt-value'>{markup.state(told, 'notifications', kind)}</p>", width="stretch")
        st.button(
            translate("Đã xem"),
            key=f"seen-{notice.id}",
            type="tertiary",
            on_click=context.services().duties.see,
            args=(notice.id, context.principal()),
        )


def _about(duty: Duty, course: str | None) -> str:
    words, icon, kind = STATES[duty.state]
    facts = [
        course if course and course != duty.title else "",
        translate("bắt buộc") if duty.mandatory else translate("tự nguyện"),
        translate("học lại lần {number}").format(number=duty.cycle) if duty.cycle > 1 else "",
        translate("{unit} giao").format(unit=duty.set_by),
    ]
    return (
        f"<p class='vt-value'><b>{markup.safe(duty.title)}</b></p>"
        f"<p class='vt-value'>{markup.state(f'{translate(words)}{_when(duty)}', icon, kind)}</p>"
        f"{markup.meta(*facts)}"
    )


def _when(duty: Duty) -> str:
    """After the state: by when, and how long that still is."""
    if duty.state is State.FINISHED and duty.completed_at is not None:
        return f", {day(office_day(duty.completed_at))}"
    if duty.state in (State.FINISHED, State.EXEMPTED) or duty.due_on is None:
        return ""
    left = (duty.due_on - office_day(now())).days
    if left < 0:
        return translate(", hạn {day}, chậm {count} ngày").format(day=day(duty.due_on), count=-left)
    if left == 0:
        return translate(", hạn hôm nay")
    return translate(", hạn {day}, còn {count} ngày").format(day=day(duty.due_on), count=left)
