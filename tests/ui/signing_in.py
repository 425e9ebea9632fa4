"""How tests get in: with a session begun at once, or the whole way through the sign-in pages."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

import pyotp
from fastapi.testclient import TestClient

from access.principal import Principal
from ui.api import app
from ui.door import SESSION_COOKIE
from vanthu.services import Services

_SECRET = re.compile(r"<code>([A-Z2-7 ]{32,})</code>")
_RECOVERY = re.compile(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>")


def session_client(services: Services, person: Principal) -> TestClient:
    """The API as a browser sees it in which `person` has signed in, with a second factor."""
    client = TestClient(app.create(services), base_url="http://localhost")
    client.cookies.set(SESSION_COOKIE, services.sessions.begin(person, second_factor=True))
    return client


def signed_in_client(services: Services, username: str, unit_code: str | None = None) -> TestClient:
    """As `session_client`, for a user name, acting for one's own unit or for the one named."""
    person = services.accounts.principal(username)
    if unit_code is not None:
        unit = services.units.by_code(unit_code)
        person = services.accounts.principal_by_id(person.account_id, unit_id=unit.id)
        assert person.unit_id == unit.id, f"{username} has no post in {unit_code}"
    return session_client(services, person)


@dataclass
class Factor:
    """A person's second factor, as their telephone and their drawer hold it."""

    secret: str = ""
    recovery: list[str] = field(default_factory=list)

    def code(self, *, steps: int = 0) -> str:
        """The code of the application now, or of some half minutes away."""
        return pyotp.TOTP(self.secret).at(time.time() + 30 * steps)


def enter(client: Any, username: str, password: str, factor: Factor | None = None) -> Factor:
    """Sign in by the pages, whatever they ask: `client` is an HTTP client that does not follow redirects.

    Who enrols on the way gets a `factor` with ten recovery codes, of which each later sign-in takes one.
    """
    factor = factor or Factor()
    reply = client.post("/sign-in", data={"username": username, "password": password})
    assert reply.status_code == 303, reply.text
    step = reply.headers["location"]
    if step.startswith("/sign-in/enrol"):
        factor.secret = shown_secret(client.get(step).text)
        reply = client.post("/sign-in/enrol", data={"code": factor.code()})
        assert reply.status_code == 200, reply.text
        factor.recovery = shown_recovery_codes(reply.text)
    elif step.startswith("/sign-in/code"):
        reply = client.post("/sign-in/code", data={"code": factor.recovery.pop()})
        assert reply.status_code == 303, reply.text
    return factor


def shown_secret(page: str) -> str:
    """The key that the page of an enrolment shows for typing."""
    found = _SECRET.search(page)
    assert found is not None, page
    return found.group(1).replace(" ", "")


def shown_recovery_codes(page: str) -> list[str]:
    return _RECOVERY.findall(page)
