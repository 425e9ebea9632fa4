"""Requests carried out in this process, for a data folder no server holds: the same API, called directly."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, BinaryIO
from urllib.parse import unquote

from ui.cli import logs
from ui.cli.office import Reply
from ui.memory import no_core_dumps

CHUNK = 1024 * 1024


class InProcess:
    """The API over services of its own; the job runner starts with the first upload."""

    def __init__(self) -> None:
        logs.begin("WARNING")
        no_core_dumps()
        self._services = _build()
        self._app = _local_app(self._services)
        self._jobs_run = False

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._services.close()

    def carry(self, method: str, target: str, headers: Mapping[str, str], body: bytes | BinaryIO) -> Reply:
        path, _, query = target.partition("?")
        if path.startswith(("/api/uploads", "/api/jobs")) and method != "GET":
            self._start_jobs()
        if path in {"/api/search", "/api/ask", "/mcp"}:
            # No server has brought the index level since what a restore or an interrupted command left.
            self._services.indexer.reconcile()
        at_desk = path.startswith("/api/desk")
        if at_desk:
            self._services.following.fill_desk()
        app = _agents_app(self._services) if path == "/mcp" else self._app
        reply = asyncio.run(_call(app, _scope(method, path, query, headers), body))
        if at_desk and method != "GET":
            # The index follows before the next search, searchable PDFs at the next start of a server.
            self._services.following.read_again()
        return reply

    def _start_jobs(self) -> None:
        if not self._jobs_run:
            self._jobs_run = True
            self._services.ingest.start()


def _build() -> Any:
    from vanthu import services
    from vanthu.settings import settings

    built = services.build(settings())
    built.folder.empty_temporary()
    built.folder.require_space(settings().min_free_bytes)
    return built


def _local_app(services: Any) -> Any:
    from starlette.applications import Starlette
    from starlette.routing import Mount

    from ui.api import app
    from ui.door import LocalDoor

    return LocalDoor(Starlette(routes=[Mount("/api", app=app.create(services))]))


def _agents_app(services: Any) -> Any:
    from ui.door import LocalDoor
    from ui.systems import mcp_server

    return LocalDoor(mcp_server.create(services))


def _scope(method: str, path: str, query: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """The request as an ASGI server would describe it."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "root_path": "",
        "query_string": query.encode("ascii"),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": None,
        "server": None,
    }


async def _call(app: Any, scope: dict[str, Any], body: bytes | BinaryIO) -> Reply:
    """One ASGI request and its whole reply."""
    status, received, content = 500, {}, bytearray()
    finished = False

    async def receive() -> dict[str, Any]:
        nonlocal finished
        if finished:
            await asyncio.Event().wait()
        chunk = body if isinstance(body, bytes) else body.read(CHUNK)
        finished = isinstance(body, bytes) or not chunk
        return {"type": "http.request", "body": chunk, "more_body": not finished}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, received
        if message["type"] == "http.response.start":
            status = message["status"]
            received = {name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            content.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Reply(status, received, bytes(content))
