"""What stands around every page: style, the bar at the top, the way in for who is not signed in."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from access.principal import Principal
from ui.web.components import browser
from ui.web.markup import plain
from ui.web.words import ROLES
from vanthu.i18n import translate

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
SESSION = "/session"


def draw_unseen() -> None:
    """What works without taking room on the page: the style and the page's language."""
    with st.container(key="unseen"):
        st.html(f"<style>{STYLE}</style>")
        browser.page_language()


def watch_session() -> None:
    """For who is signed in: the page closes by itself when the session has ended."""
    with st.container(key="watch"):
        browser.watch_session(SESSION, SIGN_IN)


def draw_way_in() -> None:
    """For a visitor without a valid session: the browser is sent to sign in, with a link in case."""
    browser.go_to(SIGN_IN)
    with st.container(key="reading"):
        st.title(translate("Văn thư"))
        st.write(translate("Bạn chưa đăng nhập hoặc phiên làm việc đã hết hạn."))
        st.link_button(translate("Đăng nhập"), SIGN_IN, type="primary")


def draw_topbar(person: Principal, pages: list[st.Page], here: st.Page, account: st.Page) -> None:
    """Product name, the entries this person may open, and who they are."""
    with st.container(key="topbar", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f"<div class='vt-brand'>{escape(translate('Văn thư'))}</div>", width="content")
        with st.container(key="nav", horizontal=True, width="stretch"):
            for page in pages:
                name = "nav-here" if page.url_path == here.url_path else f"nav-{page.url_path}"
                with st.container(key=name, width="content"):
                    st.page_link(page, width="content")
        st.html(f"<p class='vt-meta vt-for'>{escape(person.unit_name)}</p>", width="content")
        with (
            st.container(key="who", width="content"),
            st.popover(plain(person.display_name), icon=":material/account_circle:", type="tertiary"),
        ):
            _draw_who(person, account)


def _draw_who(person: Principal, account: st.Page) -> None:
    roles = ", ".join(translate(words) for role, words in ROLES.items() if role in person.roles)
    st.html(
        f"<p style='margin:0;font-weight:600'>{escape(person.display_name)}</p>"
        f"<p class='vt-meta'>{escape(person.unit_name)}</p>"
        f"<p class='vt-meta'>{escape(translate('Tài khoản'))}: {escape(person.username)}</p>"
        f"<p class='vt-meta'>{escape(translate('Vai trò'))}: {escape(roles)}</p>"
    )
    st.page_link(account, width="content")
    browser.language_switch()
    browser.sign_out_button(SIGN_OUT)
