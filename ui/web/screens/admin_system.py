"""How the system is doing: documents, passages, jobs, space."""

from __future__ import annotations

import shutil
from collections import Counter

import streamlit as st

from ui.web import context, markup
from ui.web.words import size
from vanthu.i18n import translate

DAYS_OF_USAGE = 7
USAGE: dict[str, str] = {
    "sign_in": "Lượt đăng nhập",
    "ask": "Câu hỏi",
    "ask_unanswered": "Câu hỏi kho chưa trả lời được",
    "search": "Lượt tìm kiếm",
    "view": "Lượt mở văn bản",
    "download": "Lượt tải tệp",
    "export": "Lượt xuất",
    "print": "Lượt in",
    "upload": "Tệp nộp vào",
    "correct": "Lượt sửa thông tin",
}


def draw() -> None:
    health = context.services().health()
    with st.container(horizontal=True, key="metrics"):
        st.metric(translate("Văn bản"), health.documents, border=True)
        st.metric(translate("Đoạn đã lập chỉ mục"), health.passages, border=True)
        st.metric(translate("Tệp đang xử lý"), health.jobs_running, border=True)
        st.metric(translate("Tệp không xử lý được"), health.jobs_failed, border=True)
    lines = []
    if health.documents_stale:
        words = translate("{count} văn bản chờ cập nhật chỉ mục").format(count=health.documents_stale)
        lines.append(markup.state(words, "hourglass_empty", "warn"))
    else:
        lines.append(markup.state(translate("Chỉ mục khớp với kho văn bản"), "check_circle", "good"))
    free = shutil.disk_usage(context.services().settings.data).free
    enough = free > 4 * context.services().settings.min_free_bytes
    words = translate("Còn trống {size} trên ổ đĩa dữ liệu").format(size=size(free))
    lines.append(markup.state(words, "hard_drive" if enough else "warning", "" if enough else "stop"))
    st.html("".join(f"<p class='vt-value'>{line}</p>" for line in lines))
    _draw_usage()
    if st.button(translate("Làm mới"), icon=":material/refresh:", key="look-again"):
        st.rerun()


def _draw_usage() -> None:
    """How often, never who or about what."""
    days = context.services().usage.days(DAYS_OF_USAGE)
    st.html(f"<h2 class='vt-h'>{markup.safe(translate('Mức sử dụng 7 ngày qua'))}</h2>")
    if not days:
        st.html(markup.meta(translate("Chưa có lượt sử dụng nào.")))
        return
    counted: Counter[str] = Counter()
    for row in days:
        counted[row.act] += row.count
    rows = "".join(
        f"<div><dt>{markup.safe(translate(words))}</dt><dd>{counted[act]}</dd></div>"
        for act, words in USAGE.items()
    )
    st.html(f"<dl class='vt-facts'>{rows}</dl>")
