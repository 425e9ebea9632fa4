"""`/sign-in` with its steps, `/activate`, `/sign-out`, and `/session`, which says whether one is still in."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from access.audit_actions import AuditAction
from access.errors import CodeWrong, SignInStale
from access.sign_in import Next, Step
from ui.door import same_origin, signed_in
from ui.sign_in import sheets
from ui.sign_in.account import OwnAccount
from ui.sign_in.page import Sheet, draw
from ui.sign_in.provider import ProviderWay
from ui.sign_in.replies import (
    address_of,
    drop_session,
    local_path,
    put_session,
    put_step,
    read_form,
    remember_language,
    session_of,
    speak,
    step_of,
    with_next,
)
from vanthu.acts import note_failed_sign_in
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.services import Services

STEPS = {Next.CODE: sheets.CODE, Next.ENROL: sheets.ENROL}


class SignIn:
    """The routes over `services`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[Route]:
        return [
            Route(sheets.SIGN_IN, self.show, methods=["GET"]),
            Route(sheets.SIGN_IN, self.take, methods=["POST"]),
            Route(sheets.CODE, self.show_code, methods=["GET"]),
            Route(sheets.CODE, self.take_code, methods=["POST"]),
            Route(sheets.ENROL, self.show_enrolment, methods=["GET"]),
            Route(sheets.ENROL, self.take_enrolment, methods=["POST"]),
            Route(sheets.ACTIVATE, self.show_activation, methods=["GET"]),
            Route(sheets.ACTIVATE, self.take_activation, methods=["POST"]),
            Route("/sign-out", self.leave, methods=["POST"]),
            Route("/session", self.still_in, methods=["GET"]),
            *ProviderWay(self._services, self.go_on).routes(),
            *OwnAccount(self._services).routes(),
        ]

    async def show(self, request: Request) -> Response:
        following = local_path(request.query_params.get("next"))
        chosen = speak(request)
        if chosen is None and await self._is_in(request):
            return RedirectResponse(following, 303)
        return remember_language(draw(self._password_sheet(following)), chosen)

    async def take(self, request: Request) -> Response:
        speak(request)
        username, following = "", "/"
        try:
            form = await read_form(request)
            username, following = form.get("username", ""), local_path(form.get("next"))
            step = await to_thread.run_sync(
                self._prove, username, form.get("password", ""), address_of(request)
            )
        except VanthuError as fault:
            return draw(self._password_sheet(following, username, fault))
        return await self.go_on(request, step, following)

    async def go_on(self, request: Request, step: Step, following: str) -> Response:
        """To the next step of a sign-in, or in."""
        if step.next is Next.IN:
            acts = self._services.acting(step.principal)
            await to_thread.run_sync(acts.signed_in)
            response = RedirectResponse(following, 303)
            return put_session(response, request, self._services, step.token)
        response = RedirectResponse(with_next(STEPS[step.next], following), 303)
        return put_step(response, request, self._services, step.token)

    async def show_code(self, request: Request) -> Response:
        chosen = speak(request)
        following = local_path(request.query_params.get("next"))
        if not step_of(request):
            return RedirectResponse(with_next(sheets.SIGN_IN, following), 303)
        sheet = sheets.code(following, recovery=bool(request.query_params.get("recovery")))
        return remember_language(draw(sheet), chosen)

    async def take_code(self, request: Request) -> Response:
        speak(request)
        following, recovery = "/", False
        try:
            form = await read_form(request)
            following, recovery = local_path(form.get("next")), bool(form.get("recovery"))
            step = await to_thread.run_sync(
                self._check, step_of(request), form.get("code", ""), address_of(request)
            )
        except SignInStale as fault:
            return draw(self._password_sheet(following, fault=fault))
        except VanthuError as fault:
            return draw(sheets.code(following, recovery=recovery, fault=fault))
        return await self.go_on(request, step, following)

    async def show_enrolment(self, request: Request) -> Response:
        chosen = speak(request)
        following = local_path(request.query_params.get("next"))
        try:
            enrolment = await to_thread.run_sync(self._services.sign_in.enrolment, step_of(request))
        except VanthuError:
            return RedirectResponse(with_next(sheets.SIGN_IN, following), 303)
        return remember_language(draw(sheets.enrol(enrolment, following)), chosen)

    async def take_enrolment(self, request: Request) -> Response:
        speak(request)
        following, house = "/", self._services.sign_in
        try:
            form = await read_form(request)
            following = local_path(form.get("next"))
            step, codes = await to_thread.run_sync(house.enrol, step_of(request), form.get("code", ""))
        except SignInStale as fault:
            return draw(self._password_sheet(following, fault=fault))
        except VanthuError as fault:
            try:
                enrolment = await to_thread.run_sync(house.enrolment, step_of(request))
            except VanthuError:
                return draw(self._password_sheet(following, fault=fault))
            return draw(sheets.enrol(enrolment, following, fault))
        acts = self._services.acting(step.principal)
        await to_thread.run_sync(acts.operated, "second_factor_set")
        await to_thread.run_sync(acts.signed_in)
        return put_session(draw(sheets.recovery_codes(codes, following)), request, self._services, step.token)

    async def show_activation(self, request: Request) -> Response:
        chosen = speak(request)
        return remember_language(draw(sheets.activate()), chosen)

    async def take_activation(self, request: Request) -> Response:
        speak(request)
        try:
            form = await read_form(request)
            sheets.require_same(form)
            await to_thread.run_sync(
                self._activate, form.get("token", ""), form.get("new", ""), address_of(request)
            )
        except VanthuError as fault:
            return draw(sheets.activate(fault))
        return draw(sheets.activated())

    async def leave(self, request: Request) -> Response:
        """Sign out; `everywhere=1` in the form ends every session of the account."""
        response = RedirectResponse(sheets.SIGN_IN, 303)
        if not same_origin(request.scope):
            return response
        form = await read_form(request)
        await to_thread.run_sync(self._end, request, bool(form.get("everywhere")))
        return drop_session(response)

    async def still_in(self, request: Request) -> Response:
        """204 while the session lasts, else 401; asking does not prolong it. Open pages ask now and then."""
        is_in = await self._is_in(request, used=False)
        return Response(status_code=204 if is_in else 401, headers={"Cache-Control": "no-store"})

    def _password_sheet(self, following: str, username: str = "", fault: VanthuError | None = None) -> Sheet:
        conf = self._services.settings
        label = translate(conf.oidc_label) if self._services.identity_provider else None
        return sheets.password(following, username, fault, label)

    def _prove(self, username: str, password: str, address: str | None) -> Step:
        try:
            return self._services.sign_in.by_password(username, password, address=address)
        except VanthuError:
            note_failed_sign_in(self._services, address)
            raise

    def _check(self, value: str, code: str, address: str | None) -> Step:
        try:
            step = self._services.sign_in.by_code(value, code)
        except CodeWrong:
            note_failed_sign_in(self._services, address, AuditAction.SECOND_FACTOR_FAILED)
            raise
        if step.next is Next.IN:
            method = "recovery_code" if step.recovery else "totp"
            self._services.acting(step.principal).operated(AuditAction.SECOND_FACTOR, {"method": method})
        return step

    def _activate(self, token: str, password: str, address: str | None) -> None:
        person = self._services.accounts.activate(token, password, address=address)
        self._services.acting(person).operated("activated")

    def _end(self, request: Request, everywhere: bool) -> None:
        try:
            person = signed_in(request.scope, self._services)
        except VanthuError:
            return
        acts, sessions = self._services.acting(person), self._services.sessions
        if everywhere:
            acts.operated("sign_out_everywhere", {"sessions": sessions.end_all(person.account_id)})
        else:
            sessions.end(session_of(request))
            acts.signed_out()

    async def _is_in(self, request: Request, *, used: bool = True) -> bool:
        def read() -> None:
            signed_in(request.scope, self._services, used=used)

        try:
            await to_thread.run_sync(read)
        except VanthuError:
            return False
        return True
