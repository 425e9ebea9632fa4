"""The guard before the pages: no page, socket or media file without a session; safe headers on all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from anyio import to_thread
from starlette.responses import PlainTextResponse, RedirectResponse

from ui.content_policy import page_policy
from ui.door import SAFE_METHODS, SESSION_COOKIE, cookie, header, is_secure, same_origin, signed_in
from ui.watch import watched
from ui.web.navigation_paths import MISSING, PAGES
from vanthu.errors import VanthuError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from vanthu.services import Services

OPEN_PREFIXES = ("/api/", "/v1/", "/fonts/", "/static/", "/chung-chi/")
"""The API and the doors for other systems check their callers themselves; certificates are shown to whoever
has their code; the others hold nothing but the program's own files."""
OPEN_PATHS = frozenset(
    {
        "/api",
        "/mcp",
        "/sign-in",
        "/sign-in/code",
        "/sign-in/enrol",
        "/sign-in/provider",
        "/sign-in/provider/return",
        "/sign-out",
        "/activate",
        "/session",
        "/chung-chi",
        "/.well-known/jwks.json",
        "/_stcore/health",
        "/favicon.png",
        "/favicon.ico",
    }
)
OWN_PATHS = frozenset({"account/password", "account/second-factor", "account/unit"})
"""Our own pages for who is signed in, beside Streamlit's."""
PROGRAM_PREFIXES = (
    "/_stcore/stream",
    "/_stcore/host-config",
    "/_stcore/upload_file/",
    "/_stcore/bidi-components/",
    "/media/",
)
"""What the pages fetch for themselves. Whatever else Streamlit offers (sign-in of its own, figures, an
interface for programs) is not there."""

KEPT_PREFIXES = ("/static/", "/fonts/", "/favicon", "/_stcore/bidi-components/")
"""The program's own files, which browsers may keep."""
DECIDING_PREFIXES = ("/api/",)
"""Where a route may say itself how long its answer may be kept."""

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"permissions-policy": (
        b"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        b"hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), "
        b"xr-spatial-tracking=()"
    ),
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"content-security-policy": page_policy().encode(),
}


class Guard:
    """ASGI middleware around the whole server."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            if same_origin(scope) and await self._known(scope):
                still_in = partial(self._known, scope, used=False)
                await watched(self._app, scope, receive, send, still_in)
            else:
                await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            await self._http(scope, receive, self._with_headers(scope, send))
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path in OPEN_PATHS or path.startswith(OPEN_PREFIXES):
            await self._app(scope, receive, send)
        elif await self._known(scope):
            if scope["method"] not in SAFE_METHODS and not same_origin(scope):
                await PlainTextResponse("403", 403)(scope, receive, send)
            elif path.strip("/") in PAGES | OWN_PATHS or path.startswith(PROGRAM_PREFIXES):
                await self._app(scope, receive, send)
            elif _opens_page(scope):
                await RedirectResponse(f"/{MISSING}", 303)(scope, receive, send)
            else:
                await PlainTextResponse("404", 404)(scope, receive, send)
        elif scope["method"] in {"GET", "HEAD"} and not path.startswith(PROGRAM_PREFIXES):
            query = scope.get("query_string", b"").decode("latin-1")
            wanted = quote(f"{path}?{query}" if query else path, safe="")
            target = "/sign-in" if wanted == quote("/", safe="") else f"/sign-in?next={wanted}"
            await RedirectResponse(target, 303)(scope, receive, send)
        else:
            await PlainTextResponse("401", 401)(scope, receive, send)

    async def _known(self, scope: Scope, *, used: bool = True) -> bool:
        if cookie(scope, SESSION_COOKIE) is None:
            return False
        try:
            await to_thread.run_sync(partial(signed_in, scope, self._services, used=used))
        except VanthuError:
            return False
        return True

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        """Adds the headers a response does not already set itself; what may hold data is kept nowhere."""
        path = scope["path"]
        wanted = dict(HEADERS)
        if is_secure(scope, self._services.settings.public_url):
            wanted[b"strict-transport-security"] = b"max-age=31536000"
        if not path.startswith(KEPT_PREFIXES):
            wanted[b"cache-control"] = b"no-store"
        decides = path.startswith(DECIDING_PREFIXES)

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                if not decides and b"cache-control" in wanted:
                    given = [(name, value) for name, value in given if name.lower() != b"cache-control"]
                names = {name.lower() for name, _ in given}
                given += [(name, value) for name, value in wanted.items() if name not in names]
                message = {**message, "headers": given}
            await send(message)

        return sender


def _opens_page(scope: Scope) -> bool:
    """Whether a person's browser is to show what is asked for, rather than use it within a page."""
    return scope["method"] == "GET" and "text/html" in (header(scope, "accept") or "")
