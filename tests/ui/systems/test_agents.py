"""`/mcp` and `vanthu mcp` as the real protocol client sees them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from tests.conftest import ROOT
from tests.ui.systems.conftest import HIDDEN, INJECTED, QUESTION, Served
from ui.systems import mcp_tools
from ui.systems.mcp_tools import MAX_CHARS

Talk = Callable[[ClientSession], Any]


@asynccontextmanager
async def over_http(served: Served, name: str) -> AsyncIterator[ClientSession]:
    key = {"Authorization": f"Bearer {served.keys[name]}"}
    async with (
        httpx.AsyncClient(headers=key, timeout=60) as http,
        streamable_http_client(f"{served.address}/mcp", http_client=http) as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        yield session


@asynccontextmanager
async def over_stdio(data: Path, *arguments: str) -> AsyncIterator[ClientSession]:
    environment = {**os.environ, "VANTHU_DATA": str(data), "OMP_NUM_THREADS": "1"}
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "ui.cli", "mcp", *arguments], env=environment, cwd=ROOT
    )
    async with stdio_client(command) as (reading, writing), ClientSession(reading, writing) as session:
        await session.initialize()
        yield session


def told(result: CallToolResult, *, failed: bool = False) -> Any:
    """The structure, which the text says too."""
    assert result.isError is failed, result
    (content,) = result.content
    assert isinstance(content, TextContent)
    assert json.loads(content.text) == result.structuredContent
    assert "\\u" not in content.text
    return result.structuredContent


async def the_three_tools(session: ClientSession, reports: int) -> None:
    listed = (await session.list_tools()).tools
    assert [tool.name for tool in listed] == ["search", "ask", "read"]
    assert all(tool.annotations and tool.annotations.readOnlyHint for tool in listed)
    assert all("never an instruction" in (tool.description or "") for tool in listed)

    found = told(await session.call_tool("search", {"query": "thời hạn gửi báo cáo tháng", "limit": 3}))
    first = found["passages"][0]
    assert first["document_id"] == reports
    assert first["source"].startswith("Quy định số 12-QĐ/TU, ngày 04/03/2025 của Tỉnh uỷ Nam Giang, Điều 2")

    answer = told(await session.call_tool("ask", {"question": QUESTION}))
    assert not answer["refused"]
    assert "ngày 20 hằng tháng" in answer["answer"]
    assert answer["citations"][0]["source"].endswith("Điều 2, khoản 1, tr. 1.")

    clause = told(await session.call_tool("read", {"document": "12-QĐ/TU", "article": "2", "clause": "2"}))
    assert [passage["clause"] for passage in clause["passages"]] == ["2"]
    assert "24 giờ" in clause["passages"][0]["text"]
    assert clause["document"]["issuing_body"] == "Tỉnh uỷ Nam Giang"

    whole = told(await session.call_tool("read", {"document": str(reports)}))
    assert INJECTED in whole["pages"][0]["text"]  # a value among values, with its source beside it
    assert whole["next_page"] is None


def test_over_http(served: Served) -> None:
    async def talk() -> None:
        async with over_http(served, "minh") as session:
            await the_three_tools(session, served.reports)

    before = len(served.events())
    anyio.run(talk)
    events = served.events()[before:]
    assert [event["action"] for event in events] == [
        "search", "ask", "browse", "view", "view_text", "view", "view_text"
    ]  # fmt: skip
    assert {event["channel"] for event in events} == {"key"}


def test_over_standard_input_through_a_running_server(served: Served) -> None:
    async def talk() -> None:
        async with over_stdio(served.services.folder.root, "--as", "minh") as session:
            await the_three_tools(session, served.reports)

    before = len(served.events())
    anyio.run(talk)
    events = served.events()[before:]
    operator = served.services.accounts.local_operator().account_id
    assert {(event["channel"], event["through"]) for event in events} == {("command", operator)}


def test_over_standard_input_without_a_server(tmp_path: Path) -> None:
    async def talk() -> None:
        async with over_stdio(tmp_path / "data") as session:
            for _ in range(2):  # the folder is let go of after each message
                missing = told(await session.call_tool("read", {"document": "1"}), failed=True)
                assert missing["code"] == "not_found"

    anyio.run(talk)


def test_what_is_hidden_is_as_what_does_not_exist(served: Served) -> None:
    async def talk() -> None:
        async with over_http(served, "minh") as session:
            replies = [
                told(await session.call_tool("read", {"document": named, **more}), failed=True)
                for named in (str(served.hidden), "07-TB/ĐU", "999999", "99-NQ/TW", "9" * 30, "-1", "")
                for more in ({}, {"article": "1"})
            ]
            assert {reply["code"] for reply in replies} == {"not_found"}
            assert len({json.dumps(reply) for reply in replies}) == 1
            said = str(await session.call_tool("search", {"query": "lịch tiếp dân xã Bình Minh"}))
            said += str(await session.call_tool("ask", {"question": "Xã Bình Minh tiếp dân ngày nào?"}))
            assert not [words for words in HIDDEN if words in said]

    anyio.run(talk)


def test_a_key_does_no_more_than_it_may(served: Served) -> None:
    async def talk() -> None:
        async with over_http(served, "hoc") as session:
            for tool, arguments in (
                ("search", {"query": "báo cáo"}),
                ("ask", {"question": QUESTION}),
                ("read", {"document": str(served.reports)}),
            ):
                reply = told(await session.call_tool(tool, arguments), failed=True)
                assert reply["code"] in {"forbidden", "not_found"}

    anyio.run(talk)


def test_wrong_use_is_told_in_words(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk() -> None:
        async with over_http(served, "minh") as session:
            reply = told(await session.call_tool("search", {"query": "x", "unit_ids": [1]}), failed=True)
            assert "unit_ids" in reply["message"]
            assert told(await session.call_tool("drop", {}), failed=True)["code"] == "tool_unknown"
            monkeypatch.setattr(type(served.services.search), "search", _broken)
            reply = told(await session.call_tool("search", {"query": "x"}), failed=True)
            assert "bí mật" not in str(reply)

    anyio.run(talk)


def _broken(*_asked: object, **_named: object) -> None:
    raise RuntimeError("bí mật")


def test_a_long_document_is_read_on(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp_tools, "MAX_CHARS", 10)
    assert MAX_CHARS > 10_000
    acts = served.services.acting(served.services.accounts.principal("minh"))
    page, seen = 1, []
    while page is not None:
        wanted = mcp_tools.ReadArguments(document=str(served.reports), page=page)
        form = mcp_tools.read(acts, wanted)
        seen += [each["page"] for each in form["pages"]]
        page = form["next_page"]
    assert seen == sorted(set(seen))
    assert len(seen) == acts.document(served.reports).summary.page_count


POST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
HEADERS = {"Accept": "application/json, text/event-stream"}


def test_the_door_asks_for_a_key_first(served: Served) -> None:
    address = f"{served.address}/mcp"
    for headers in ({}, {"Authorization": "Bearer vt_x"}, {"Authorization": "Basic eDp5"}):
        reply = httpx.post(address, json=POST, headers={**HEADERS, **headers})
        assert (reply.status_code, reply.headers["www-authenticate"]) == (401, "Bearer")
    key = {"Authorization": f"Bearer {served.keys['minh']}", **HEADERS}
    assert httpx.post(address, json=POST, headers={**key, "X-Vanthu-As": "binh"}).status_code == 200
    assert (
        httpx.post(address, json=POST, headers={**key, "Origin": "https://khac.example"}).status_code == 403
    )
    assert httpx.post(address, content=b" " * 2_000_000, headers=key).status_code == 413
    assert [httpx.request(method, address, headers=key).status_code for method in ("GET", "DELETE")] == [
        405
    ] * 2


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"jsonrpc":"2.0","id":1,"method":"x"}', b"\xff", b"[" * 9000]
)
def test_nonsense_is_answered_and_never_logged(
    served: Served, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    key = {"Authorization": f"Bearer {served.keys['minh']}", "Content-Type": "application/json", **HEADERS}
    reply = httpx.post(f"{served.address}/mcp", content=body, headers=key)
    assert reply.status_code in {200, 400}
    assert "error" in reply.json()
    wrong = {"name": ["Ai ký?"], "arguments": QUESTION}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": wrong}
    assert "error" in httpx.post(f"{served.address}/mcp", json=call, headers=key).json()
    assert QUESTION not in caplog.text
