"""What is said of a hidden document is, byte for byte, what would be said if it did not exist.

Every answer of the API is kept, the hidden documents are taken out of the installation, and it is asked
again; or two installations are built that differ in hidden documents only. `elapsed_ms` is set apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from access.principal import Principal
from access.roles import Action
from rag.embed import Embedder
from rag.weights import install
from tests.ui.signing_in import session_client
from tests.vanthu.scope_world import (
    NUMBERS,
    OTHER,
    READER,
    TOPICS,
    Plan,
    Unit,
    World,
    house,
    library,
    plans,
)
from ui.systems import routes as systems
from vanthu.services import Services
from vanthu.settings import settings as product_settings

EXAMPLES = [pytest.param(1, id="some"), pytest.param(100, marks=pytest.mark.long, id="hundreds")]
ABSENT = 2_000_000_000
OF_A_DOCUMENT = (
    "", "?on=2019-01-01", "?on=2030-01-01", "/pages", "/pages/1/text", "/pages/2/text", "/pages/1/image",
    "/original", "/archive", "/export", "/nothing", "/parts",
)  # fmt: skip


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = house(tmp_path)
    yield made
    made.close()


def asked(world: World) -> Iterator[tuple[str, str, Any]]:
    """Method, address and body of everything one may ask, the hidden documents' own words among it."""
    for query in (
        "", "?limit=1", "?limit=2&offset=1", "?sort=title", "?sort=created_at", "?text=1-Q%C4%90/TU",
        "?year=2021", "?needs_review=true", "?issued_until=2021-06-01", "?status=ready", "?sort=nothing",
    ):  # fmt: skip
        yield "GET", f"/documents{query}", None
    for number in (*NUMBERS, "9-XX"):
        yield "GET", f"/documents/by-reference?number={number.replace('Đ', '%C4%90')}", None
    for document_id in (*world.papers, ABSENT):
        for route in OF_A_DOCUMENT:
            yield "GET", f"/documents/{document_id}{route}", None
        yield "PATCH", f"/documents/{document_id}", {"fields": {"secrecy_level": "none"}}
        yield "POST", "/search", {"q": f"lô{world.batch} kế hoạch", "document": [document_id]}
    own_words = [f"riêng{world.batch}x{n}" for n in range(len(world.papers))]
    for words in (*own_words, f"lô{world.batch}", "kế hoạch", "ke hoach da ban hanh", *TOPICS, *NUMBERS):
        for limit in (1, 3, 100):
            yield "POST", "/search", {"q": words, "limit": limit}
        yield "POST", "/ask", {"question": f"Kế hoạch về {words} nói gì?"}
    for number in NUMBERS:
        yield "POST", "/ask", {"question": f"Văn bản {number} còn hiệu lực không?"}
        yield "POST", "/ask", {"question": f"Văn bản {number} bị thay thế khi nào?", "on": "2021-06-01"}
        typed = number.replace("-", " ").lower()
        yield "POST", "/ask", {"question": f"{typed} ai ban hành, Điều 1 nói gì?"}
        turn = {"question": f"{number} nói gì?", "answer": "…", "document_ids": world.papers}
        yield "POST", "/ask", {"question": "Văn bản này nói gì?", "history": [turn]}
    for question in (
        "Có bao nhiêu quyết định năm 2021?", "quyết định 2 nói gì",
        f"các quyết định của Cơ quan {world.batch}.1",
        "vào ngày 01/06/2021 thì kế hoạch nào", "văn bản ban hành trước 1/1/2022 về chuyển đổi số",
    ):  # fmt: skip
        yield "POST", "/ask", {"question": question}
    yield from of_the_desk(world)
    yield "GET", "/jobs", None
    yield "GET", "/me", None
    yield "GET", "/training/courses/phan-loai-truoc-khi-dan", None


