"""The requirements that reach one's people: what they ask, a list more, ending one."""

from __future__ import annotations

import streamlit as st

from access.roles import Role
from training_modules.enrolment.types import Requirement
from ui.web import markup
from ui.web.boundary import do, say
from ui.web.screens.teach.organise_new import draw_outcome
from ui.web.words import ROLES, day
from vanthu.db import now, office_day
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.organising import Organising


def draw(acts: Organising, given: list[Requirement]) -> None:
    with st.container(key="rows-requirements", gap=None):
        for each in given:
            with st.container(key=f"requirement-{each.id}", horizontal=True, vertical_alignment="center"):
                st.html(_about(each), width="stretch")
                if each.yours and each.by_name:
                    with st.popover(translate("Thêm người"), icon=":material/group_add:", width="content"):
                        _draw_list(acts, each)
                if each.yours:
                    with st.popover(translate("Kết thúc"), icon=":material/stop_circle:", width="content"):
                        _draw_end(acts, each)


def _about(each: Requirement) -> str:
    kind = translate("Bắt buộc") if each.mandatory else translate("Tự nguyện")
    later = each.begins_on > office_day(now())
    begins = translate("bắt đầu {day}").format(day=day(each.begins_on))
    state = markup.state(begins, "event", "quiet") if later else ""
    made = translate("lập bởi {name}").format(name=each.made_by)
    above = "" if each.yours else translate("đơn vị cấp trên giao")
    return (
        f"<p class='vt-value'><b>{markup.safe(each.title)}</b> {state}</p>"
        f"{markup.meta(kind, _who(each), _due(each), _again(each))}{markup.meta(each.unit_name, made, above)}"
    )


def _who(each: Requirement) -> str:
    if each.by_name:
        return translate("theo danh sách")
    parts = [", ".join(translate(ROLES[Role(role)]) for role in each.roles) or translate("mọi người")]
    if each.new_within_days is not None:
        parts.append(translate("tài khoản lập trong {count} ngày").format(count=each.new_within_days))
    return ", ".join(parts)


def _due(each: Requirement) -> str:
    if each.due_on is not None:
        return translate("hạn {day}").format(day=day(each.due_on))
    if each.due_days is not None:
        return translate("hạn {count} ngày sau khi được giao").format(count=each.due_days)
    return translate("không có hạn")


def _again(each: Requirement) -> str:
    if each.repeat_months is None:
        return ""
    return translate("học lại sau mỗi {count} tháng").format(count=each.repeat_months)


def _draw_list(acts: Organising, each: Requirement) -> None:
    file = st.file_uploader(translate("Danh sách (CSV)"), type=["csv", "txt"], key=f"list-{each.id}")
    if file is not None and st.button(translate("Ghi danh"), type="primary", key=f"name-{each.id}"):
        try:
            outcome = acts.name(each.id, file.getvalue())
        except VanthuError as error:
            say(error)
            return
        told = translate("Đã ghi danh thêm {count} người.").format(count=outcome.added)
        st.html(f"<p class='vt-value'>{markup.state(told, 'check_circle', 'good')}</p>")
        draw_outcome(outcome)


def _draw_end(acts: Organising, each: Requirement) -> None:
    told = "Đợt học không còn trong việc được giao của ai. Kết quả đã có vẫn được giữ."
    st.html(markup.lead(translate(told)))
    if st.button(translate("Kết thúc đợt học"), type="primary", key=f"end-{each.id}"):
        do(lambda: acts.end(each.id), translate("Đã kết thúc đợt học."))
