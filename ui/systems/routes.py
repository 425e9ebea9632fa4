"""Where other systems come in, as routes of the server and of the Unix socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Mount, Route

from ui.systems import chat, mcp_server

if TYPE_CHECKING:
    from vanthu.services import Services

MCP_PATH, CHAT_PATH = "/mcp", "/v1"


def routes(services: Services) -> list[BaseRoute]:
    return [Route(MCP_PATH, mcp_server.create(services)), Mount(CHAT_PATH, app=chat.create(services))]
