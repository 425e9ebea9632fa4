"""Errors end here: what happened, what to do, and nothing of the machine on screen."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import wraps

import streamlit as st

from ui.web.markup import plain
from vanthu.errors import VanthuError
from vanthu.i18n import translate

logger = logging.getLogger(__name__)


def say(error: VanthuError) -> None:
    """Show a known error with its remedy."""
    st.error(f"{plain(error.say())}\n\n{plain(error.say_remedy())}", icon=":material/error:")


def do(act: Callable[[], object], told: str = "") -> None:
    """Do what the person asked for and draw the page anew, saying `told`; where it failed, say why."""
    try:
        act()
    except VanthuError as error:
        say(error)
        return
    if told:
        st.toast(told, icon=":material/check:")
    st.rerun()


def guarded(show: Callable[[], None]) -> Callable[[], None]:
    """`show`, with every error told in plain words; an unknown one gets a code to find it in the log."""

    @wraps(show)
    def page() -> None:
        try:
            show()
        except VanthuError as error:
            say(error)
        except Exception:
            code = secrets.token_hex(4)
            logger.exception("page failed, code %s", code)
            st.error(
                translate(
                    "Trang này gặp lỗi ngoài dự kiến. Dữ liệu đã lưu không bị ảnh hưởng. "
                    "Thử tải lại trang; nếu vẫn lỗi, báo quản trị viên kèm mã {code}."
                ).format(code=code),
                icon=":material/error:",
            )

    return page
