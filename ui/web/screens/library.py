"""Kho văn bản: the list of documents, narrowed, sorted and paged."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from records.types import DocumentPage, DocumentSummary
from ui.web import context, links, markup
from ui.web.navigation_paths import DIGITISE
from ui.web.screens.keep_words import class_state
from ui.web.screens.library_filters import PAGE_SIZE, Choice, draw_filters
from ui.web.words import STATUSES, day, document_type, headed
from vanthu.i18n import translate


def show() -> None:
    with st.container(key="sheet"):
        _draw()


def _draw() -> None:
    st.title(translate("Kho văn bản"), anchor=False)
    acts = context.acts()
    if not acts.sees_any():
        _draw_empty()
        return
    choice = draw_filters(acts)
    found = acts.documents(choice.filter, sort=choice.sort, offset=choice.offset, limit=PAGE_SIZE)
    _draw_count(found, choice)
    with st.container(key="rows", gap=None):
        for summary in found.items:
            _draw_row(summary)
    if not found.items:
        st.html(
            markup.empty(
                translate("Không có văn bản phù hợp"),
                translate("Bớt điều kiện lọc, hoặc tìm bằng số, ký hiệu."),
            )
        )
    _draw_paging(found, choice)


def _draw_empty() -> None:
    st.html(
        markup.empty(
            translate("Kho chưa có văn bản"),
            translate("Văn bản đã số hoá của đơn vị bạn và đơn vị cấp trên sẽ hiện ở đây."),
        )
    )
    if context.principal().may(Action.DIGITISE):
        links.entry_link(DIGITISE, translate("Số hoá văn bản đầu tiên"), icon="document_scanner")


def _draw_count(found: DocumentPage, choice: Choice) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="count"):
        st.html(
            f"<p class='vt-meta' role='status'>{translate('{count} văn bản').format(count=found.total)}</p>",
            width="content",
        )
        if choice.narrowed and st.button(
            translate("Bỏ lọc"), icon=":material/filter_alt_off:", type="tertiary", key="clear-filters"
        ):
            choice.clear()


def _draw_row(summary: DocumentSummary) -> None:
    with st.container(key=f"row-{summary.id}", gap=None):
        links.document_link(summary.id, headed(summary.title))
        parts = [
            document_type(summary.document_type),
            summary.reference_number or translate("Chưa rõ số, ký hiệu"),
            summary.issuing_body or translate("Chưa rõ cơ quan ban hành"),
            day(summary.issue_date),
            translate("{count} trang").format(count=summary.page_count),
        ]
        st.html(f"<p class='vt-meta'>{' · '.join(markup.safe(part) for part in parts)}</p>{_state(summary)}")


def _state(summary: DocumentSummary) -> str:
    level = class_state(summary.data_class) if summary.data_class.needs_grant else ""
    if summary.status != "ready":
        icon = "hourglass_empty" if summary.status == "processing" else "error"
        state = markup.state(translate(STATUSES[summary.status]), icon, "stop" if icon == "error" else "")
    else:
        state = markup.state(translate("Cần kiểm tra"), "help", "warn") if summary.needs_review else ""
    return f"<p class='vt-states'>{level}{state}</p>" if level else state


def _draw_paging(found: DocumentPage, choice: Choice) -> None:
    if found.total <= PAGE_SIZE:
        return
    last = (found.total - 1) // PAGE_SIZE + 1
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        if st.button(
            translate("Trước"), icon=":material/chevron_left:", key="page-back", disabled=choice.page <= 1
        ):
            choice.turn(choice.page - 1)
        where = translate("Trang {page}/{count}").format(page=choice.page, count=last)
        st.html(markup.meta(where), width="content")
        if st.button(
            translate("Sau"),
            icon=":material/chevron_right:",
            icon_position="right",
            key="page-on",
            disabled=choice.page >= last,
        ):
            choice.turn(choice.page + 1)
