"""The people of a unit by name, for those whose duty it is: reminding them, exempting them with a reason."""

from __future__ import annotations

import streamlit as st

from training_modules.enrolment.types import Learner, Report, State, Wanted
from ui.web import markup
from ui.web.boundary import do
from ui.web.screens.learn_duties import STATES
from ui.web.words import day
from vanthu.db import office_day
from vanthu.i18n import translate
from vanthu.organising import Organising

PAGE_SIZE = 20
PAGE = "organise-people-page"
_SHOWN = "organise-people-shown"


def draw(acts: Organising, report: Report, wanted: Wanted) -> None:
    """Only once it is asked for: opening a list of people is recorded."""
    if not report.unit.tally.enrolled:
        return
    if not st.toggle(translate("Xem từng người"), key="organise-people"):
        st.session_state.pop(_SHOWN, None)
        return
    with st.container(key="filters-people", horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            translate("Tìm theo tên"), icon=":material/search:", key="people-search", on_change=first_page
        )
        state = st.selectbox(
            translate("Trạng thái"),
            [None, *STATES],
            format_func=lambda each: translate(STATES[each][0]) if each else translate("Mọi trạng thái"),
            key="people-state",
            on_change=first_page,
        )
    code, page = report.unit.code, st.session_state.get(PAGE, 0)
    asked = (code, wanted, state, search, page)
    people, count = acts.people(
        code,
        wanted,
        state=state,
        search=search,
        limit=PAGE_SIZE,
        offset=page * PAGE_SIZE,
        again=st.session_state.get(_SHOWN) == asked,
    )
    st.session_state[_SHOWN] = asked
    if not people:
        st.html(markup.meta(translate("Không có người nào phù hợp.")))
        return
    _draw_remind_all(acts, report, wanted)
    yours = {each.id for each in acts.requirements() if each.yours}
    with st.container(key="rows-people", gap=None):
        for each in people:
            _draw(acts, each, own=each.requirement_id in yours)
    if count > PAGE_SIZE:
        _draw_pages(page, count)


def first_page() -> None:
    st.session_state[PAGE] = 0


def _draw_remind_all(acts: Organising, report: Report, wanted: Wanted) -> None:
    late = report.unit.tally.overdue
    if late and st.button(
        translate("Nhắc mọi người quá hạn ({count})").format(count=late),
        icon=":material/notifications:",
        key="remind-all",
    ):
        reminded = acts.remind_all(report.unit.code, wanted, State.OVERDUE)
        told = translate("Đã nhắc {count} lượt; mỗi lượt chỉ nhắc một lần trong ngày.")
        st.toast(told.format(count=reminded), icon=":material/check:")


def _draw(acts: Organising, each: Learner, *, own: bool) -> None:
    open_ = each.state in (State.OVERDUE, State.IN_PROGRESS, State.NOT_BEGUN)
    with st.container(key=f"person-{each.enrolment_id}", horizontal=True, vertical_alignment="center"):
        st.html(_about(each), width="stretch")
        at = each.enrolment_id
        if open_ and st.button(translate("Nhắc"), icon=":material/notifications:", key=f"remind-{at}"):
            told = translate("Đã nhắc {name}.").format(name=markup.plain(each.display_name))
            do(lambda: acts.remind([at]), told)
        if own and open_:
            with st.popover(translate("Miễn học"), icon=":material/do_not_disturb_on:", width="content"):
                reason = st.text_input(
                    translate("Lý do miễn"), max_chars=500, key=f"reason-{each.enrolment_id}"
                )
                if st.button(translate("Cho miễn"), type="primary", key=f"exempt-{each.enrolment_id}"):
                    told = translate("Đã cho miễn.")
                    do(lambda: acts.exempt(each.enrolment_id, reason), told)
        exempted = own and each.state is State.EXEMPTED
        if exempted and st.button(translate("Bỏ miễn"), key=f"again-{at}"):
            do(lambda: acts.require_again(at), translate("Đã bỏ miễn."))


def _about(each: Learner) -> str:
    words, icon, kind = STATES[each.state]
    told = translate(words)
    if each.completed_at is not None and each.state is State.FINISHED:
        told += f", {day(office_day(each.completed_at))}"
    elif each.due_on is not None and each.state is not State.EXEMPTED:
        told += translate(", hạn {day}").format(day=day(each.due_on))
    parts = (
        translate("{done}/{total} phần").format(done=each.done, total=each.total)
        if each.total and each.state is State.IN_PROGRESS
        else ""
    )
    reminded = (
        translate("nhắc {day}").format(day=day(office_day(each.reminded_at))) if each.reminded_at else ""
    )
    why = translate("lý do: {reason}").format(reason=each.exempted_reason) if each.exempted_reason else ""
    name, login = markup.safe(each.display_name), markup.safe(each.username)
    return (
        f"<p class='vt-value'>{name} <span class='vt-meta'>{login}</span> "
        f"&nbsp;{markup.state(told, icon, kind)}</p>"
        f"{markup.meta(each.title, each.unit_name, parts, reminded, why)}"
    )


def _draw_pages(page: int, count: int) -> None:
    last = (count - 1) // PAGE_SIZE
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(translate("Trước"), disabled=page == 0, on_click=_turn, args=(page - 1,), key="people-<")
        st.html(
            markup.meta(translate("Trang {page}/{last}").format(page=page + 1, last=last + 1)),
            width="content",
        )
        st.button(translate("Sau"), disabled=page >= last, on_click=_turn, args=(page + 1,), key="people->")


def _turn(page: int) -> None:
    st.session_state[PAGE] = page
