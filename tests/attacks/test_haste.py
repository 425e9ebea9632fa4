"""A program that asks without pause: every door to search and assistant turns it away, and no one else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from access.errors import TooFast
from access.pace import Pace
from access.roles import Role
from tests.attacks.conftest import ORIGIN, Estate
from tests.attacks.test_other_systems import ACCEPT, key_of

CHAT = {"model": "vanthu", "messages": [{"role": "user", "content": "Lịch họp?"}]}
EVENTS = {"Accept": "text/event-stream"}


def tool(name: str, **arguments: Any) -> dict[str, Any]:
    params = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


DOORS: dict[str, tuple[str, str, dict[str, Any] | None, dict[str, str]]] = {
    "search": ("GET", "/api/search?q=h%E1%BB%8Dp", None, {}),
    "search, body": ("POST", "/api/search", {"q": "họp"}, {}),
    "ask": ("POST", "/api/ask", {"question": "Lịch họp?"}, {}),
    "ask, sentence by sentence": ("POST", "/api/ask", {"question": "Lịch họp?"}, EVENTS),
    "ask, kept": ("POST", "/api/ask", {"question": "Lịch họp?", "keep": True}, {}),
    "chat": ("POST", "/v1/chat/completions", CHAT, {}),
    "chat, streamed": ("POST", "/v1/chat/completions", {**CHAT, "stream": True}, {}),
    "agent, search": ("POST", "/mcp", tool("search", query="họp"), ACCEPT),
    "agent, ask": ("POST", "/mcp", tool("ask", question="Lịch họp?"), ACCEPT),
}


@pytest.fixture
def hurried(estate: Estate) -> Iterator[Estate]:
    """One search or question a minute for each account."""
    before = estate.services.pace
    estate.services.__dict__["pace"] = Pace(1)
    yield estate
    estate.services.__dict__["pace"] = before


@pytest.mark.parametrize("door", DOORS)
def test_the_second_at_once_is_turned_away(hurried: Estate, door: str) -> None:
    method, address, body, headers = DOORS[door]
    front = TestClient(hurried.front, base_url=ORIGIN, raise_server_exceptions=False)
    key = key_of(hurried, "outsider")
    replies = [front.request(method, address, json=body, headers={**key, **headers}) for _ in range(2)]
    assert replies[0].status_code == 200 and "too_fast" not in replies[0].text
    told = replies[1]
    assert "too_fast" in told.text
    if address != "/mcp":  # there the model is told, and the call itself was in order
        assert (told.status_code, told.headers["content-type"]) == (429, "application/json")
        assert 1 <= int(told.headers["retry-after"]) <= 60
    second_key = front.request(method, address, json=body, headers={**key_of(hurried, "outsider"), **headers})
    assert "too_fast" in second_key.text, "another key of the same account gains nothing"
    other = front.request(method, address, json=body, headers={**key_of(hurried, "official"), **headers})
    assert other.status_code == 200 and "too_fast" not in other.text
    assert hurried.client("outsider").get("/documents").status_code == 200, "all else goes on"


def test_who_may_not_ask_is_told_that_and_nothing_is_begun(hurried: Estate) -> None:
    client = hurried.client(Role.ADMINISTRATOR.value)
    for headers in ({}, EVENTS):
        for _ in range(3):
            assert client.post("/ask", json={"question": "?"}, headers=headers).status_code == 403


def test_asking_again_in_a_conversation_counts_and_leaves_none_behind(hurried: Estate) -> None:
    person = hurried.people["outsider"]
    talking = hurried.services.acting(person).talking
    before = talking.count()
    begun = talking.ask("Lịch họp?")
    for _ in talking.follow(begun.id):
        pass
    with pytest.raises(TooFast):
        talking.ask("Và hôm sau?")
    with pytest.raises(TooFast):
        talking.ask_again(begun.id, ())
    assert talking.count() == before + 1
    talking.remove(begun.talk_id)


def test_the_operator_at_the_machine_is_not_held_up(hurried: Estate) -> None:
    hurried.services.accounts.local_operator()
    local = hurried.local()
    assert [local.post("/search", json={"q": "họp"}).status_code for _ in range(3)] == [200] * 3
