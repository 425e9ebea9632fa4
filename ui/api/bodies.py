"""How much a request may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from vanthu.errors import VanthuError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 1024 * 1024
"""Every field of a catalogue card at its longest, or a long conversation, with room to spare. Uploads are
streamed and have a limit of their own; the local operator may send a long list over the Unix socket."""
MAX_WORDS = 100_000

Words = Annotated[str, Field(max_length=MAX_WORDS)]
"""Text in a body. With a length set, pydantic also refuses what is no Unicode text (lone surrogates)."""


class Body(BaseModel):
    """The base of every body: a field that is not known is refused, never passed over and never applied."""

    model_config = ConfigDict(extra="forbid")


class BodyTooLarge(VanthuError):
    code = "body_too_large"
    message = "Nội dung gửi lên quá lớn: tối đa {limit} KB."
    remedy = "Chia thành nhiều yêu cầu nhỏ hơn; tệp văn bản gửi tại /api/uploads."
    http_status = 413


class SayTooLarge:
    """The framework refuses a body whose length is told beforehand by itself, in plain English; said anew."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        replaced = False

        async def sender(message: Message) -> None:
            nonlocal replaced
            start = message["type"] == "http.response.start"
            if start and message["status"] == 413 and not _is_json(message):
                replaced = True
                fault = BodyTooLarge(limit=MAX_BODY_BYTES // 1024)
                await JSONResponse(fault.as_json(), fault.http_status)(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._app(scope, receive, sender)


def _is_json(start: Message) -> bool:
    return (b"content-type", b"application/json") in start["headers"]
