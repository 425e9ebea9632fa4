"""`/sign-in/provider`: to the site's identity provider and back (OpenID Connect)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from access.errors import ProviderRefused
from access.sign_in import Step
from ui.door import is_secure
from ui.sign_in import sheets
from ui.sign_in.page import draw
from ui.sign_in.replies import address_of, local_path, put_step, read_form, speak, step_of
from vanthu.acts import note_failed_sign_in
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.services import Services

RETURN = "/sign-in/provider/return"
STEP = "provider"

GoOn = Callable[[Request, Step, str], Awaitable[Response]]


class ProviderWay:
    """The two routes; `go_on` leads on from a proven name, as after a password."""

    def __init__(self, services: Services, go_on: GoOn) -> None:
        self._services = services
        self._go_on = go_on

    def routes(self) -> list[Route]:
        return [
            Route(sheets.PROVIDER, self.go, methods=["POST"]),
            Route(RETURN, self.come_back, methods=["GET"]),
        ]

    async def go(self, request: Request) -> Response:
        speak(request)
        try:
            form = await read_form(request)
            address, value = await to_thread.run_sync(
                self._begin, self._return_url(request), local_path(form.get("next"))
            )
        except VanthuError as fault:
            return self._refuse(fault)
        return put_step(RedirectResponse(address, 303), request, self._services, value)

    async def come_back(self, request: Request) -> Response:
        speak(request)
        answered = dict(request.query_params)
        try:
            step, following = await to_thread.run_sync(
                self._finish, step_of(request), answered, address_of(request)
            )
        except VanthuError as fault:
            return self._refuse(fault)
        return await self._go_on(request, step, following)

    def _begin(self, return_url: str, following: str) -> tuple[str, str]:
        provider = self._services.identity_provider
        if provider is None:
            raise ProviderRefused
        address, kept = provider.begin(return_url)
        value = self._services.pending.open(None, {"step": STEP, "next": following, **kept})
        return address, value

    def _finish(self, value: str, answered: dict[str, str], came_from: str | None) -> tuple[Step, str]:
        """Taken first, so that an answer of the provider is heard once, whatever it says."""
        house = self._services
        try:
            provider = house.identity_provider
            waiting = house.pending.take(value, STEP)
            if provider is None:
                raise ProviderRefused
            person = provider.finish(waiting.facts, answered)
            account_id, linked = house.identities.account_of(person)
            principal = house.accounts.principal_by_id(account_id)
        except VanthuError:
            note_failed_sign_in(house, came_from)
            raise ProviderRefused from None
        if linked:
            house.acting(principal).operated("identity_linked")
        shown = person.second_factor and house.settings.oidc_trust_amr
        step = house.sign_in.proven(principal, method="oidc", factor_shown=shown)
        return step, local_path(waiting.text("next"))

    def _return_url(self, request: Request) -> str:
        """As the provider knows it: under the address people open, where that is set."""
        public = self._services.settings.public_url
        if public:
            return public.rstrip("/") + RETURN
        scheme = "https" if is_secure(request.scope, public) else "http"
        return f"{scheme}://{urlsplit(str(request.base_url)).netloc}{RETURN}"

    def _refuse(self, fault: VanthuError) -> Response:
        label = translate(self._services.settings.oidc_label) if self._services.identity_provider else None
        return draw(sheets.password("/", "", fault, label))
