"""The conditions that events are narrowed by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import streamlit as st

from access.audit_actions import RESULT_WORDS, WORDS, AuditAction, Result
from access.audit_read import Named
from ui.web import markup
from ui.web.screens.audit_choice import LARGEST, Choice, told_at
from vanthu.auditing import Auditing
from vanthu.i18n import translate

EARLIEST = date(2020, 1, 1)


def draw_fields(auditing: Auditing) -> Choice:
    kept = Choice.kept()
    if kept.moments:
        return _draw_moments(auditing, kept)
    with st.container(key="filters", horizontal=True):
        since, until = _draw_days(kept)
        actions = st.multiselect(
            translate("Việc"),
            list(AuditAction),
            default=list(kept.actions),
            format_func=lambda action: translate(WORDS[action]),
            placeholder=translate("Tất cả"),
            key=f"audit-actions-{kept.round}",
        )
        result = st.selectbox(
            translate("Kết quả"),
            list(Result),
            index=list(Result).index(kept.result) if kept.result else None,
            format_func=lambda each: translate(RESULT_WORDS[each]),
            placeholder=translate("Tất cả"),
            key=f"audit-result-{kept.round}",
        )
    with st.container(key="filters-more", horizontal=True):
        account = _draw_account(auditing, kept)
        unit = _draw_unit(auditing, kept)
        document = st.number_input(
            translate("Mã văn bản"),
            min_value=1,
            max_value=LARGEST,
            value=kept.document,
            step=1,
            placeholder=translate("Tất cả"),
            key=f"audit-document-{kept.round}",
        )
    chosen = replace(
        kept,
        since=since,
        until=until,
        actions=tuple(actions),
        result=result,
        account=account,
        unit=unit,
        document=document,
    )
    if chosen != kept:
        chosen = replace(chosen, before=())
    chosen.keep()
    return chosen


def _draw_days(kept: Choice) -> tuple[date, date]:
    since = st.date_input(
        translate("Từ ngày"),
        kept.since,
        min_value=EARLIEST,
        format="DD/MM/YYYY",
        key=f"audit-from-{kept.round}",
    )
    until = st.date_input(
        translate("Đến hết ngày"),
        kept.until,
        min_value=EARLIEST,
        format="DD/MM/YYYY",
        key=f"audit-to-{kept.round}",
    )
    return since, max(since, until)


def _draw_moments(auditing: Auditing, kept: Choice) -> Choice:
    """The span and the account that a finding names; put away by a press."""
    begin, end = (datetime.fromtimestamp(each, UTC) for each in kept.moments or (0, 0))
    facts = [f"{told_at(begin)} – {told_at(end)}"]
    named = auditing.account(kept.account) if kept.account else None
    if named:
        facts.append(f"{named.name} ({named.code})")
    facts += [translate(WORDS[action]) for action in kept.actions]
    if kept.result:
        facts.append(translate(RESULT_WORDS[kept.result]))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(markup.meta(*facts), width="stretch")
        if st.button(
            translate("Bỏ lọc"), icon=":material/filter_alt_off:", type="tertiary", key="audit-wide"
        ):
            Choice.fresh(kept.round + 1).keep()
            st.rerun()
    return kept


def _draw_account(auditing: Auditing, kept: Choice) -> int | None:
    """A name is looked up and then chosen: there may be many thousand accounts."""
    words = st.text_input(
        translate("Tài khoản"),
        placeholder=translate("Tên đăng nhập hoặc họ tên"),
        value="",
        key=f"audit-words-{kept.round}",
    ).strip()
    known = auditing.account(kept.account) if kept.account else None
    if not words and known is None:
        return None
    found = auditing.find_accounts(words) if words else []
    options = found if words else [known] if known else []
    if not options:
        st.html(markup.meta(translate("Không có tài khoản nào như vậy.")), width="content")
        return kept.account
    chosen: Named | None = st.selectbox(
        translate("Chọn tài khoản"),
        options,
        index=0,
        format_func=lambda each: f"{each.name} ({each.code})" if each else "",
        key=f"audit-account-{kept.round}-{words}",
    )
    return chosen.id if chosen else None


def _draw_unit(auditing: Auditing, kept: Choice) -> int | None:
    units = auditing.units()
    ids = [unit.id for unit in units]
    chosen = st.selectbox(
        translate("Đơn vị"),
        units,
        index=ids.index(kept.unit) if kept.unit in ids else None,
        format_func=lambda unit: f"{unit.name} ({unit.code})",
        placeholder=translate("Tất cả"),
        key=f"audit-unit-{kept.round}",
    )
    return chosen.id if chosen else None
