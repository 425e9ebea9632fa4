"""`/chung-chi`: anyone checks a certificate by its code; and what verifiers of its badge ask for."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from training_modules.certificates.codes import read, shown
from training_modules.certificates.errors import CertificateUnknown
from training_modules.certificates.views import Certificate
from ui.check import page
from ui.forms import retry_after
from ui.sign_in.replies import address_of, remember_language, speak
from vanthu.certificate_files import badge
from vanthu.errors import VanthuError
from vanthu.services import Services

PUBLIC = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex"}
"""A verifier may be a page of any other site; nothing here depends on who asks."""


class CertificateCheck:
    """The routes over `services`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[Route]:
        return [
            Route(badge.CHECK_PATH, self.ask, methods=["GET"]),
            Route(badge.JWKS_PATH, self.keys, methods=["GET"]),
            Route(f"{badge.KEY_PATH}/{{name}}", self.key, methods=["GET"]),
            Route(badge.ISSUER_PATH, self.issuer, methods=["GET"]),
            Route(badge.CHECK_PATH + "/{code}/status", self.status, methods=["GET"]),
            Route(badge.CHECK_PATH + "/{code}", self.show, methods=["GET"]),
            Route(badge.CHECK_PATH + "/{other:path}", self.nothing, methods=["GET"]),
        ]

    async def ask(self, request: Request) -> Response:
        chosen = speak(request)
        typed = request.query_params.get("ma")
        if typed is None:
            return remember_language(page.ask(), chosen)
        code = read(typed)
        if code is None:
            return page.ask(CertificateUnknown())
        return RedirectResponse(f"{badge.CHECK_PATH}/{shown(code)}", 303)

    async def show(self, request: Request) -> Response:
        chosen = speak(request)
        try:
            return remember_language(page.certificate(await self._found(request)), chosen)
        except VanthuError as fault:
            return remember_language(page.ask(fault), chosen)

    async def status(self, request: Request) -> Response:
        """Whether the badge was revoked: a `1EdTechRevocationList` of this one."""
        try:
            found = await self._found(request)
        except VanthuError as fault:
            return JSONResponse(
                fault.as_json(), fault.http_status, headers=PUBLIC | (retry_after(fault) or {})
            )
        return JSONResponse(badge.revocations(found, self._home), headers=PUBLIC)

    async def keys(self, _request: Request) -> Response:
        key = await to_thread.run_sync(lambda: self._services.badge_key)
        return JSONResponse({"keys": [key.public()]}, headers=PUBLIC)

    async def key(self, request: Request) -> Response:
        key = await to_thread.run_sync(lambda: self._services.badge_key)
        if request.path_params["name"] != key.name:
            return await self.nothing(request)
        return JSONResponse(key.public(), headers=PUBLIC)

    async def issuer(self, _request: Request) -> Response:
        name = await to_thread.run_sync(self._services.certificates.issuer_name)
        return JSONResponse(badge.issuer(self._home, name), headers=PUBLIC)

    async def nothing(self, request: Request) -> Response:
        chosen = speak(request)
        return remember_language(page.ask(CertificateUnknown()), chosen)

    @property
    def _home(self) -> str:
        return self._services.settings.home

    async def _found(self, request: Request) -> Certificate:
        check = self._services.certificates.check_from
        return await to_thread.run_sync(check, request.path_params["code"], address_of(request))
