"""A new requirement: which course, who, by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from access.roles import MAY, Action
from training_modules.enrolment.types import ListOutcome, NewRequirement
from ui.web import markup
from ui.web.boundary import say
from ui.web.screens.admin_words import unit_name
from ui.web.screens.learn_links import title
from ui.web.words import ROLES
from vanthu.db import now, office_day
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.organising import Organising

EVERYONE, BY_ROLE, NEW, NAMED = "Mọi người", "Theo vai trò", "Tài khoản mới", "Theo danh sách"
ON_DAY, AFTER, NO_DAY = "Đến một ngày", "Sau khi được giao", "Không có hạn"
BROKEN_SHOWN = 20
_MADE = "organise-made"
EXAMPLE = "Tên đăng nhập\r\nlan.nt\r\n"


def draw(acts: Organising) -> None:
    _draw_made()
    courses = {card.id: card for card in acts.courses()}
    if not courses:
        st.html(markup.lead(translate("Chưa có khoá học nào được công bố nên chưa giao được.")))
        return
    units = {unit.code: (unit, depth) for unit, depth in acts.units()}
    course = st.selectbox(
        translate("Khoá học"), list(courses), format_func=lambda key: title(courses[key]), key="new-course"
    )
    unit = st.selectbox(
        translate("Đơn vị, kể cả các đơn vị trực thuộc"),
        list(units),
        format_func=lambda code: unit_name(units[code][0]),
        key="new-unit",
    )
    if course is None or unit is None:
        return
    new = _who(NewRequirement(course, unit))
    new = _when(new)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        mandatory = st.radio(
            translate("Tính chất"),
            [True, False],
            format_func=lambda value: translate("Bắt buộc") if value else translate("Tự nguyện"),
            horizontal=True,
            key="new-mandatory",
        )
        months = st.number_input(
            translate("Học lại sau mỗi (tháng), 0 là không"), 0, 120, 0, key="new-months", width=320
        )
    named = st.text_input(
        translate("Tên đợt học (để trống: lấy tên khoá học)"), max_chars=200, key="new-title"
    )
    file = _list() if new.by_name else None
    unsaid = st.session_state.get("new-who") == BY_ROLE and not new.roles  # no role chosen is not everyone
    if st.button(translate("Giao khoá học"), type="primary", key="new-make", disabled=unsaid):
        new = replace(new, mandatory=mandatory, repeat_months=months or None, title=named)
        _make(acts, new, file)


def _who(new: NewRequirement) -> NewRequirement:
    ways = (EVERYONE, BY_ROLE, NEW, NAMED)
    way = st.radio(translate("Ai phải học"), ways, format_func=translate, horizontal=True, key="new-who")
    if way == NAMED:
        return replace(new, by_name=True)
    roles: list[str] = []
    days = None
    if way == NEW:
        days = st.number_input(
            translate("Tài khoản lập trong (ngày) gần đây, và người mới về sau"), 1, 3660, 30, key="new-days"
        )
    if way == BY_ROLE:
        roles = st.pills(
            translate("Vai trò"),
            [role.value for role in ROLES if role in MAY[Action.LEARN]],
            selection_mode="multi",
            format_func=lambda role: translate({each.value: words for each, words in ROLES.items()}[role]),
            key="new-requirement-roles",
        )
    if way != NAMED:
        told = (
            "Người đến sau mà thuộc diện này được tự động ghi danh; "
            "người không còn thuộc diện thì không phải học nữa."
        )
        st.html(markup.meta(translate(told)))
    return replace(new, roles=tuple(roles), new_within_days=days)


def _when(new: NewRequirement) -> NewRequirement:
    today = office_day(now())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        begins = st.date_input(
            translate("Bắt đầu từ"), today, min_value=today, format="DD/MM/YYYY", key="new-begins", width=200
        )
        ways = (ON_DAY, AFTER, NO_DAY)
        way = st.radio(
            translate("Hạn hoàn thành"), ways, format_func=translate, horizontal=True, key="new-due"
        )
        due, days = None, None
        if way == ON_DAY:
            first = begins + timedelta(days=30)
            due = st.date_input(
                translate("Ngày"), first, min_value=begins, format="DD/MM/YYYY", key="new-due-on", width=200
            )
        elif way == AFTER:
            days = st.number_input(translate("Số ngày"), 1, 3660, 30, key="new-due-days", width=200)
    return replace(new, begins_on=begins, due_on=due, due_days=days)


def _list() -> bytes | None:
    told = "Tệp CSV UTF-8, dòng đầu là tên cột “Tên đăng nhập”, mỗi dòng sau là một người."
    st.html(markup.meta(translate(told)))
    st.download_button(
        translate("Tải tệp mẫu"),
        ("\ufeff" + EXAMPLE).encode(),
        file_name="nguoi-hoc-mau.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="new-example",
    )
    file = st.file_uploader(translate("Danh sách (CSV)"), type=["csv", "txt"], key="new-list")
    return file.getvalue() if file is not None else None


def _make(acts: Organising, new: NewRequirement, file: bytes | None) -> None:
    try:
        made, count = acts.make(new)
        outcome = acts.name(made.id, file) if file is not None else None
    except VanthuError as error:
        say(error)
        return
    st.session_state[_MADE] = (made.title, outcome.added if outcome else count, outcome)
    st.rerun()


def _draw_made() -> None:
    """What the last requirement did, until the next act."""
    made = st.session_state.pop(_MADE, None)
    if made is None:
        return
    named, count, outcome = made
    told = translate("Đã giao “{title}”, ghi danh {count} người.")
    st.success(markup.plain(told.format(title=named, count=count)), icon=":material/check_circle:")
    if outcome is not None:
        draw_outcome(outcome)


def draw_outcome(outcome: ListOutcome) -> None:
    """The lines of a list that could not be taken."""
    if outcome.known:
        told = translate("{count} người đã có trong danh sách từ trước.")
        st.html(markup.meta(told.format(count=outcome.known)))
    if not outcome.broken:
        return
    told = translate("{count} dòng chưa ghi danh được:").format(count=len(outcome.broken))
    line = translate("Dòng {line}: {problem}")
    lines = "".join(
        f"<li>{markup.safe(line.format(line=row.line, problem=row.say()))}</li>"
        for row in outcome.broken[:BROKEN_SHOWN]
    )
    more = len(outcome.broken) - BROKEN_SHOWN
    rest = markup.meta(translate("Và {count} dòng khác.").format(count=more)) if more > 0 else ""
    st.html(f"<p class='vt-value'>{markup.state(told, 'warning', 'warn')}</p><ul>{lines}</ul>{rest}")
