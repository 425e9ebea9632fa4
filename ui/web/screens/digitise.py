"""Số hoá: hand in files, watch them become documents, see what needs a look."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from records.types import DocumentFilter
from ui.web import context, links, markup
from ui.web.screens import declaration, jobs
from ui.web.words import day, document_type, headed
from vanthu.i18n import translate

REVIEW_SHOWN = 20


def show() -> None:
    context.principal().require(Action.DIGITISE)
    with st.container(key="sheet"):
        _draw()


def _draw() -> None:
    st.title(translate("Số hoá"), anchor=False)
    declaration.draw()
    st.subheader(translate("Tệp đã tải lên"), anchor=False)
    jobs.draw_live()
    st.subheader(translate("Văn bản cần kiểm tra"), anchor=False)
    _draw_review()


def _draw_review() -> None:
    """Documents with a doubtful field, oldest work first."""
    waiting = context.acts().documents(
        DocumentFilter(needs_review=True), sort="created_at", limit=REVIEW_SHOWN
    )
    if not waiting.items:
        st.html(markup.lead(translate("Không có văn bản nào chờ kiểm tra.")))
        return
    told = translate("{count} văn bản có thông tin nhận dạng chưa chắc chắn, cần đối chiếu với ảnh.")
    st.html(f"<p class='vt-lead'>{told.format(count=waiting.total)}</p>")
    with st.container(key="rows", gap=None):
        for summary in waiting.items:
            with st.container(key=f"review-{summary.id}", gap=None):
                links.document_link(summary.id, headed(summary.title))
                facts = [
                    document_type(summary.document_type),
                    summary.reference_number or translate("Chưa rõ số, ký hiệu"),
                    day(summary.issue_date),
                ]
                st.html(f"<p class='vt-meta'>{' · '.join(markup.safe(fact) for fact in facts)}</p>")
