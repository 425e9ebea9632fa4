"""Whether the trail is whole: how many events, the last seal, the last verification, and verifying now."""

from __future__ import annotations

import streamlit as st

from access.audit_fault import AuditFault
from ui.web import context, markup
from ui.web.screens.audit_choice import told_at
from ui.web.words import day
from vanthu.auditing import Auditing, TrailState
from vanthu.i18n import translate

LOOK_EVERY_S = 2
MOST_FAULTS = 50
FAULTS: dict[str, str] = {
    "edited": "Sự kiện #{where} đã bị sửa.",
    "moved": "Sự kiện #{where} không ở đúng thứ tự.",
    "missing": "Sự kiện #{where} đã bị xoá.",
    "inserted": "Sự kiện #{where} được chèn thêm.",
    "replaced": "Sự kiện #{where} đã bị thay bằng sự kiện khác.",
    "rewritten": "Các sự kiện #{where} không khớp với niêm phong.",
    "seal_missing": "Thiếu niêm phong ngày {where}.",
    "seal_differs": "Niêm phong ngày {where} khác bản đã mang ra ngoài.",
    "seal_forged": "Niêm phong ngày {where} có chữ ký không hợp lệ.",
    "seal_foreign": "Niêm phong ngày {where} được ký bằng khoá khác.",
    "guard_missing": "Chốt bảo vệ “{where}” của cơ sở dữ liệu đã bị gỡ hoặc bị sửa.",
    "guard_foreign": "Cơ sở dữ liệu có thêm tác động lạ “{where}” trên nhật ký.",
}


def draw(auditing: Auditing) -> None:
    if auditing.state().check.running:
        _watch()
    else:
        _draw(auditing, auditing.state())


@st.fragment(run_every=LOOK_EVERY_S)
def _watch() -> None:
    """Looks again until the verification has ended."""
    auditing = Auditing(context.services(), context.principal())
    state = auditing.state()
    _draw(auditing, state)
    if not state.check.running:
        st.rerun()


def _draw(auditing: Auditing, state: TrailState) -> None:
    with st.container(horizontal=True, key="metrics"):
        st.metric(translate("Sự kiện"), f"{state.events:,}".replace(",", "."), border=True)
        st.metric(
            translate("Niêm phong gần nhất"),
            day(state.last_sealed_day) if state.last_sealed_day else "–",
            border=True,
        )
        st.metric(translate("Kiểm tra gần nhất"), _when(state), border=True)
    st.html(f"<p class='vt-value' role='status'>{_verdict(state)}</p>")
    if st.button(
        translate("Kiểm tra toàn bộ nhật ký"),
        icon=":material/verified:",
        type="primary",
        key="audit-verify",
        disabled=state.check.running,
    ):
        auditing.verify()
        st.rerun()
    if state.check.faults:
        _draw_faults(state.check.faults)
    st.html(f"<h2 class='vt-h'>{markup.safe(translate('Khoá công khai của niêm phong'))}</h2>")
    st.html(
        markup.lead(
            translate(
                "Ghi lại khoá này và giữ các điểm niêm phong ở ngoài máy chủ: nhờ đó mới thấy được "
                "nếu cả nhật ký lẫn niêm phong trên máy chủ bị viết lại."
            )
        )
    )
    st.code(state.public_key, language=None, wrap_lines=True)


def _when(state: TrailState) -> str:
    return told_at(state.last_verified_at) if state.last_verified_at else "–"


def _verdict(state: TrailState) -> str:
    if state.check.running:
        return markup.state(translate("Đang kiểm tra toàn bộ nhật ký"), "hourglass_empty")
    if state.last_faults is None:
        return markup.state(translate("Nhật ký chưa được kiểm tra lần nào"), "help", "warn")
    if state.last_faults:
        words = translate("Lần kiểm tra gần nhất phát hiện {count} sai lệch").format(count=state.last_faults)
        return markup.state(words, "error", "stop")
    return markup.state(translate("Lần kiểm tra gần nhất không phát hiện sai lệch"), "check_circle", "good")


def _draw_faults(faults: tuple[AuditFault, ...]) -> None:
    lines = [translate(FAULTS[fault.kind]).format(where=str(fault)) for fault in faults[:MOST_FAULTS]]
    st.html(f"<ul class='vt-points'>{''.join(f'<li>{markup.safe(line)}</li>' for line in lines)}</ul>")
    if len(faults) > MOST_FAULTS:
        st.html(markup.meta(translate("và {count} sai lệch khác").format(count=len(faults) - MOST_FAULTS)))
