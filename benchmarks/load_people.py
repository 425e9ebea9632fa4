"""Locust's part of `python -m benchmarks load`: learners who begin one quiz together and answer it.

Each does what the player does: begins the attempt, saves every answer as it is given, hands in. What the
server acknowledged is written down, to be compared with what it kept.
"""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from locust import FastHttpUser, constant, events
from locust.env import Environment

from ui.door import SESSION_COOKIE

PLAN = json.loads(Path(os.environ["VANTHU_LOAD_PLAN"]).read_text("utf-8"))
TOKENS: list[str] = PLAN["tokens"]
COURSE, QUIZ = PLAN["course"], PLAN["quiz"]
THINK: tuple[float, float] = tuple(PLAN["think"])
RETRY_S = 2.0
"""A learner who is told that an answer was not saved gives it again."""

everyone_here = Event()
here = 0
acknowledged: list[dict[str, Any]] = []
left = 0


def write_down(environment: Environment, **_: Any) -> None:
    stats = environment.stats
    told = {
        "acknowledged": acknowledged,
        "requests": {
            name: {
                "count": entry.num_requests,
                "failed": entry.num_failures,
                "p50": entry.get_response_time_percentile(0.5),
                "p95": entry.get_response_time_percentile(0.95),
                "max": entry.max_response_time,
            }
            for (name, _), entry in stats.entries.items()
        },
        "faults": [f"{error.name}: {error.error}" for error in stats.errors.values()],
    }
    Path(PLAN["result"]).write_text(json.dumps(told), "utf-8")


events.quitting.add_listener(write_down)  # type: ignore[no-untyped-call]


class Learner(FastHttpUser):
    wait_time = constant(0)
    connection_timeout = 120.0
    network_timeout = 120.0

    def on_start(self) -> None:
        global here  # noqa: PLW0603 - counted by the greenlets of one thread
        here += 1
        self.token = TOKENS[here - 1]
        self.random = random.Random(here)
        if here == len(TOKENS):
            gevent.spawn_later(1, everyone_here.set)
        everyone_here.wait()

    def learn(self) -> None:
        global left  # noqa: PLW0603
        try:
            self._take_the_quiz()
        finally:
            left += 1
            if left == len(TOKENS):
                gevent.spawn_later(0.2, self.environment.runner.quit)
        gevent.sleep(10_000)

    def _take_the_quiz(self) -> None:
        begun = self._sent("POST", f"/courses/{COURSE}/activities/{QUIZ}/attempts", "start")
        for item in begun["items"]:
            gevent.sleep(self.random.uniform(*THINK))
            answer = self._answer(item)
            self._sent("PUT", f"/attempts/{begun['id']}/answers/{item['id']}", "save", {"answer": answer})
            acknowledged.append({"attempt": begun["id"], "item": item["id"], "answer": sorted(answer)})
        self._sent("POST", f"/attempts/{begun['id']}/submission", "hand in")

    def _answer(self, item: dict[str, Any]) -> list[str]:
        if not item["options"]:
            return ["mười ngày"] * max(1, item["gaps"])
        codes = [code for code, _ in item["options"]]
        if item["kind"] == "ordering":
            return self.random.sample(codes, len(codes))
        if item["kind"] == "matching":
            return [f"{code}={self.random.choice(item['targets'])[0]}" for code in codes]
        return [self.random.choice(codes)]

    def _sent(self, method: str, path: str, name: str, body: Any = None) -> Any:
        """What came back, tried again for as long as the server is away."""
        until = time.monotonic() + 300
        while True:
            with self.client.request(
                method,
                f"/api/training{path}",
                name=name,
                json=body if body is not None else {},
                headers={"Cookie": f"{SESSION_COOKIE}={self.token}", "Origin": self.host},
                catch_response=True,
            ) as reply:
                if reply.status_code in {200, 201}:
                    reply.success()
                    return reply.json()
                away = reply.status_code == 0 and PLAN["kill"] and time.monotonic() < until
                if not away:
                    reply.failure(f"{reply.status_code} {str(reply.text)[:200]}")
                    raise gevent.GreenletExit
                reply.request_meta["name"] = "no server"
                reply.success()
            gevent.sleep(RETRY_S)

    tasks = [learn]  # noqa: RUF012 - as Locust wants it
