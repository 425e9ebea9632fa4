"""Gỡ bỏ: removing for good a document of the unit that turned out to be a state secret."""

from __future__ import annotations

import streamlit as st

from access.installation import INDEPENDENT_LAN
from records.register import RegisterEntry
from records.removal import Why
from records.types import SecrecyLevel
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens import keep_choice
from vanthu.errors import VanthuError
from vanthu.i18n import translate

LEVELS: dict[SecrecyLevel, str] = {
    SecrecyLevel.CONFIDENTIAL: "Mật",
    SecrecyLevel.SECRET: "Tối mật",
    SecrecyLevel.TOP_SECRET: "Tuyệt mật",
}
REASONS: dict[Why, str] = {
    Why.MARKED: "Văn bản có dấu chỉ độ mật mà lúc nhập chưa phát hiện",
    Why.CLASSIFIED: "Văn bản được xác định hoặc điều chỉnh độ mật sau khi nhập",
    Why.ORDERED: "Theo yêu cầu của cơ quan có thẩm quyền",
}
_GONE = "purge-done"


def draw() -> None:
    st.html(
        markup.lead(
            translate(
                "Văn bản đã nhập mà hoá ra là bí mật nhà nước phải được gỡ khỏi hệ thống: không để lại tệp, "
                "chữ nhận dạng, ảnh trang hay chỉ mục nào."
            )
        )
    )
    _tell_done()
    entry = keep_choice.entry_at_work("purge")
    if entry is None:
        return
    _draw_chosen(entry)


def _draw_chosen(entry: RegisterEntry) -> None:
    keep_choice.draw_chosen("purge", entry)
    st.html(
        "<ul class='vt-points'>"
        + "".join(f"<li>{markup.safe(words)}</li>" for words in _consequences())
        + "</ul>"
    )
    with st.form(key=f"purge-{entry.document_id}", border=False):
        level = st.radio(
            translate("Độ mật của văn bản"),
            list(LEVELS),
            index=None,
            format_func=lambda one: translate(LEVELS[one]),
            horizontal=True,
            key=f"purge-level-{entry.document_id}",
        )
        why = st.radio(
            translate("Lý do"),
            list(REASONS),
            format_func=lambda one: translate(REASONS[one]),
            key=f"purge-why-{entry.document_id}",
        )
        words = translate("Ghi lại mã số văn bản ({id}) để xác nhận").format(id=entry.document_id)
        confirmed = st.text_input(words, max_chars=20, key=f"purge-confirm-{entry.document_id}")
        if st.form_submit_button(translate("Gỡ bỏ tài liệu mật"), icon=":material/delete_forever:"):
            _purge(entry.document_id, level or SecrecyLevel.NONE, why, confirmed)


def _consequences() -> list[str]:
    told = [
        translate("Không ai tìm, đọc hay tải được văn bản nữa. Mọi quyền xem văn bản bị xoá."),
        translate("Tệp gốc, ảnh trang, chữ nhận dạng, thông tin và chỉ mục bị xoá hẳn, không hoàn tác được."),
        translate(
            "Nhật ký giữ lại: ai gỡ bỏ, lúc nào, độ mật, lý do; không giữ tên, trích yếu hay số của văn bản."
        ),
        translate(
            "Bản sao lưu làm trước đó và các bản đã tải về, in ra vẫn còn: báo quản trị viên và người phụ "
            "trách bảo vệ bí mật nhà nước để xử lý. Trong lúc xoá, hệ thống có thể trả lời chậm."
        ),
    ]
    if context.services().installation.mode() == INDEPENDENT_LAN:
        told.append(
            translate(
                "Văn bản mật, tối mật được giữ trên mạng LAN độc lập này: sau khi gỡ bỏ, tải lên lại và khai "
                "đúng độ mật. Văn bản tuyệt mật không được giữ."
            )
        )
    return told


def _purge(document_id: int, level: SecrecyLevel, why: Why, confirmed: str) -> None:
    try:
        with st.spinner(translate("Đang gỡ bỏ")):
            same = context.acts().keeping.purge(document_id, level, why, confirmed)
    except VanthuError as error:
        say(error)
        return
    keep_choice.choose(None)
    st.session_state[_GONE] = same
    st.rerun()


def _tell_done() -> None:
    same: list[int] | None = st.session_state.pop(_GONE, None)
    if same is None:
        return
    st.success(translate("Đã gỡ bỏ văn bản. Không còn nội dung nào của văn bản trong hệ thống."))
    if same:
        words = translate("Đơn vị còn văn bản có cùng tệp gốc: mã số {others}. Xem xét gỡ bỏ tiếp.")
        st.warning(words.format(others=", ".join(map(str, same))))
