"""What the rules point out, each with its reason and the way to its events; and the rules themselves."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from access.audit_patterns import RULES, Finding, Rule
from access.audit_read import span
from ui.web import markup
from ui.web.screens.audit_choice import told_at, way_to_finding
from vanthu.auditing import Auditing
from vanthu.db import now, office_day
from vanthu.i18n import translate

PERIODS = {7: "7 ngày qua", 30: "30 ngày qua", 90: "90 ngày qua"}
FOUND = "audit-found"
MOST_SHOWN = 100
TITLES: dict[str, str] = {
    "mass_reading": "Mở nhiều văn bản",
    "mass_taking": "Tải, xuất hoặc in nhiều văn bản",
    "off_hours": "Ngoài giờ làm việc",
    "denials": "Bị từ chối nhiều lần",
    "failed_entry": "Đăng nhập sai nhiều lần",
    "self_grant": "Tự cấp quyền xem",
    "new_key": "Khoá truy cập mới dùng nhiều",
    "edge_drop": "Chặn ở lần kiểm tra cuối",
}


def draw(auditing: Auditing) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="audit-period"):
        days = st.selectbox(
            translate("Khoảng thời gian"),
            list(PERIODS),
            format_func=lambda each: translate(PERIODS[each]),
            key="audit-days",
            width=240,
        )
        if st.button(translate("Xem lại"), icon=":material/refresh:", key="audit-look-again"):
            st.session_state.pop(FOUND, None)
    found = _look(auditing, days)
    lead = translate("Đây là những chỗ nên xem, không phải kết luận vi phạm.")
    st.html(markup.lead(lead))
    if not found:
        words = translate("Không có gì vượt các ngưỡng dưới đây trong khoảng thời gian này.")
        st.html(markup.empty(translate("Không thấy dấu hiệu bất thường"), words))
    with st.container(key="rows", gap=None):
        for finding in found[:MOST_SHOWN]:
            with st.container(gap=None):
                st.html(_finding(finding, auditing))
    if len(found) > MOST_SHOWN:
        words = translate("Còn {count} dấu hiệu khác; chọn khoảng thời gian ngắn hơn để xem.")
        st.html(markup.meta(words.format(count=len(found) - MOST_SHOWN)))
    with st.expander(translate("Các ngưỡng"), icon=":material/rule:"):
        st.html(_rules())


def _look(auditing: Auditing, days: int) -> list[Finding]:
    kept = st.session_state.get(FOUND)
    if kept and kept[0] == days:
        return list(kept[1])
    today = office_day(now())
    begin, end = span(today - timedelta(days=days - 1), today)
    with st.spinner(translate("Đang xem nhật ký")):
        found = auditing.patterns(begin, end) if begin and end else []
    st.session_state[FOUND] = (days, found)
    return found


def _finding(finding: Finding, auditing: Auditing) -> str:
    rule = finding.rule
    sentence = translate(rule.words).format(count=finding.count, habit=finding.habit)
    named = auditing.account(finding.account_id) if finding.account_id else None
    who = f"{named.name} ({named.code})" if named else ""
    if finding.address:
        who = translate("Nơi đăng nhập {address}").format(address=finding.address)
    facts = markup.meta(who, told_at(finding.since))
    way = (
        f"<a href='{markup.safe(way_to_finding(finding))}' target='_self'>{translate('Xem các sự kiện')}</a>"
    )
    return (
        f"<p class='vt-value'><b>{markup.safe(translate(TITLES[rule.code]))}</b></p>"
        f"<p class='vt-value'>{markup.safe(sentence)}</p>{facts}<p class='vt-meta'>{way}</p>"
    )


def _rules() -> str:
    rows = "".join(
        f"<div><dt>{markup.safe(translate(TITLES[r.code]))}</dt><dd>{_threshold(r)}</dd></div>"
        for r in RULES.values()
    )
    return f"<dl class='vt-facts'>{rows}</dl>"


def _threshold(rule: Rule) -> str:
    words = translate("từ {count}").format(count=rule.at_least)
    if rule.times_habit:
        times = translate("và từ {times} lần thói quen 30 ngày trước của chính tài khoản")
        words = f"{words} {times.format(times=rule.times_habit)}"
    return markup.safe(words)
