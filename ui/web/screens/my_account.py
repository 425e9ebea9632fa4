"""Tài khoản của tôi: who one is, for which unit one acts, how one gets in, where one is in, keys."""

from __future__ import annotations

import streamlit as st

from access.authentication import has_password
from access.posts import PostView, posts_of
from access.principal import Principal
from access.roles import SECOND_FACTOR, Role
from access.sessions import SessionView
from ui.door import SESSION_COOKIE
from ui.sign_in.account import UNIT
from ui.sign_in.sheets import FACTOR, PASSWORD
from ui.web import context, markup
from ui.web.components import browser
from ui.web.screens import my_account_keys
from ui.web.words import ROLES, moment
from vanthu.db import now
from vanthu.i18n import translate

SIGN_OUT = "/sign-out"
METHODS = {"password": "Mật khẩu", "oidc": "Hệ thống định danh của cơ quan"}


def show() -> None:
    person = context.principal()
    with st.container(key="reading"):
        st.title(translate("Tài khoản của tôi"), anchor=False)
        _draw_who(person)
        _draw_posts(person)
        _draw_ways_in(person)
        _draw_sessions(person)
        my_account_keys.draw(person)


def _draw_who(person: Principal) -> None:
    facts = (
        (translate("Họ và tên"), person.display_name),
        (translate("Tên đăng nhập"), person.username),
        (translate("Đang làm việc cho"), person.unit_name),
        (translate("Vai trò"), roles(person.roles)),
    )
    rows = "".join(
        f"<div><dt>{markup.safe(name)}</dt><dd>{markup.safe(value)}</dd></div>" for name, value in facts
    )
    st.html(f"<dl class='vt-facts'>{rows}</dl>")


def _draw_posts(person: Principal) -> None:
    held = posts_of(context.services().db, person.account_id, now())
    if len(held) < 2:
        return
    st.subheader(translate("Đơn vị làm việc"), anchor=False)
    st.html(markup.lead(translate("Bạn xem và xử lý văn bản của một đơn vị tại một thời điểm.")))
    with st.container(key="rows", gap=None):
        for post in held:
            _draw_post(post, here=post.unit_id == person.unit_id)


def _draw_post(post: PostView, *, here: bool) -> None:
    with st.container(key=f"post-{post.unit_id}", horizontal=True, vertical_alignment="center", gap="medium"):
        state = markup.state(translate("Đang làm việc"), "check_circle", "good") if here else ""
        st.html(
            f"<p class='vt-value'>{markup.safe(post.unit_name)} {state}</p>{markup.meta(roles(post.roles))}",
            width="stretch",
        )
        if not here:
            with st.container(width="content"):
                browser.post_button(
                    f"act-for-{post.unit_id}", UNIT, translate("Chuyển sang"), {"unit": str(post.unit_id)}
                )


def _draw_ways_in(person: Principal) -> None:
    rooms = context.services()
    st.subheader(translate("Đăng nhập"), anchor=False)
    with st.container(key="ways-in", gap=None):
        if has_password(rooms.db, person.account_id):
            _draw_way(
                "password",
                translate("Mật khẩu"),
                translate("Đổi ngay nếu nghi người khác đã biết."),
                translate("Đổi mật khẩu"),
                PASSWORD,
            )
        state = rooms.second_factors.state(person.account_id)
        if state.enrolled_at is not None:
            told = translate("Đã bật từ {when}. Còn {count} mã dự phòng.").format(
                when=moment(state.enrolled_at), count=state.recovery_left
            )
            words = translate("Thiết lập lại")
        else:
            told = translate("Chưa bật. Mã trên điện thoại giữ tài khoản an toàn cả khi lộ mật khẩu.")
            words = translate("Bật")
        if not person.roles.isdisjoint(SECOND_FACTOR):
            told += " " + translate("Bắt buộc với vai trò của bạn.")
        _draw_way("factor", translate("Xác thực hai bước"), told, words, FACTOR)


def _draw_way(key: str, name: str, told: str, words: str, address: str) -> None:
    with st.container(key=f"way-{key}", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f"<p class='vt-value'>{markup.safe(name)}</p>{markup.meta(told)}", width="stretch")
        with st.container(width="content"):
            browser.go_button(f"go-{key}", address, words)


def _draw_sessions(person: Principal) -> None:
    sessions = context.services().sessions
    current = sessions.read(context.cookie(SESSION_COOKIE) or "", used=False)
    live = sessions.of_account(person.account_id)
    st.subheader(translate("Phiên đang đăng nhập"), anchor=False)
    with st.container(key="signed-in", gap=None):
        for number, view in enumerate(live):
            with st.container(key=f"session-{number}"):
                st.html(_about(view, here=view == current))
    with st.container(key="everywhere"):
        browser.post_button(
            "sign-out-everywhere", SIGN_OUT, translate("Đăng xuất ở mọi nơi"), {"everywhere": "1"}
        )


def _about(view: SessionView, *, here: bool) -> str:
    state = markup.state(translate("Phiên này"), "check_circle", "good") if here else ""
    began = translate("Đăng nhập lúc {when}").format(when=moment(view.created_at))
    used = translate("dùng gần nhất {when}").format(when=moment(view.last_seen_at))
    how = translate(METHODS.get(view.method, view.method))
    if view.second_factor:
        how = translate("{way}, xác thực hai bước").format(way=how)
    return f"<p class='vt-value'>{markup.safe(began)} {state}</p>{markup.meta(how, used)}"


def roles(held: frozenset[Role]) -> str:
    return ", ".join(translate(words) for role, words in ROLES.items() if role in held)
