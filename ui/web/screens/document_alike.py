"""Documents that may be the same paper, each beside this one."""

from __future__ import annotations

import streamlit as st

from records.likeness.service import Alike
from records.types import DocumentSummary
from ui.web import context, links, markup
from ui.web.components.page_viewer import page_viewer
from ui.web.words import day, headed, percent
from vanthu.i18n import translate

PANE_HEIGHT = "60vh"


def draw(summary: DocumentSummary) -> None:
    """Nothing where there are none."""
    found = context.acts().alike(summary.id)
    if not found:
        return
    st.html(f"<h3 class='vt-h'>{markup.safe(translate('Có thể trùng với'))}</h3>")
    with st.container(key="rows-alike", gap=None):
        for each in found:
            _draw_one(summary, each)


def _draw_one(summary: DocumentSummary, each: Alike) -> None:
    other = each.document
    with st.container(key=f"alike-{other.id}", horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, width="stretch"):
            links.document_link(other.id, headed(other.title))
            st.html(
                markup.meta(
                    other.reference_number or translate("Chưa rõ số, ký hiệu"),
                    day(other.issue_date),
                    translate("cùng số, ngày và cơ quan") if each.same_number else "",
                    _share(each),
                )
            )
        if st.button(translate("So sánh"), icon=":material/compare:", key=f"compare-{other.id}"):
            _compare(summary, other)


def _share(each: Alike) -> str:
    if not each.share:
        return ""
    return translate("giống {share} nội dung").format(share=percent(each.share))


def _compare(one: DocumentSummary, other: DocumentSummary) -> None:
    @st.dialog(translate("So sánh hai văn bản"), width="large")
    def beside() -> None:
        context.choose_language()
        with st.container(key="beside", horizontal=True, gap="medium"):
            for each in (one, other):
                with st.container(key=f"beside-{each.id}"):
                    st.html(
                        f"<p class='vt-value'><b>{markup.safe(headed(each.title))}</b></p>"
                        + markup.meta(each.reference_number or "", day(each.issue_date), each.filename)
                    )
                    page_viewer(
                        each.id,
                        each.page_count,
                        key=f"beside-viewer-{one.id}-{each.id}",
                        title=each.title,
                        height=PANE_HEIGHT,
                    )

    beside()
