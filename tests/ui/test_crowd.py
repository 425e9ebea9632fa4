"""Who begins or hands in with thousands of others waits in order; saving an answer waits for none of them."""

from __future__ import annotations

import anyio
import httpx
import pytest
from fastapi import FastAPI
from fastapi.params import Depends

from ui.api import training

CROWD = 20


@pytest.mark.parametrize(
    ("place", "most"), [(training.BEGINNING_AND_HANDING_IN, 2), (training.SAVING, 4)], ids=["begin", "save"]
)
def test_so_many_at_a_time_in_the_order_they_came_and_a_fault_leaves_its_place(
    place: Depends, most: int
) -> None:
    app, inside, at_once, came = FastAPI(), 0, 0, list[int]()

    @app.get("/{number}", dependencies=[place])
    async def ask(number: int) -> None:
        nonlocal inside, at_once
        came.append(number)
        inside += 1
        at_once = max(at_once, inside)
        await anyio.sleep(0.002)
        inside -= 1
        if number == 0:
            raise ValueError("fails")

    async def crowd() -> None:
        door = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=door, base_url="http://localhost") as client:
            with anyio.fail_after(30):
                async with anyio.create_task_group() as group:
                    for number in range(CROWD):
                        group.start_soon(client.get, f"/{number}")

    anyio.run(crowd)
    assert (at_once, came) == (most, list(range(CROWD)))


@pytest.mark.parametrize(
    ("method", "path", "place"),
    [
        ("POST", "/courses/{course_id}/activities/{activity_id}/attempts", training.BEGINNING_AND_HANDING_IN),
        ("POST", "/attempts/{attempt_id}/submission", training.BEGINNING_AND_HANDING_IN),
        ("PUT", "/attempts/{attempt_id}/answers/{item_id}", training.SAVING),
    ],
)
def test_the_routes_that_crowds_use_have_their_places(method: str, path: str, place: Depends) -> None:
    (route,) = [
        each
        for each in training.router.routes
        if getattr(each, "path", "") == f"/training{path}" and method in getattr(each, "methods", ())
    ]
    assert [each for each in route.dependencies if each is place] == [place]  # type: ignore[attr-defined]