def of_the_desk(world: World) -> Iterator[tuple[str, str, Any]]:
    """Dossiers, lots, the queue, page work, batches; nothing that would change what is asked afterwards."""
    for address in (
        "/dossiers", "/dossiers?limit=1", f"/dossiers?text=HS.{world.batch}", "/lots", "/lots/waiting",
        "/figures?first=2026-01-01&last=2099-12-31", "/desk/queue", "/desk/queue?limit=1", "/page-work",
        "/batches",
    ):  # fmt: skip
        yield "GET", address, None
    for lot_id in (*world.work.lots, ABSENT):
        yield "GET", f"/lots/{lot_id}", None
    for check_id in (*world.work.checks, ABSENT):
        yield "POST", f"/checks/{check_id}", {"corrections": {"secrecy_level": "none"}}
    for batch_id in (*world.work.batches, ABSENT):
        yield "GET", f"/batches/{batch_id}", None
    for document_id in (*world.papers, ABSENT):
        item = f"word:{document_id}:1:1:0"
        yield "GET", f"/desk/queue?document_id={document_id}", None
        yield "GET", f"/desk/queue?after={item}", None
        yield "GET", f"/desk/items/{item}", None
        yield "POST", f"/desk/items/{item}", {"text": "x", "revision": 0}
        for rest in ("pages/1", "history"):
            yield "GET", f"/desk/documents/{document_id}/{rest}", None
        yield "POST", f"/desk/documents/{document_id}/find", {"text": "kế hoạch"}
        yield "POST", "/page-work", {"documents": [[{"document_id": document_id, "page": 9}]]}
        yield "GET", f"/outputs/documents/{document_id}?form=csv", None
        yield "POST", "/lots", {"name": "", "document_ids": [document_id], "sample_rate": 1, "limit": 0}
    for dossier_id in (*world.work.dossiers, ABSENT):
        yield "GET", f"/dossiers/{dossier_id}", None
        yield "GET", f"/outputs/dossiers/{dossier_id}?form=csv", None
        for document_id in (*world.papers, ABSENT):
            order = {"document_ids": [document_id]}
            yield "PUT", f"/dossiers/{dossier_id}/documents", order
    every = "&".join(f"ids={document_id}" for document_id in (*world.papers, ABSENT))
    yield "GET", f"/outputs/metadata?form=csv&{every}", None


def of_other_systems(world: World) -> Iterator[tuple[str, str, Any]]:
    """What a chat program and an agent ask."""

    def tool(name: str, **arguments: Any) -> tuple[str, str, Any]:
        params = {"name": name, "arguments": arguments}
        return "POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}

    def chat(*said: str, stream: bool = False) -> tuple[str, str, Any]:
        messages = [{"role": role, "content": text} for role, text in zip("uaua", said, strict=False)]
        for each in messages:
            each["role"] = {"u": "user", "a": "assistant"}[each["role"]]
        return "POST", "/v1/chat/completions", {"model": "vanthu", "messages": messages, "stream": stream}

    for document_id in (*world.papers, ABSENT):
        yield tool("read", document=str(document_id))
        yield tool("read", document=str(document_id), article="1")
    for number in (*NUMBERS, "9-XX"):
        yield tool("read", document=number)
        yield tool("ask", question=f"Văn bản {number} còn hiệu lực không?")
        yield chat(f"Văn bản {number} bị thay thế khi nào?")
        yield chat("Có văn bản nào?", f"Có.\n\nNguồn trích dẫn:\n[1] Số {number}", "Văn bản này nói gì?")
    yield tool("search", query=f"lô{world.batch} kế hoạch", limit=20)
    yield chat(f"Kế hoạch lô{world.batch} nói gì?", stream=True)


def of_conversations(client: TestClient, world: World) -> Iterator[tuple[str, Any]]:
    """What is kept of one's questions, shown again and made into files; nothing of it stays."""
    for number in NUMBERS:
        begun = client.post("/ask", json={"question": f"Văn bản {number} nói gì?", "keep": True})
        yield f"keep {number}", begun
        if begun.status_code != 200:
            continue
        talk, exchange = begun.json()["conversation"], begun.json()["exchange"]
        more = {"question": f"Kế hoạch lô{world.batch} thì sao?", "conversation": talk}
        yield f"go on {number}", client.post("/ask", json=more)
        yield f"shown again {number}", client.get(f"/conversations/{talk}")
        for kept in (f"exchanges/{exchange}", f"conversations/{talk}"):
            yield f"file of {kept.split('/')[0]} {number}", client.get(f"/{kept}/file?form=txt")
        assert client.delete(f"/conversations/{talk}").status_code == 204


DRAWN = re.compile(
    rb'\\?"(?:created|elapsed_ms|id|conversation|exchange|started_at|changed_at|asked_at)\\?": ?'
    rb'(?:"[^"]*"|\d+)'
    rb"|chatcmpl-[0-9a-f]{32}|\d{1,2}:\d{2}(?::\d{2})?"
)
"""Numbers drawn for the asker's own questions, and moments; ids of documents stand under another name."""


def other_story(client: TestClient, world: World, person: Principal) -> dict[str, Any]:
    """The same of the doors for other systems, and of kept conversations."""
    told: dict[str, Any] = {}
    doors = TestClient(Starlette(routes=systems.routes(world.services)), base_url="http://localhost")
    may = [action for action in Action if person.may(action)]
    if may:
        until = date.today() + timedelta(days=2)
        _, key = world.services.api_keys.add(person, "chương trình", may, until)
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json, text/event-stream"}
        for method, address, body in of_other_systems(world):
            reply = doors.request(method, address, json=body, headers=headers)
            told[json.dumps([address, body], ensure_ascii=False)] = reply
    told |= dict(of_conversations(client, world))
    return {name: (reply.status_code, DRAWN.sub(b"", reply.content)) for name, reply in told.items()}


