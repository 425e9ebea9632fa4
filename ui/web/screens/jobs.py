"""The live list of uploads: state in words, pages done, time left, reason and remedy, retry."""

from __future__ import annotations

import math

import streamlit as st

from ingest.types import JobState, JobView
from ui.web import context, links, markup
from ui.web.boundary import do, guarded
from ui.web.screens import batches
from ui.web.words import JOB_STATES, moment
from vanthu.i18n import translate

KNOWN, SHOWN = 300, 50
"""Latest uploads that are counted, and how many of them are drawn."""
EVERY_S = 2.0
"""How often the list looks again while something is being worked on."""
LOCKED = ("pdf_encrypted", "pdf_password_wrong")
"""Error codes that a password mends."""
HOPELESS = (
    *("empty_file", "unsupported_type", "old_word_file", "upload_too_large", "upload_interrupted"),
    *("pdf_damaged", "image_damaged", "docx_damaged", "unpacks_too_large", "text_encoding"),
    *("too_many_pages", "image_too_large", "file_in_file", "disk_full"),
)
"""Error codes of a file that was not kept or that no second try can read: only another upload helps."""
UNREAD = {JobState.FAILED, JobState.REFUSED}
KINDS = {
    JobState.DONE: "good",
    JobState.QUARANTINED: "warn",
    JobState.FAILED: "stop",
    JobState.REFUSED: "stop",
}


def draw_live() -> None:
    """The list; it draws itself again as long as a job runs, and the whole page once the last has ended."""
    working = any(job.state.worked_on for job in _jobs())
    st.session_state["jobs-working"] = working
    st.fragment(_draw, run_every=EVERY_S if working else None)()


def _jobs() -> list[JobView]:
    """What is worked on first, what waits in the order of its turn, then what has ended, latest first."""
    found = context.acts().jobs(limit=KNOWN)
    waiting = [job for job in found if job.state is JobState.QUEUED]
    working = [job for job in found if job.state.worked_on and job.state is not JobState.QUEUED]
    return [*working, *reversed(waiting), *(job for job in found if not job.state.worked_on)]


def _draw() -> None:
    context.choose_language()
    guarded(_draw_list)()


def _draw_list() -> None:
    found = _jobs()
    if st.session_state["jobs-working"] and not any(job.state.worked_on for job in found):
        st.rerun()
    batches.draw()
    if not found:
        st.html(
            markup.empty(
                translate("Chưa có tệp nào"),
                translate(
                    "Đưa bản quét đầu tiên vào khung phía trên. "
                    "Bạn có thể rời trang này, việc xử lý vẫn tiếp tục."
                ),
            )
        )
        return
    running = sum(job.state.worked_on for job in found)
    if running:
        words = translate("{count} tệp đang xử lý. Bạn có thể rời trang này, việc xử lý vẫn tiếp tục.")
        st.html(f"<p class='vt-lead' role='status'>{words.format(count=running)}</p>")
    unread = [job for job in found if job.state in UNREAD]
    if 0 < len(unread) < len(found):
        words = translate("Chỉ hiện tệp không vào được kho ({count})").format(count=len(unread))
        if st.toggle(words, key="jobs-unread"):
            # What is tried again stays in sight.
            found = [job for job in found if job in unread or job.state.worked_on]
    with st.container(key="jobs", gap=None):
        for job in found[:SHOWN]:
            _draw_job(job)
    if len(found) > SHOWN:
        st.html(markup.meta(translate("Chỉ hiện {count} tệp mới nhất.").format(count=SHOWN)))


def _draw_job(job: JobView) -> None:
    with st.container(key=f"job-{job.id}", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(_head(job), width="stretch")
            if job.document_id is not None and job.state in {JobState.DONE, JobState.DUPLICATE}:
                links.document_link(job.document_id, translate("Mở văn bản"), icon="description")
            if job.state is JobState.FAILED and job.code not in {*LOCKED, *HOPELESS}:
                _draw_retry(job)
        share = _share(job)
        if share is not None:
            st.progress(share)
        if job.message:
            st.html(f"<p class='vt-meta'>{markup.safe(job.message)} {markup.safe(job.remedy)}</p>")
        if job.code in LOCKED:
            _draw_unlock(job)


def _head(job: JobView) -> str:
    words, icon = JOB_STATES[job.state]
    text = translate(words)
    if job.state is JobState.RECOGNISING and job.page_count:
        page = translate("trang {page}/{count}").format(page=job.page, count=job.page_count)
        text = f"{text}, {page}"
    if not job.state.finished and job.seconds_left:
        text += f", {_left(job.seconds_left)}"
    failed = ""
    if job.failed_pages and job.state is JobState.DONE:
        failed = markup.state(
            translate("{count} trang không nhận dạng được").format(count=job.failed_pages), "error", "warn"
        )
    return (
        f"<p class='vt-value'>{markup.safe(job.filename or translate('Tên tệp không được lưu'))}</p>"
        f"<p class='vt-meta'>{markup.state(text, icon, KINDS.get(job.state, ''))}{failed}"
        f" <span>{moment(job.created_at)}</span></p>"
    )


def _left(seconds: float) -> str:
    if seconds < 60:
        return translate("còn chưa đến 1 phút")
    return translate("còn khoảng {count} phút").format(count=math.ceil(seconds / 60))


def _share(job: JobView) -> float | None:
    """How far the recognition is; None where there is nothing to measure."""
    if job.state is JobState.RECOGNISING and job.page_count:
        return min(1.0, job.page / job.page_count)
    return None


def _draw_retry(job: JobView) -> None:
    if st.button(translate("Thử lại"), icon=":material/refresh:", key=f"retry-{job.id}"):
        _retry(job.id)


def _draw_unlock(job: JobView) -> None:
    """An encrypted PDF goes on once its password is given; the file need not be sent again."""
    with (
        st.form(key=f"unlock-{job.id}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        password = st.text_input(
            translate("Mật khẩu mở tệp"),
            type="password",
            autocomplete="off",
            key=f"password-{job.id}",
            width=260,
        )
        given = st.form_submit_button(translate("Mở và xử lý"), icon=":material/lock_open:")
    if given and password:
        _retry(job.id, password)


def _retry(job_id: int, password: str | None = None) -> None:
    do(lambda: context.acts().retry(job_id, password=password))
