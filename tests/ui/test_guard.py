"""The guard's headers, sockets that end with their session, and whose address counts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.ui.conftest import PASSWORD, House
from ui import server, watch
from ui.api.app import create as api
from ui.door import SESSION_COOKIE
from ui.guard import Guard
from ui.sign_in.routes import SignIn
from ui.web import assets
from vanthu.settings import Settings


@pytest.fixture
def front(house: House) -> Guard:
    """The guard before what the server has behind it, Streamlit apart: of that there is one to a process."""
    pages = [Route("/{path:path}", _page), WebSocketRoute("/_stcore/stream", _listen)]
    routes = [*SignIn(house.services).routes(), *assets.routes(), Mount("/api", app=api(house.services))]
    return Guard(Starlette(routes=[*routes, *pages]), house.services)


async def _page(_request: Request) -> Response:
    return PlainTextResponse("a page", headers={"Cache-Control": "public"})


async def _listen(socket: WebSocket) -> None:
    await socket.accept()
    with suppress(WebSocketDisconnect):
        while True:
            await socket.send_text(await socket.receive_text())


def browser_of(front: Guard, base: str = "http://localhost") -> TestClient:
    return TestClient(front, base_url=base, follow_redirects=False)


def test_what_may_hold_data_is_kept_nowhere(house: House, front: Guard) -> None:
    browser = browser_of(front)
    assert browser.get("/sign-in").headers["cache-control"] == "no-store"
    browser.cookies.set(SESSION_COOKIE, house.services.sessions.begin(house.clerk))
    for path in (
        "/",
        "/so-hoa",
        "/api/me",
        "/api/documents",
        "/account/password",
        "/session",
        "/api/openapi.json",
    ):
        assert browser.get(path).headers["cache-control"] == "no-store", path
    assert "immutable" in browser.get("/fonts/BeVietnamPro-Regular.ttf").headers["cache-control"]


def test_https_is_asked_to_stay(house: House, front: Guard) -> None:
    assert "strict-transport-security" not in browser_of(front).get("/sign-in").headers
    secure = browser_of(front, "https://localhost").get("/sign-in").headers
    assert "max-age=31536000" in secure["strict-transport-security"]


def test_behind_a_proxy_the_public_address_decides(house: House, front: Guard) -> None:
    house.services.settings = Settings(
        data=house.services.settings.data, public_url="https://vanthu.xa-a.gov.vn"
    )
    reply = browser_of(front).post("/sign-in", data={"username": "lan", "password": PASSWORD})
    assert "Secure" in reply.headers["set-cookie"]
    assert "strict-transport-security" in reply.headers


@pytest.mark.parametrize("powers", ["camera", "microphone", "geolocation", "payment", "usb"])
def test_pages_ask_for_no_powers(front: Guard, powers: str) -> None:
    assert f"{powers}=()" in browser_of(front).get("/sign-in").headers["permissions-policy"]


def test_unknown_addresses_show_nothing_without_a_session(front: Guard) -> None:
    for path in ("/sign-in/khac", "/account/khac", "/account/unit", "/session/x", "/activate/x"):
        assert browser_of(front).get(path).headers["location"].startswith("/sign-in?next=")


def test_a_socket_ends_with_its_session(house: House, front: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY_S", 0.05)
    token = house.services.sessions.begin(house.clerk)
    browser = browser_of(front)
    cookie = {"Cookie": f"{SESSION_COOKIE}={token}"}
    with browser.websocket_connect("/_stcore/stream", headers=cookie) as socket:
        socket.send_text("một")
        assert socket.receive_text() == "một"
        house.services.sessions.end(token)
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_text()
    assert ended.value.code == watch.POLICY_VIOLATION


async def _played(still_in: list[bool]) -> tuple[list[str], list[dict[str, Any]]]:
    """An application that echoes until it is told that the browser has gone."""
    heard: list[str] = []
    sent: list[dict[str, Any]] = []

    async def app(_scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            heard.append(message["type"])
            if message["type"] == "websocket.disconnect":
                await send({"type": "websocket.send", "text": "too late"})
                return

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {"type": "websocket.receive"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def known() -> bool:
        return still_in.pop(0)

    await asyncio.wait_for(watch.watched(app, {}, receive, send, known), timeout=10)
    return heard, sent


def test_the_application_is_told_and_says_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY_S", 0.01)
    heard, sent = asyncio.run(_played([True, True, False]))
    assert heard == ["websocket.disconnect"]
    assert sent == [{"type": "websocket.close", "code": watch.POLICY_VIOLATION}]


def test_watching_does_not_keep_a_session(
    house: House, front: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = house.services.sessions
    token = sessions.begin(house.clerk)
    began = sessions.read(token, used=False).last_seen_at
    monkeypatch.setattr(sessions, "_clock", lambda: began + timedelta(minutes=30))
    browser = browser_of(front)
    browser.cookies.set(SESSION_COOKIE, token)
    assert browser.get("/session").status_code == 204
    assert sessions.read(token, used=False).last_seen_at == began
    browser.get("/so-hoa")
    assert sessions.read(token, used=False).last_seen_at > began


@pytest.mark.parametrize(("proxies", "believed"), [("", False), ("127.0.0.1", True), ("10.0.0.0/8", False)])
def test_whose_word_counts_for_the_address(proxies: str, believed: bool) -> None:
    seen: list[tuple[str, str]] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append((scope["client"][0], scope["scheme"]))

    config = server._config(app, lifespan="off", proxies=proxies)
    config.load()
    scope = {
        "type": "http",
        "scheme": "http",
        "client": ("127.0.0.1", 5),
        "headers": [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")],
    }
    asyncio.run(config.loaded_app(scope, None, None))
    assert seen == [("203.0.113.9", "https") if believed else ("127.0.0.1", "http")]
