"""Hand in files, see what waits at the desk, watch uploads become documents."""

from __future__ import annotations

import streamlit as st

from records.types import DocumentFilter
from ui.web import context, links, markup
from ui.web.navigation_paths import DIGITISE
from ui.web.screens import declaration, jobs
from ui.web.screens.digitise_parts import DESK, PART
from ui.web.words import day, document_type, headed
from vanthu.i18n import translate

REVIEW_SHOWN = 20


def draw() -> None:
    with st.container(key="sheet"):
        declaration.draw()
        _draw_desk()
        st.subheader(translate("Tệp đã tải lên"), anchor=False)
        jobs.draw_live()
        st.subheader(translate("Văn bản cần kiểm tra"), anchor=False)
        _draw_review()


def _draw_desk() -> None:
    """How much waits at the desk, and the way there."""
    state = context.acts().desk.state()
    with st.container(key="desk-band", horizontal=True, vertical_alignment="center"):
        if state.items:
            words = translate("{items} mục chờ soát trong {documents} văn bản")
            told = words.format(items=state.items, documents=state.documents)
        else:
            told = translate("Bàn soát: không còn mục nào chờ")
        done = translate("Hôm nay bạn đã soát {count} mục.").format(count=state.done_today)
        st.html(
            f"<p class='vt-value'><b>{markup.safe(told)}</b></p>"
            f"<p class='vt-meta'>{markup.safe(done) if state.done_today else ''}</p>",
            width="stretch",
        )
        if state.items:
            with st.container(key="main-link-desk", width="content"):
                label = translate("Soát tiếp") if state.done_today else translate("Bắt đầu soát")
                links.entry_link(DIGITISE, label, icon="fact_check", query={PART: DESK})


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
