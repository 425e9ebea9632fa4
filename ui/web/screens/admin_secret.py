"""A password or an activation token just made: shown until the administrator has noted it."""

from __future__ import annotations

import streamlit as st

from ui.web import markup
from vanthu.i18n import translate

SHOWN_ONCE = "account-just-made"


def show_once(username: str, secret: str, *, activation: bool) -> None:
    """Keep it for the next run, which shows it."""
    st.session_state[SHOWN_ONCE] = (username, secret, activation)
    st.rerun()


def draw() -> None:
    shown = st.session_state.get(SHOWN_ONCE)
    if shown is None:
        return
    username, secret, activation = shown
    if activation:
        title = translate("Mã kích hoạt của tài khoản {name}")
        told = translate(
            "Mã chỉ hiện một lần và dùng một lần. Người dùng mở trang Kích hoạt tài khoản để tự đặt mật khẩu."
        )
    else:
        title = translate("Mật khẩu của tài khoản {name}")
        told = translate("Mật khẩu chỉ hiện một lần. Trao trực tiếp cho người dùng.")
    with st.container(key="password", border=True):
        st.html(f"<p><b>{markup.safe(title.format(name=username))}</b></p>{markup.meta(told)}")
        st.code(secret, language=None)
        if st.button(translate("Đã ghi lại"), type="primary", key="password-noted"):
            del st.session_state[SHOWN_ONCE]
            st.rerun()
