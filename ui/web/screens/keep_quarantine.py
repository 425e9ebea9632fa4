"""Cách ly: uploads that may be secret, the place of each doubt, and the custodian's decision."""

from __future__ import annotations

import streamlit as st

from ingest.errors import DecisionByAnother
from ingest.findings import Finding, Kind
from ingest.quarantine import Waiting
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens.declaration import LEVELS
from ui.web.words import moment
from vanthu.i18n import translate

KINDS: dict[Kind, str] = {
    Kind.STAMP: "Hình giống dấu chỉ độ mật",
    Kind.TEXT: "Chữ giống dấu chỉ độ mật",
    Kind.NAME: "Tên tệp nhắc đến độ mật",
    Kind.BENEATH: "Phần ẩn của tệp nhắc đến độ mật",
    Kind.PART_UNSEEN: "Phần không xem xét được",
    Kind.PAGE_UNREAD: "Trang không đọc được chữ",
}


def draw() -> None:
    st.html(
        markup.lead(
            translate(
                "Tệp được khai báo không mật nhưng có dấu hiệu có độ mật chờ ở đây, nội dung được mã hoá. "
                "Quá thời hạn mà chưa có người xem xét thì tệp bị huỷ."
            )
        )
    )
    waiting = context.acts().quarantine.list()
    if not waiting:
        st.html(markup.meta(translate("Không có tệp nào chờ xem xét.")))
        return
    for upload in waiting:
        with st.container(key=f"quarantine-{upload.job_id}", border=True):
            _draw_upload(upload)


def _draw_upload(upload: Waiting) -> None:
    who = translate("{name} tải lên lúc {at}").format(name=upload.uploader, at=moment(upload.uploaded_at))
    until = translate("Xem xét trước {until}").format(until=moment(upload.expires_at))
    st.html(
        f"<p class='vt-value'>{markup.safe(who)}</p>"
        f"<p class='vt-meta'>{markup.safe(upload.unit_name)} · "
        f"{markup.state(until, 'hourglass_bottom', 'warn')}</p>"
    )
    if upload.filename:
        named = translate("Tên tệp: {name}").format(name=upload.filename)
        st.html(f"<p class='vt-meta'>{markup.safe(named)}</p>")
    if upload.own:
        st.html(markup.meta(DecisionByAnother().say()))
        return
    for number, doubt in enumerate(upload.doubts):
        _draw_doubt(upload.job_id, number, doubt)
    _draw_decision(upload.job_id)


def _draw_doubt(job_id: int, number: int, doubt: Finding) -> None:
    words = translate(KINDS[doubt.kind])
    if doubt.page:
        words += ", " + translate("trang {page}").format(page=doubt.page)
    if doubt.level:
        words += ": " + translate(LEVELS[doubt.level])
    shown = f"quarantine-shown-{job_id}-{number}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p class='vt-meta'>{markup.safe(words)}</p>", width="stretch")
        if st.button(
            translate("Xem chỗ nghi vấn"), icon=":material/visibility:", key=f"look-{job_id}-{number}"
        ):
            st.session_state[shown] = not st.session_state.get(shown, False)
    if st.session_state.get(shown):
        _draw_picture(job_id, number)


def _draw_picture(job_id: int, number: int) -> None:
    """Fetched by the browser, which may not store it: Streamlit would keep what passes through it."""
    label = translate("Chỗ nghi vấn trên trang (không có ảnh nếu trang không mở được)")
    source = f"/api/quarantine/{job_id}/doubts/{number}"
    st.html(f"<img class='vt-crop' alt='{markup.safe(label)}' src='{source}'>")


def _draw_decision(job_id: int) -> None:
    with st.container(horizontal=True, gap="small"):
        if st.button(
            translate("Không phải bí mật, xử lý tiếp"), icon=":material/check:", key=f"release-{job_id}"
        ):
            _decide(job_id, release=True)
        with st.popover(translate("Là bí mật, huỷ"), icon=":material/delete_forever:"):
            st.html(
                markup.meta(translate("Toàn bộ nội dung của tệp sẽ bị huỷ ngay và không khôi phục được."))
            )
            if st.button(translate("Huỷ ngay"), type="primary", key=f"destroy-{job_id}"):
                _decide(job_id, release=False)


def _decide(job_id: int, *, release: bool) -> None:
    desk = context.acts().quarantine
    do(lambda: (desk.release if release else desk.destroy)(job_id))
