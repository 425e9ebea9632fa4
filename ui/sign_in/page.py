"""Draws the sign-in page."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from vanthu.errors import VanthuError
from vanthu.i18n import current_language, languages, translate

HERE = Path(__file__).parent
PAGE = Template((HERE / "page.html").read_text(encoding="utf-8"))
STYLE = (HERE / "page.css").read_text(encoding="utf-8")
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows besides its fixed words."""

    next: str
    """Where the person wanted to go."""
    username: str = ""
    fault: VanthuError | None = None


def draw(shown: Shown) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    again = shown.fault is not None
    words = {
        "title": translate("Đăng nhập · Văn thư"),
        "lead": translate("Số hoá, hỏi đáp và học tập trên chính kho văn bản của đơn vị."),
        "heading": translate("Đăng nhập"),
        "username_label": translate("Tên đăng nhập"),
        "password_label": translate("Mật khẩu"),
        "submit": translate("Đăng nhập"),
        "help": translate("Quên mật khẩu hoặc chưa có tài khoản: liên hệ quản trị viên của đơn vị."),
        "language_label": translate("Ngôn ngữ"),
        "next": shown.next,
        "username": shown.username,
    }
    body = PAGE.substitute(
        {name: escape(text) for name, text in words.items()},
        language=current_language(),
        nonce=nonce,
        style=STYLE,
        alert=_alert(shown.fault),
        described='aria-describedby="alert"' if again else "",
        username_focus="" if again else "autofocus",
        password_focus="autofocus" if again else "",
        switch=_switch(shown.next),
    )
    return HTMLResponse(
        body,
        status_code=shown.fault.http_status if shown.fault else 200,
        headers={"Content-Security-Policy": POLICY.format(nonce=nonce), "Cache-Control": "no-store"},
    )


def _alert(fault: VanthuError | None) -> str:
    if fault is None:
        return ""
    said, remedy = escape(fault.say()), escape(fault.say_remedy())
    return f'<div class="alert" id="alert" role="alert"><p>{said}</p><p>{remedy}</p></div>'


def _switch(following: str) -> str:
    parts = []
    for code in languages():
        name = escape(LANGUAGE_NAMES.get(code, code))
        if code == current_language():
            parts.append(f'<span lang="{code}" aria-current="true">{name}</span>')
        else:
            query = escape(urlencode({"language": code, "next": following}))
            parts.append(f'<a lang="{code}" hreflang="{code}" href="/sign-in?{query}">{name}</a>')
    return "".join(parts)
