"""What a signed-in person does that gives the browser a new session: password, second factor, unit."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from access.authentication import change_password, confirm_password, has_password
from access.principal import Principal
from access.roles import SECOND_FACTOR
from ui.door import ForeignOrigin, signed_in
from ui.sign_in import sheets
from ui.sign_in.page import draw
from ui.sign_in.replies import (
    drop_session,
    put_session,
    put_step,
    read_form,
    remember_language,
    session_of,
    speak,
    with_next,
)
from vanthu.db import now
from vanthu.errors import NotFound, VanthuError
from vanthu.services import Services

UNIT = "/account/unit"


class OwnAccount:
    """Routes under `/account`; the guard lets nobody near who is not signed in."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def routes(self) -> list[Route]:
        return [
            Route(sheets.PASSWORD, self.show_password, methods=["GET"]),
            Route(sheets.PASSWORD, self.take_password, methods=["POST"]),
            Route(sheets.FACTOR, self.show_factor, methods=["GET"]),
            Route(sheets.FACTOR, self.take_factor, methods=["POST"]),
            Route(UNIT, self.take_unit, methods=["POST"]),
        ]

    async def show_password(self, request: Request) -> Response:
        chosen = speak(request)
        person = await self._person(request)
        if person is None:
            return _to_sign_in(sheets.PASSWORD)
        return remember_language(draw(sheets.change_password(person.username)), chosen)

    async def take_password(self, request: Request) -> Response:
        """Every session ends, also one that a stranger may have; this browser gets a new one."""
        speak(request)
        person = await self._person(request)
        if person is None:
            return _to_sign_in(sheets.PASSWORD)
        try:
            form = await read_form(request)
            sheets.require_same(form)
            token = await to_thread.run_sync(
                self._change, person, session_of(request), form.get("old", ""), form.get("new", "")
            )
        except VanthuError as fault:
            return draw(sheets.change_password(person.username, fault))
        return put_session(RedirectResponse(sheets.ACCOUNT, 303), request, self._services, token)

    async def show_factor(self, request: Request) -> Response:
        chosen = speak(request)
        person = await self._person(request)
        if person is None:
            return _to_sign_in(sheets.FACTOR)
        asked = await to_thread.run_sync(self._asked, person)
        return remember_language(draw(sheets.confirm_factor(asked)), chosen)

    async def take_factor(self, request: Request) -> Response:
        """Shown that it is still the same person, go on to the page with the QR code."""
        speak(request)
        person = await self._person(request)
        if person is None:
            return _to_sign_in(sheets.FACTOR)
        asked = await to_thread.run_sync(self._asked, person)
        try:
            form = await read_form(request)
            value = await to_thread.run_sync(self._open, person, session_of(request), asked, form)
        except VanthuError as fault:
            return draw(sheets.confirm_factor(asked, fault))
        response = RedirectResponse(with_next(sheets.ENROL, sheets.ACCOUNT), 303)
        return put_step(response, request, self._services, value)

    async def take_unit(self, request: Request) -> Response:
        """Act for another of one's units: the session goes on under a new name."""
        speak(request)
        person = await self._person(request)
        if person is None:
            return _to_sign_in("/")
        try:
            form = await read_form(request)
            token = await to_thread.run_sync(self._act_for, person, session_of(request), form.get("unit", ""))
        except ForeignOrigin as fault:
            return draw(sheets.password("/", fault=fault))
        except VanthuError:
            return RedirectResponse(sheets.ACCOUNT, 303)
        if token is None:  # that post asks for a second factor this session has not seen
            return drop_session(_to_sign_in(sheets.ACCOUNT))
        return put_session(RedirectResponse("/", 303), request, self._services, token)

    def _change(self, person: Principal, token: str, old: str, new: str) -> str:
        view = self._services.sessions.read(token)
        change_password(self._services.db, person, old, new, now())
        self._services.acting(person).operated("password_changed")
        return self._services.sessions.begin(person, method=view.method, second_factor=view.second_factor)

    def _asked(self, person: Principal) -> str:
        """What shows that the person at the desk is the one who signed in."""
        if has_password(self._services.db, person.account_id):
            return "password"
        return "code" if self._services.second_factors.state(person.account_id).enrolled_at else ""

    def _open(self, person: Principal, token: str, asked: str, form: dict[str, str]) -> str:
        house = self._services
        if asked == "password":
            confirm_password(house.db, person.account_id, form.get("password", ""), now())
        elif asked == "code":
            house.second_factors.check(person.account_id, form.get("code", ""))
        return house.sign_in.open_enrolment(person, house.sessions.read(token).method)

    def _act_for(self, person: Principal, token: str, unit: str) -> str | None:
        """The session's new token; None where the post asks for more than this session has shown."""
        house = self._services
        unit_id = int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else 0
        there = house.accounts.principal_by_id(person.account_id, unit_id=unit_id)
        if there.unit_id != unit_id:
            raise NotFound
        view = house.sessions.read(token)
        if not view.second_factor and not there.roles.isdisjoint(SECOND_FACTOR):
            house.sessions.end(token)
            return None
        renamed = house.sessions.act_for(token, unit_id)
        house.acting(there).operated("act_for_unit", {"unit": unit_id})
        return renamed

    async def _person(self, request: Request) -> Principal | None:
        try:
            return await to_thread.run_sync(signed_in, request.scope, self._services)
        except VanthuError:
            return None


def _to_sign_in(following: str) -> Response:
    return RedirectResponse(with_next(sheets.SIGN_IN, following), 303)
