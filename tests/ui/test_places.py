"""Requests that come in crowds: so many at a time, in order, and others beside them."""

from __future__ import annotations

from contextlib import asynccontextmanager

import anyio
import pytest

from ui.api.places import Places

CROWD = 30


def test_so_many_at_a_time_and_in_the_order_they_came() -> None:
    places = Places("test", 3)
    inside, most, came = 0, 0, list[int]()

    async def ask(number: int) -> None:
        nonlocal inside, most
        async with asynccontextmanager(places.__call__)():
            inside += 1
            most = max(most, inside)
            came.append(number)
            await anyio.sleep(0.002)
            inside -= 1

    async def crowd() -> None:
        async with anyio.create_task_group() as group:
            for number in range(CROWD):
                group.start_soon(ask, number)
                await anyio.lowlevel.checkpoint()

    anyio.run(crowd)
    assert (most, came) == (3, list(range(CROWD)))


def test_a_request_that_fails_leaves_its_place() -> None:
    places = Places("test", 1)

    async def ask() -> None:
        with pytest.raises(ValueError, match="fails"):
            async with asynccontextmanager(places.__call__)():
                raise ValueError("fails")

    async def twice() -> None:
        with anyio.fail_after(5):
            await ask()
            await ask()

    anyio.run(twice)
