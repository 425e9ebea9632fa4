"""The doors for other systems: every role's key does there what it may elsewhere, and reaches no further."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from access.roles import MAY, Action, Role
from tests.attacks.conftest import ORIGIN, SECRET_WORDS, Estate
from ui.systems.mcp_tools import TOOLS

ASKED = f"Kế hoạch {SECRET_WORDS} là gì?"
NUMBER = "12-KH/ĐU"
ACCEPT = {"Accept": "application/json, text/event-stream"}


def key_of(estate: Estate, name: str) -> dict[str, str]:
    """A key for everything that person may do."""
    person = estate.people[name]
    may = [action for action in Action if person.may(action)]
    ends = date.today() + timedelta(days=1)
    _, key = estate.services.api_keys.add(person, "thử", may, ends)
    return {"Authorization": f"Bearer {key}", **ACCEPT}


def calls(estate: Estate) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Everything there is to ask for: method, address, body."""
    chat = {"model": "vanthu", "messages": [{"role": "user", "content": ASKED}]}
    arguments = {
        "search": {"query": ASKED, "limit": 20},
        "ask": {"question": ASKED},
        "read": {"document": str(estate.ids["document_id"])},
    }
    assert arguments.keys() == TOOLS.keys()
    tools = [("tools/call", {"name": name, "arguments": wanted}) for name, wanted in arguments.items()]
    tools.append(("tools/call", {"name": "read", "arguments": {"document": NUMBER}}))
    return [
        ("GET", "/v1/models", None),
        ("POST", "/v1/chat/completions", chat),
        ("POST", "/v1/chat/completions", {**chat, "stream": True}),
        *(
            ("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
            for method, params in tools
        ),
    ]


@pytest.fixture
def front(estate: Estate) -> TestClient:
    return TestClient(estate.front, base_url=ORIGIN, raise_server_exceptions=False, follow_redirects=False)


@pytest.mark.parametrize("name", [*[role.value for role in Role], "outsider"])
def test_every_door_by_every_key(estate: Estate, front: TestClient, name: str) -> None:
    headers, person = key_of(estate, name), estate.people[name]
    inside = name != "outsider"
    said = []
    for method, address, body in calls(estate):
        reply = front.request(method, address, json=body, headers=headers)
        assert reply.status_code < 500, (address, reply.text)
        if not person.may(Action.READ):
            refused = reply.status_code == 403 or '"isError":true' in reply.text
            assert refused, (name, address, reply.text[:200])
        said.append(reply.text)
    told = SECRET_WORDS in "\n".join(said).replace(ASKED, "")
    assert told == (inside and not set(person.roles).isdisjoint(MAY[Action.READ]))


def test_no_key_no_answer(estate: Estate, front: TestClient) -> None:
    """Not with a session, an empty key, another kind of authorisation, or the marks of the Unix socket."""
    session = dict(estate.client("clerk", front=True).cookies)
    for headers in (
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer vt_"},
        {"Authorization": "Basic YTpi"},
        {"X-Vanthu-As": "a.clerk"},
        {"vanthu.local": "1", "X-Vanthu-Local": "1"},
    ):
        for cookies in ({}, session):
            client = TestClient(estate.front, base_url=ORIGIN, follow_redirects=False, cookies=cookies)
            for method, address, body in calls(estate):
                reply = client.request(method, address, json=body, headers={**ACCEPT, **headers})
                assert reply.status_code == 401, (address, headers)
                assert SECRET_WORDS not in reply.text


def test_the_operators_mark_is_no_header(estate: Estate, front: TestClient) -> None:
    """A key acts for its owner, whoever it says it comes from."""
    headers = {**key_of(estate, "outsider"), "X-Vanthu-As": "a.clerk"}
    for method, address, body in calls(estate):
        reply = front.request(method, address, json=body, headers=headers)
        assert SECRET_WORDS not in reply.text.replace(ASKED, "")


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/chat", "/v1/files", "/mcp/", "/mcp/x"])
def test_beside_the_doors_there_is_nothing(estate: Estate, front: TestClient, path: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        reply = front.request(method, path, headers=key_of(estate, "clerk"))
        assert reply.status_code in {303, 401, 404, 405}, (method, reply.status_code)
        assert "a.clerk" not in reply.text


def test_a_key_for_something_else_asks_nothing(estate: Estate, front: TestClient) -> None:
    person = estate.people["clerk"]
    ends = date.today() + timedelta(days=1)
    _, key = estate.services.api_keys.add(person, "chỉ số hoá", [Action.DIGITISE], ends)
    for method, address, body in calls(estate):
        reply = front.request(
            method, address, json=body, headers={"Authorization": f"Bearer {key}", **ACCEPT}
        )
        assert reply.status_code == 403 or '"isError":true' in reply.text
        assert SECRET_WORDS not in reply.text
