"""Requests that come in crowds wait for a place before they take a thread.

When a whole province begins a quiz at one o'clock, thousands of requests arrive in a second. Each goes
through several steps on worker threads; left to themselves all go through every step together, all finish
last, and whoever only wants to save an answer, or asks about a resolution, waits behind them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from anyio import Semaphore
from anyio.lowlevel import RunVar


class Places:
    """As a dependency of routes: so many of their requests at a time, in the order they came."""

    def __init__(self, name: str, places: int) -> None:
        self._places = places
        self._here: RunVar[Semaphore] = RunVar(name)

    async def __call__(self) -> AsyncIterator[None]:
        async with self._semaphore():
            yield

    def _semaphore(self) -> Semaphore:
        found = self._here.get(None)
        if found is None:
            found = Semaphore(self._places)
            self._here.set(found)
        return found
