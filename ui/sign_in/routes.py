"""`/sign-in` and `/sign-out`."""

from __future__ import annotations

from urllib.parse import parse_qs

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ui.door import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    ForeignOrigin,
    cookie,
    language_of,
    same_origin,
    signed_in,
)
from ui.sign_in.page import Shown, draw
from vanthu.acts import note_failed_sign_in
from vanthu.errors import VanthuError
from vanthu.i18n import languages, use_language
from vanthu.services import Services

FORM_BYTES = 16 * 1024
ONE_YEAR_S = 365 * 24 * 3600


class SignIn:
    """The two routes over `services`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[Route]:
        return [
            Route("/sign-in", self.show, methods=["GET"]),
            Route("/sign-in", self.take, methods=["POST"]),
            Route("/sign-out", self.leave, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        following = local_path(request.query_params.get("next"))
        chosen = request.query_params.get("language")
        use_language(chosen if chosen in languages() else language_of(request.scope))
        if chosen is None and await self._already_in(request):
            return RedirectResponse(following, 303)
        response = draw(Shown(following))
        if chosen in languages():
            response.set_cookie(LANGUAGE_COOKIE, str(chosen), max_age=ONE_YEAR_S, samesite="lax")
        return response

    async def take(self, request: Request) -> Response:
        use_language(language_of(request.scope))
        form = await _form(request)
        following, username = local_path(form.get("next")), form.get("username", "")
        try:
            if not same_origin(request.scope):
                raise ForeignOrigin
            token = await to_thread.run_sync(self._enter, username, form.get("password", ""))
        except VanthuError as fault:
            return draw(Shown(following, username, fault))
        response = RedirectResponse(following, 303)
        response.set_cookie(
            SESSION_COOKIE,
            token,
            max_age=self._services.sessions.max_age_s,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def leave(self, request: Request) -> Response:
        response = RedirectResponse("/sign-in", 303)
        if not same_origin(request.scope):
            return response
        await to_thread.run_sync(self._note_leaving, request)
        response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
        return response

    def _enter(self, username: str, password: str) -> str:
        try:
            principal = self._services.accounts.authenticate(username, password)
        except VanthuError:
            note_failed_sign_in(self._services)
            raise
        self._services.acting(principal).signed_in()
        return self._services.sessions.begin(principal, second_factor=True)

    def _note_leaving(self, request: Request) -> None:
        try:
            principal = signed_in(request.scope, self._services)
        except VanthuError:
            return
        self._services.sessions.end(cookie(request.scope, SESSION_COOKIE) or "")
        self._services.acting(principal).signed_out()

    async def _already_in(self, request: Request) -> bool:
        try:
            await to_thread.run_sync(signed_in, request.scope, self._services)
        except VanthuError:
            return False
        return True


def local_path(wanted: str | None) -> str:
    """`wanted` if it is a path on this server, else the start page: a sign-in never leads elsewhere."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    return wanted if wanted.isprintable() and "\\" not in wanted else "/"


async def _form(request: Request) -> dict[str, str]:
    """The fields of a small url-encoded form; an oversized one counts as empty."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}
