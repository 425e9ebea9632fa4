"""An open page's socket ends when its session does: signed out, disabled, expired."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOK_EVERY_S = 20.0
POLICY_VIOLATION = 1008


async def watched(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, still_in: Callable[[], Awaitable[bool]]
) -> None:
    """Run a socket of `app`; once `still_in` says no, the browser and the application are both told."""
    ended = asyncio.Event()

    async def watch() -> None:
        while await still_in():
            await asyncio.sleep(LOOK_EVERY_S)
        ended.set()
        with suppress(Exception):  # the browser may have gone at this very moment
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})

    async def hear() -> Message:
        if ended.is_set():
            return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
        heard, over = asyncio.ensure_future(receive()), asyncio.ensure_future(ended.wait())
        await asyncio.wait({heard, over}, return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        if heard.done():
            return heard.result()
        heard.cancel()
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    async def say(message: Message) -> None:
        if not ended.is_set():
            await send(message)

    watcher = asyncio.create_task(watch())
    try:
        await app(scope, hear, say)
    finally:
        watcher.cancel()
