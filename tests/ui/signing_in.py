"""How tests get in: with a session begun at once, second factor shown."""

from __future__ import annotations

from fastapi.testclient import TestClient

from access.principal import Principal
from ui.api import app
from ui.door import SESSION_COOKIE
from vanthu.services import Services


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
