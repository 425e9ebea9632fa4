"""Runs the web interface's main script for one person, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from access.principal import Principal
from ui.door import SESSION_COOKIE
from ui.web import context, navigation
from vanthu import services as services_module
from vanthu.services import Services

MAIN_SCRIPT = Path(navigation.__file__).parent / "app.py"
ONE_PAGE = """
import streamlit as st
from ui.web import context, links, navigation
from ui.web.boundary import guarded
from ui.web.screens import {module}

context.choose_language()
person = context.read_principal()
context.remember_principal(person)
pages = [*navigation.entries(person), navigation.document_page()]
links.remember_pages(pages)
st.navigation(pages, position="hidden")
guarded({module}.show)()
"""
"""One screen as the main script runs it, but without the way there through the browser's address."""
Opener = Callable[..., AppTest]


def opener(services: Services, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """`open_page(person, screen, **query)` gives a screen after its first run; without one, the start."""
    monkeypatch.setattr(services_module, "_current", services)

    def open_page(person: Principal | None, screen: str | None = None, **query: str) -> AppTest:
        cookies = {SESSION_COOKIE: services.sessions.begin(person, second_factor=True)} if person else {}
        monkeypatch.setattr(context, "cookie", cookies.get)
        if screen is None:
            app = AppTest.from_file(str(MAIN_SCRIPT), default_timeout=20)
        else:
            app = AppTest.from_string(ONE_PAGE.format(module=screen), default_timeout=20)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return open_page


def text(app: AppTest) -> str:
    """Everything the page says, in one string."""
    said: list[str] = []
    for kind in ("html", "markdown", "title", "subheader", "error", "button", "page_link", "text"):
        for element in app.get(kind):
            parts = [getattr(element, name, None) for name in ("value", "label")]
            parts += [getattr(element.proto, name, None) for name in ("body", "label")]
            said += dict.fromkeys(str(part) for part in parts if part)
    return "\n".join(said)
