"""How much a request may say: small bodies are read whole and counted; uploads are streamed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from starlette.responses import JSONResponse

from ui.door import LOCAL_MARK
from vanthu.errors import VanthuError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 1024 * 1024
"""Every field of a catalogue card at its longest, or a long conversation, with room to spare."""
MAX_WORDS = 100_000
STREAMED = "/uploads"

Words = Annotated[str, Field(max_length=MAX_WORDS)]
"""Text in a body. With a length set, pydantic also refuses what is no Unicode text (lone surrogates)."""


class BodyTooLarge(VanthuError):
    code = "body_too_large"
    message = "Nội dung gửi lên quá lớn: tối đa {limit} KB."
    remedy = "Chia thành nhiều yêu cầu nhỏ hơn; tệp văn bản gửi tại /api/uploads."
    http_status = 413


class LimitBodies:
    """Refuses a body over the limit before anything of it is parsed, whatever length it says it has.

    The local operator is left alone: who owns the data folder may send a long list over the Unix socket.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope.get(LOCAL_MARK) or _path(scope) == STREAMED:
            await self._app(scope, receive, send)
            return
        read: list[Message] = []
        size = 0
        while True:
            message = await receive()
            read.append(message)
            size += len(message.get("body", b""))
            if size > MAX_BODY_BYTES:
                fault = BodyTooLarge(limit=MAX_BODY_BYTES // 1024)
                response = JSONResponse(fault.as_json(), fault.http_status, headers={"Connection": "close"})
                await response(scope, receive, send)
                return
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                break

        async def again() -> Message:
            return read.pop(0) if read else await receive()

        await self._app(scope, again, send)


def _path(scope: Scope) -> str:
    """The path below where the API is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")).rstrip("/")
