"""What only the browser can do: go to another address, keep a cookie, say which language the page is in."""

from __future__ import annotations

import streamlit as st

from ui.web.components.parts import register
from vanthu.i18n import current_language, languages, translate

_browser = register("browser")
NAMES = {"vi": "Tiếng Việt", "en": "English"}


def page_language() -> None:
    """Mark the page's language and name Streamlit's own parts in it, for screen readers."""
    names = {
        "send": translate("Gửi câu hỏi"),
        "skip": translate("Đến nội dung chính"),
        "bar": translate("Các mục"),
    }
    _browser(key="page-language", data={"lang": current_language(), "names": names})


def watch_session(asked: str, sign_in: str) -> None:
    """Leave the page once the session has ended, wherever that was done; `asked` says 401 then."""
    _browser(key="watch-session", data={"lang": current_language(), "watch": asked, "signIn": sign_in})


def go_to(address: str) -> None:
    """Send the browser to `address`."""
    _browser(key="go-to", data={"lang": current_language(), "go": address})


def reveal(container_key: str, moment: str) -> None:
    """Bring the container of this key to the top of the window, once for each `moment`."""
    _browser(key="reveal", data={"lang": current_language(), "reveal": container_key, "moment": moment})


def close_on_escape(button_key: str) -> None:
    """The Escape key presses the button of this key, where nothing lies over the page."""
    _browser(key=f"escape-{button_key}", data={"lang": current_language(), "escape": button_key})


def language_switch() -> None:
    """A button per language; the choice is kept in a cookie and in this tab."""
    if len(languages()) < 2:
        return
    chosen = _browser(
        key="language-switch",
        data={
            "lang": current_language(),
            "label": translate("Ngôn ngữ"),
            "languages": [{"code": code, "name": NAMES.get(code, code)} for code in languages()],
        },
        on_language_change=lambda: None,
    )
    if chosen.language and chosen.language != current_language():
        st.session_state["language"] = chosen.language
        st.rerun()


def sign_out_button(address: str) -> None:
    post_button("sign-out", address, translate("Đăng xuất"), {})


def post_button(key: str, address: str, label: str, fields: dict[str, str]) -> None:
    """A button that leaves the page by sending `fields` to `address`, as a form does."""
    _browser(key=key, data={"lang": current_language(), "post": address, "label": label, "fields": fields})


def go_button(key: str, address: str, label: str) -> None:
    """A button that leads to a page of ours beside these."""
    _browser(key=key, data={"lang": current_language(), "lead": address, "label": label})
