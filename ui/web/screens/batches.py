"""Batches that are not through, or lately were: how far, and holding, going on, letting go, trying again."""

from __future__ import annotations

import streamlit as st

from ingest.batches.service import Batch
from ingest.types import JobState
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.words import JOB_STATES, moment
from vanthu.i18n import translate

SHOWN = 5
CANCELLING = "batch-cancelling"


def draw() -> None:
    """Those with something left to do, else nothing: what is through stands in the library."""
    found = [each for each in context.acts().batching.list() if each.working or each.paused or each.failed]
    for batch in found[:SHOWN]:
        _draw_batch(batch)


def _draw_batch(batch: Batch) -> None:
    with st.container(key=f"batch-{batch.id}", border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(
                f"<p class='vt-value'><b>{markup.safe(batch.name)}</b></p>"
                + markup.meta(moment(batch.created_at), *_states(batch)),
                width="stretch",
            )
            _draw_acts(batch)
        done = batch.jobs - batch.working - batch.paused
        words = translate("{done}/{total} tệp").format(done=done, total=batch.jobs)
        st.progress(done / batch.jobs if batch.jobs else 0.0, text=words)
        if st.session_state.get(CANCELLING) == batch.id:
            _draw_sure(batch)


def _states(batch: Batch) -> list[str]:
    return [
        f"{translate(JOB_STATES[state][0]).lower()}: {batch.states[state]}"
        for state in JobState
        if batch.states.get(state)
    ]


def _draw_acts(batch: Batch) -> None:
    acts = context.acts().batching
    if batch.working and st.button(translate("Tạm dừng"), icon=":material/pause:", key=f"pause-{batch.id}"):
        do(lambda: acts.pause(batch.id))
    if batch.paused and st.button(
        translate("Tiếp tục"), icon=":material/play_arrow:", type="primary", key=f"resume-{batch.id}"
    ):
        do(lambda: acts.resume(batch.id))
    if batch.failed and st.button(
        translate("Thử lại tệp lỗi"), icon=":material/refresh:", key=f"retry-batch-{batch.id}"
    ):
        do(lambda: acts.retry(batch.id))
    if (batch.working or batch.paused) and st.button(
        translate("Huỷ"), icon=":material/close:", type="tertiary", key=f"cancel-{batch.id}"
    ):
        st.session_state[CANCELLING] = batch.id
        st.rerun(scope="fragment")


def _draw_sure(batch: Batch) -> None:
    left = batch.working + batch.paused
    words = translate("Huỷ {count} tệp chưa vào kho? Văn bản đã vào kho vẫn giữ nguyên.").format(count=left)
    st.html(f"<p class='vt-value'>{markup.safe(words)}</p>")
    with st.container(horizontal=True):
        if st.button(translate("Huỷ các tệp này"), type="primary", key=f"cancel-sure-{batch.id}"):
            st.session_state.pop(CANCELLING, None)
            do(lambda: context.acts().batching.cancel(batch.id))
        if st.button(translate("Không huỷ"), key=f"cancel-not-{batch.id}"):
            st.session_state.pop(CANCELLING, None)
            st.rerun(scope="fragment")
