"""Events, newest first: who, for which unit, what, about which document, how it ended. Never a title."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from access.audit_actions import CHANNEL_WORDS, RESULT_WORDS, WORDS, AuditAction, Channel, Result
from access.audit_read import MOST_COUNTED, EventPage, EventView
from ui.web import markup
from ui.web.screens.audit_choice import Choice, way_to
from ui.web.screens.audit_detail import told
from ui.web.screens.audit_fields import draw_fields
from ui.web.words import day
from vanthu.auditing import Auditing
from vanthu.db import OFFICE_TIME
from vanthu.i18n import translate

PAGE_SIZE = 50
SHOWN = "audit-shown"
"""What was shown last: a press elsewhere on the page is no further look into the trail."""
KINDS = {Result.DENIED: ("block", "stop"), Result.REFUSED: ("do_not_disturb_on", "warn")}


def draw(auditing: Auditing) -> None:
    choice = draw_fields(auditing)
    before = choice.before[-1] if choice.before else None
    again = st.session_state.get(SHOWN) == choice
    found = auditing.page(choice.filter, before=before, limit=PAGE_SIZE, again=again)
    st.session_state[SHOWN] = choice
    _draw_head(found, choice)
    if not found.events:
        words = translate("Nới khoảng thời gian hoặc bớt điều kiện lọc.")
        st.html(markup.empty(translate("Không có sự kiện phù hợp"), words))
        return
    st.html(_table(found))
    _draw_paging(found, choice)


def _draw_head(found: EventPage, choice: Choice) -> None:
    words = translate("{count} sự kiện") if found.total < MOST_COUNTED else translate("Hơn {count} sự kiện")
    count = f"{found.total:,}".replace(",", ".")
    links = "".join(_export(choice, form, label) for form, label in (("csv", "CSV"), ("jsonl", "JSON Lines")))
    with st.container(horizontal=True, vertical_alignment="center", key="audit-head"):
        st.html(f"<p class='vt-meta' role='status'>{words.format(count=count)}</p>", width="stretch")
        st.html(f"<div class='vt-buttons'>{links}</div>", width="content")


def _export(choice: Choice, form: str, label: str) -> str:
    address = f"/api/audit/export?{urlencode([*choice.query(), ('format', form)])}"
    words = markup.safe(translate("Xuất {form}").format(form=label))
    return (
        f"<a class='vt-button' href='{markup.safe(address)}' download>"
        f"<span class='vt-icon' aria-hidden='true'>download</span> {words}</a>"
    )


def _table(found: EventPage) -> str:
    names = ("Thời điểm", "Người thực hiện", "Việc", "Văn bản", "Kết quả")
    head = "".join(f"<th scope='col'>{markup.safe(translate(name))}</th>" for name in names)
    rows = "".join(_row(event) for event in found.events)
    return f"<table class='vt-trail'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(event: EventView) -> str:
    at = event.at.astimezone(OFFICE_TIME)
    when = f"{markup.safe(f'{at:%H:%M:%S}')} <span class='vt-meta'>{markup.safe(day(at.date()))}</span>"
    return (
        f"<tr><td><span class='vt-nowrap'>{when}</span><span class='vt-meta'>#{event.sequence}</span></td>"
        f"<td>{_who(event)}</td>"
        f"<td>{markup.safe(_action(event.action))}{_detail(event)}</td>"
        f"<td class='vt-about'>{_document(event.document_id)}</td>"
        f"<td>{_result(event)}</td></tr>"
    )


def _who(event: EventView) -> str:
    if event.account_id is None:
        return markup.safe(translate("Hệ thống hoặc người chưa đăng nhập"))
    name = event.display_name or translate("Tài khoản {id}").format(id=event.account_id)
    way = translate("Các sự kiện của tài khoản này")
    facts = " · ".join(markup.safe(fact) for fact in (event.username, event.unit_name) if fact)
    address = markup.safe(way_to(account=event.account_id))
    return (
        f"<a href='{address}' target='_self' title='{markup.safe(way)}'>{markup.safe(name)}</a>"
        f"<span class='vt-meta'>{facts}</span>"
    )


def _action(code: str) -> str:
    return translate(WORDS[AuditAction(code)]) if code in set(AuditAction) else code


def _detail(event: EventView) -> str:
    way = translate(CHANNEL_WORDS[Channel(event.channel)]) if event.channel in set(Channel) else ""
    facts = " · ".join(markup.safe(fact) for fact in (*told(event.detail), way) if fact)
    return f"<span class='vt-meta'>{facts}</span>"


def _document(document_id: int | None) -> str:
    if document_id is None:
        return ""
    way = translate("Các sự kiện về văn bản này")
    address = markup.safe(way_to(document=document_id))
    return f"<a href='{address}' target='_self' title='{markup.safe(way)}'>{document_id}</a>"


def _result(event: EventView) -> str:
    if event.result not in set(Result) or event.result == Result.DONE:
        return f"<span class='vt-meta'>{markup.safe(translate(RESULT_WORDS[Result.DONE]))}</span>"
    result = Result(event.result)
    return markup.state(translate(RESULT_WORDS[result]), *KINDS.get(result, ("error", "warn")))


def _draw_paging(found: EventPage, choice: Choice) -> None:
    if not choice.before and not found.older:
        return
    with st.container(horizontal=True, horizontal_alignment="center"):
        if st.button(
            translate("Mới hơn"),
            icon=":material/chevron_left:",
            key="audit-newer",
            disabled=not choice.before,
        ):
            replace(choice, before=choice.before[:-1]).keep()
            st.rerun()
        if st.button(
            translate("Cũ hơn"),
            icon=":material/chevron_right:",
            icon_position="right",
            key="audit-older",
            disabled=not found.older,
        ):
            replace(choice, before=(*choice.before, found.events[-1].sequence)).keep()
            st.rerun()
