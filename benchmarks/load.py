"""`python -m benchmarks load`: 3,000 learners begin one quiz at the same moment and answer it.

A real `vanthu serve` (one process), Locust in another process on the same machine, the REST routes the
player uses, 30 to 90 s of thought before each answer. Told: errors, times, and whether everything the server
acknowledged is in the database afterwards. `--kill`: the server is killed (SIGKILL) half-way and started
again; learners whose answer was not acknowledged give it anew, as the player asks them to.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from access.roles import Role
from training_modules.models import Attempt, AttemptItem, ItemVersion
from vanthu.data_folder import DataFolder
from vanthu.services import Services, build
from vanthu.settings import Settings, settings

PEOPLE = 3_000
THINK = (30.0, 90.0)
COURSE, QUIZ = "phan-loai-truoc-khi-dan", "kiem-tra"
UNIT = "LOAD"
LONGEST_S = 3_600


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks load", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--think", type=float, nargs=2, default=THINK, metavar=("FROM", "TO"))
    parser.add_argument("--kill", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as name:
        folder = Path(name)
        conf = Settings(data=folder / "data", models=settings().models)
        services = build(conf)
        tokens = sign_in(services, options.people)
        services.close()
        told = _run(folder, conf, tokens, options)
        services = build(conf)
        lost = _lost(services, told["acknowledged"])
        open_ones = _count(services, Attempt.submitted_at.is_(None))
        graded = _count(services, Attempt.submitted_at.is_not(None))
        services.close()
    _report(told, options, lost, open_ones, graded)
    return 1 if lost or told["faults"] or graded != options.people else 0


def sign_in(services: Services, people: int) -> list[str]:
    """Learners with a session each."""
    services.units.add(UNIT, "Đơn vị giả định")
    tokens = []
    for number in range(people):
        person, _ = services.accounts.add_waiting(f"l{number}", f"Học viên {number}", UNIT, [Role.TRAINEE])
        tokens.append(services.sessions.begin(person))
    return tokens


def _run(folder: Path, conf: Settings, tokens: list[str], options: argparse.Namespace) -> dict[str, Any]:
    plan = {
        "tokens": tokens,
        "course": COURSE,
        "quiz": QUIZ,
        "think": options.think,
        "kill": options.kill,
        "result": str(folder / "result.json"),
    }
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = served(conf, port)
    locust = [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("load_people.py"))]
    users = ["--headless", "--users", str(len(tokens)), "--spawn-rate", "500", "--stop-timeout", "5"]
    place = ["--host", f"http://127.0.0.1:{port}", "--only-summary", "--run-time", f"{LONGEST_S}s"]
    env = {**os.environ, "VANTHU_LOAD_PLAN": str(folder / "plan.json")}
    with subprocess.Popen([*locust, *users, *place], env=env, stdout=_shown(), stderr=_shown()) as people:
        if options.kill:
            expected = 5 * sum(options.think) / 2  # half of ten answers
            time.sleep(10 + expected)
            server.send_signal(signal.SIGKILL)
            server.wait()
            server = served(conf, port)
        people.wait()
    server.send_signal(signal.SIGTERM)
    server.wait()
    told: dict[str, Any] = json.loads((folder / "result.json").read_text("utf-8"))
    return told


def served(conf: Settings, port: int) -> subprocess.Popen[bytes]:
    """`vanthu serve`, ready."""
    env = {**os.environ, "VANTHU_DATA": str(conf.data), "VANTHU_MODELS": str(conf.models)}
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=env, stdout=_shown(), stderr=_shown())
    while (connection := DataFolder(conf.data).connect()) is None:
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        time.sleep(0.2)
    connection.close()
    return server


def _shown() -> int | None:
    """What the processes print is seen where VANTHU_LOAD_SHOW is set."""
    return None if os.environ.get("VANTHU_LOAD_SHOW") else subprocess.DEVNULL


def _lost(services: Services, acknowledged: list[dict[str, Any]]) -> int:
    """How many acknowledged answers the database does not hold as they were last given."""
    rows = select(AttemptItem.attempt_id, ItemVersion.item_id, AttemptItem.answer).join(
        ItemVersion, ItemVersion.id == AttemptItem.item_version_id
    )
    with services.db.session() as session:
        kept = {(attempt, item): answer for attempt, item, answer in session.execute(rows)}
    return sum(
        sorted(kept.get((each["attempt"], each["item"])) or []) != each["answer"] for each in acknowledged
    )


def _count(services: Services, which: Any) -> int:
    with services.db.session() as session:
        return session.scalar(select(func.count(Attempt.id)).where(which)) or 0


def _report(
    told: dict[str, Any], options: argparse.Namespace, lost: int, open_ones: int, graded: int
) -> None:
    think = "–".join(f"{each:g}" for each in options.think)
    print(f"{options.people} learners, {think} s of thought, load {os.getloadavg()[0]:.1f}")
    for name, each in sorted(told["requests"].items()):
        print(
            f"{name:8} {each['count']:6} requests, {each['failed']} failed; "
            f"p50 {each['p50']:.0f} ms, p95 {each['p95']:.0f} ms, most {each['max']:.0f} ms"
        )
    for fault in told["faults"]:
        print("fault:", fault)
    print(f"answers acknowledged {len(told['acknowledged'])}, lost {lost}")
    print(f"attempts graded {graded}, left open {open_ones}")
