"""Loại cài đặt: what kind of installation this is, and changing it by two administrators."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from access.installation import INDEPENDENT_LAN, ORDINARY, Change
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.words import moment
from vanthu.errors import VanthuError
from vanthu.i18n import translate

MODES: dict[str, tuple[str, str]] = {
    ORDINARY: ("Cài đặt thông thường", "lan"),
    INDEPENDENT_LAN: ("Mạng LAN độc lập", "shield_lock"),
}
MEANINGS: dict[str, tuple[str, ...]] = {
    ORDINARY: (
        "Không giữ văn bản mật, tối mật, tuyệt mật: tệp mang dấu mật bị từ chối và không để lại gì.",
        "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15 cấm soạn thảo, lưu giữ bí mật nhà nước trên thiết bị "
        "kết nối mạng, trừ mạng LAN độc lập.",
    ),
    INDEPENDENT_LAN: (
        "Máy chủ và mọi máy trạm ở trong một trụ sở, không nối Internet, mạng viễn thông hay mạng nào khác, "
        "có biện pháp bảo vệ. Hai quản trị viên xác nhận điều này và chịu trách nhiệm.",
        "Được giữ văn bản mật, tối mật: chỉ người được cấp quyền từng văn bản mới xem được, mỗi lần tải, in, "
        "xuất được ghi sổ sao, chụp. Tuyệt mật luôn bị từ chối.",
        "Mô hình ngôn ngữ, máy chủ tìm kiếm, hệ thống định danh và cơ sở dữ liệu phải ở trong mạng của máy "
        "chủ; nếu không, hệ thống không khởi động.",
        "Chỉ trở về loại thông thường khi kho không còn văn bản mật, tối mật.",
    ),
}
ROUND = "installation-round"
"""Grows with each act, so that the code is never still in its box."""


def draw() -> None:
    state = context.acts().installing.state()
    st.html(_kind(state.mode))
    if state.pending is not None:
        _draw_pending(state.pending)
    else:
        _draw_proposal(ORDINARY if state.mode == INDEPENDENT_LAN else INDEPENDENT_LAN)
    settled = [change for change in state.changes if not change.pending]
    if settled:
        st.subheader(translate("Các lần đổi loại cài đặt"), anchor=False)
        with st.container(key="rows-installation", gap=None):
            for change in settled:
                with st.container(key=f"installation-{change.id}"):
                    st.html(_settled(change))


def _kind(mode: str) -> str:
    words, icon = MODES[mode]
    lines = "".join(f"<li>{markup.safe(translate(line))}</li>" for line in MEANINGS[mode])
    shown = markup.state(translate(words), icon, "good")
    return f"<p class='vt-value'><b>{shown}</b></p><ul class='vt-points'>{lines}</ul>"


def _draw_proposal(mode: str) -> None:
    words = translate("Đề nghị chuyển sang: {name}").format(name=translate(MODES[mode][0]))
    with st.expander(words, icon=":material/swap_horiz:"):
        st.html(_kind(mode))
        turn = st.session_state.get(ROUND, 0)
        with st.form(key=f"propose-{turn}", border=False):
            reason = st.text_input(translate("Lý do"), max_chars=250, key=f"installation-reason-{turn}")
            code = _code(turn)
            sent = st.form_submit_button(translate("Gửi đề nghị"), type="primary")
        if sent:
            told = translate("Đã gửi đề nghị, chờ một quản trị viên khác xác nhận.")
            _do(lambda: context.acts().installing.propose(mode, reason, code), told)


def _draw_pending(change: Change) -> None:
    own = change.proposed_by == context.principal().account_id
    with st.container(key="installation-pending", border=True):
        words = translate("Chờ xác nhận: chuyển sang {name}").format(name=translate(MODES[change.mode][0]))
        by = translate("{name} đề nghị").format(name=change.proposed_by_name)
        st.html(
            f"<p class='vt-value'><b>{markup.state(words, 'hourglass_empty', 'warn')}</b></p>"
            f"<p class='vt-value'>{markup.safe(change.reason)}</p>"
            f"{markup.meta(by, moment(change.proposed_at))}"
        )
        if own:
            st.html(markup.meta(translate("Một quản trị viên khác phải xác nhận.")))
        else:
            st.html(_kind(change.mode))
        turn = st.session_state.get(ROUND, 0)
        with st.form(key=f"decide-{turn}", border=False):
            code = _code(turn)
            with st.container(horizontal=True):
                confirmed = not own and st.form_submit_button(translate("Xác nhận"), type="primary")
                words = translate("Rút đề nghị") if own else translate("Không đồng ý")
                withdrawn = st.form_submit_button(words)
        acts = context.acts().installing
        if confirmed:
            _do(lambda: acts.confirm(code), translate("Đã đổi loại cài đặt."))
        elif withdrawn:
            _do(lambda: acts.withdraw(code), translate("Đã rút đề nghị."))


def _code(turn: int) -> str:
    return st.text_input(
        translate("Mã xác thực hai bước"),
        help=translate("Mã 6 số mới trên ứng dụng xác thực; mỗi mã dùng một lần."),
        autocomplete="one-time-code",
        max_chars=40,
        key=f"installation-code-{turn}",
    )


def _settled(change: Change) -> str:
    words = translate(MODES[change.mode][0])
    if change.confirmed_at is not None:
        state = markup.state(translate("Đã xác nhận"), "check_circle", "good")
        facts = translate("{asker} đề nghị, {other} xác nhận").format(
            asker=change.proposed_by_name, other=change.confirmed_by_name
        )
        at = moment(change.confirmed_at)
    else:
        state = markup.state(translate("Đã rút"), "cancel", "quiet")
        facts = translate("{name} đề nghị").format(name=change.proposed_by_name)
        at = moment(change.proposed_at)
    return (
        f"<p class='vt-value'>{markup.safe(words)} {state}</p>"
        f"<p class='vt-value'>{markup.safe(change.reason)}</p>{markup.meta(facts, at)}"
    )


def _do(act: Callable[[], object], told: str) -> None:
    try:
        act()
    except VanthuError as error:
        say(error)
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.toast(told, icon=":material/check:")
    st.rerun()
