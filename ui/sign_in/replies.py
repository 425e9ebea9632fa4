"""What the routes of the way in share: reading a small form, cookies, where one may be led."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from ui.door import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    ForeignOrigin,
    cookie,
    is_secure,
    language_of,
    same_origin,
)
from vanthu.i18n import languages, use_language

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from vanthu.services import Services

FORM_BYTES = 16 * 1024
ONE_YEAR_S = 365 * 24 * 3600
STEP_COOKIE = "vanthu_sign_in"
"""Holds the random value of a sign-in under way."""
STEP_S = 600


def speak(request: Request) -> str | None:
    """Choose the page's language; the code where the person has just chosen another."""
    chosen = request.query_params.get("language")
    use_language(chosen if chosen in languages() else language_of(request.scope))
    return chosen if chosen in languages() else None


def remember_language(response: Response, chosen: str | None) -> Response:
    if chosen is not None:
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=ONE_YEAR_S, samesite="lax")
    return response


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a small url-encoded form of our own page; an oversized one counts as empty.

    Raises `ForeignOrigin` for a form that another site sent.
    """
    if not same_origin(request.scope):
        raise ForeignOrigin
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}


def local_path(wanted: str | None) -> str:
    """`wanted` if it is a path on this server, else the start page: a sign-in never leads elsewhere."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    return wanted if wanted.isprintable() and "\\" not in wanted else "/"


def with_next(path: str, following: str) -> str:
    return path if following == "/" else f"{path}?{urlencode({'next': following})}"


def address_of(request: Request) -> str | None:
    """Where the request comes from, as far as the server can know (`VANTHU_TRUSTED_PROXIES`)."""
    return request.client.host if request.client else None


def session_of(request: Request) -> str:
    return cookie(request.scope, SESSION_COOKIE) or ""


def step_of(request: Request) -> str:
    return cookie(request.scope, STEP_COOKIE) or ""


def put_session(response: Response, request: Request, services: Services, token: str) -> Response:
    """Hand the session to the browser; a sign-in under way is over."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=services.sessions.max_age_s,
        httponly=True,
        samesite="lax",
        secure=is_secure(request.scope, services.settings.public_url),
    )
    if step_of(request):
        response.delete_cookie(STEP_COOKIE, path="/sign-in", httponly=True, samesite="lax")
    return response


def put_step(response: Response, request: Request, services: Services, value: str) -> Response:
    response.set_cookie(
        STEP_COOKIE,
        value,
        max_age=STEP_S,
        path="/sign-in",
        httponly=True,
        samesite="lax",
        secure=is_secure(request.scope, services.settings.public_url),
    )
    return response


def drop_session(response: Response) -> Response:
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    return response