UNLIKE = re.compile(rb'"(elapsed_ms|created_at|updated_at|at)": ?("[^"]*"|\d+)')


def story(client: TestClient, world: World, *, moments: bool = True) -> dict[str, Any]:
    """Status, headers and bytes of every reply, by what was asked."""
    told: dict[str, Any] = {}
    for method, address, body in asked(world):
        streams = ({}, {"Accept": "text/event-stream"}) if address == "/ask" and moments else ({},)
        for headers in streams:
            reply = client.request(method, address, json=body, headers=headers)
            content = reply.content
            content = (
                UNLIKE.sub(rb"\1", content) if not moments else re.sub(rb'"elapsed_ms": ?\d+', b"", content)
            )
            kept = {name: value for name, value in reply.headers.items() if name != "content-length"}
            if not moments:
                kept = {name: value for name, value in kept.items() if name not in {"etag", "last-modified"}}
                if address.endswith("/export"):
                    content = b""  # a ZIP holds the moments of its making
            key = json.dumps([method, address, body, headers], ensure_ascii=False)
            told[key] = (reply.status_code, kept, content)
    return told


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
    return [(key, before[key], after[key]) for key in before if before[key] != after[key]]


@pytest.mark.parametrize("examples", EXAMPLES)
@pytest.mark.timeout(7200)
def test_taking_hidden_documents_out_changes_not_a_byte(services: Services, examples: int) -> None:
    hidden_at_all, answered = 0, list[str]()

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    @given(plan=plans(), asker=st.integers(0, 2), seal=st.booleans())
    @example(plan=library(3, first=False), asker=READER, seal=False)
    @example(plan=library(3, first=True), asker=OTHER, seal=True)
    def check(plan: Plan, asker: int, seal: bool) -> None:
        nonlocal hidden_at_all
        world = World(services, plan)
        unit = next(iter(world.posts(asker)))
        person = world.principal(asker, unit)
        client = session_client(services, person)
        hidden = [i for i in world.papers if i not in world.allowed(asker, unit)]
        if seal:
            services.index.optimise()
        before, other = story(client, world), other_story(client, world, person)
        world.remove(hidden)
        assert differences(before, story(client, world)) == []
        assert differences(other, other_story(client, world, person)) == []
        hidden_at_all += len(hidden)
        answered.extend(name.split()[0] for name, (status, _) in other.items() if status == 200)

    check()
    assert hidden_at_all > max(examples, 4)
    assert {"keep", "go", "shown", "file", '["/mcp",', '["/v1/chat/completions",'} <= {*answered}


@pytest.mark.parametrize("first", [False, pytest.param(True, marks=pytest.mark.long)])
def test_two_libraries_that_differ_in_hidden_documents_alone(tmp_path: Path, first: bool) -> None:
    """With the real model: hidden documents entered last or never; or first, and taken out again."""
    embedder = Embedder(install(product_settings().models))
    hidden = 6 if first else 3

    def told(name: str, plan: Plan, *, without_first: int = 0) -> dict[str, Any]:
        services = house(tmp_path / name, embedder)
        try:
            world = World(services, plan, batch=1)
            world.remove(world.papers[:without_first])
            services.index.optimise()
            world.papers = [*range(1, hidden + 4)]
            world.work.checks = [*range(1, hidden + 4)]
            client = session_client(services, world.principal(READER, READER))
            return story(client, world, moments=False)
        finally:
            services.close()

    if first:
        without = told("gone", library(hidden, first=True), without_first=hidden)
    else:
        without = told("never", library(0, first=False))
    assert sum(reply[0] == 200 for reply in without.values()) > 50
    assert differences(told("there", library(hidden, first=first)), without) == []


def test_the_same_bytes_handed_in_are_no_news_of_a_hidden_document(services: Services) -> None:
    """Of another unit, of a class one has no grant for, and of a unit below that one may hand in for."""
    plan = library(3, first=False)
    plan = replace(plan, units=(Unit(None, None, None), Unit(READER, None, None)))
    world = World(services, plan)
    client = session_client(services, world.principal(READER, READER))

    def handed_in(content: bytes, unit: int) -> dict[str, Any]:
        asked = {"secrecy": "none", "sensitive": False, "unit": f"B{world.batch}.U{unit}"}
        (job,) = client.put("/uploads", params=asked, content=content).json()
        return {name: value for name, value in job.items() if name not in {"id", "created_at", "updated_at"}}

    fresh = [handed_in(b"van ban moi hoan toan %d" % unit, unit) for unit in (READER, OTHER)]
    for n in range(len(world.papers)):
        seen = world.papers[n] in world.allowed(READER, READER)
        same = f"{world.batch} {n}".encode()
        for unit in (READER, OTHER):
            job = handed_in(same, unit)
            if seen and unit == plan.papers[n].unit:
                assert (job["state"], job["document_id"]) == ("duplicate", world.papers[n])
            else:
                assert job == fresh[unit]
