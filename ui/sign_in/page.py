"""Draws the pages of the way in: one frame, whatever step stands in it. They work without any script."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from ui.plain_parts import alert, language_switch
from vanthu.errors import VanthuError
from vanthu.i18n import current_language, translate

HERE = Path(__file__).parent
PAGE = Template((HERE / "page.html").read_text(encoding="utf-8"))
STYLE = (HERE / "page.css").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; font-src 'self'; img-src 'self'; form-action {targets}; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One step: its heading and its body, which is HTML with every text in it escaped."""

    heading: str
    body: str
    fault: VanthuError | None = None
    language_path: str | None = None
    """Where the language switch leads; none where going there anew would lose something."""
    following: str = "/"
    """Where the person wants to go."""
    form_targets: str = "'self'"


def draw(sheet: Sheet) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    body = PAGE.substitute(
        language=current_language(),
        title=escape(f"{sheet.heading} · {translate('Văn thư')}"),
        lead=escape(translate("Số hoá, hỏi đáp và học tập trên chính kho văn bản của đơn vị.")),
        heading=escape(sheet.heading),
        nonce=nonce,
        style=STYLE,
        alert=alert(sheet.fault),
        body=sheet.body,
        switch=language_switch(sheet.language_path, next=sheet.following) if sheet.language_path else "",
    )
    return HTMLResponse(
        body,
        status_code=sheet.fault.http_status if sheet.fault else 200,
        headers={
            "Content-Security-Policy": POLICY.format(nonce=nonce, targets=sheet.form_targets),
            "Cache-Control": "no-store",
        },
    )
