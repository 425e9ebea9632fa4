"""`python -m benchmarks sessions`: how many open pages one process holds, and what each costs.

People sign in and open Học tập over the socket a browser uses; every page is drawn whole and stays open.
Told after each step: memory of the server, and how long the pages just opened took.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.load import served, sign_in
from ui.door import SESSION_COOKIE
from vanthu.services import build
from vanthu.settings import Settings, settings

STEPS = (50, 100, 200, 400)
AT_ONCE = 10
"""Pages opened at the same moment."""
PAGE = "hoc-tap"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks sessions", description=__doc__)
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        conf = Settings(data=Path(folder) / "data", models=settings().models)
        services = build(conf)
        tokens = sign_in(services, max(options.steps))
        services.close()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = served(conf, port)
        try:
            asyncio.run(_measure(port, server.pid, tokens, options.steps))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    return 0


async def _measure(port: int, pid: int, tokens: Sequence[str], steps: Sequence[int]) -> None:
    await asyncio.sleep(20)  # the model is loaded meanwhile
    before = _resident_mib(pid)
    print(f"no page open: {before:.0f} MiB")
    held: list[ClientConnection] = []
    for step in steps:
        times: list[float] = []
        while len(held) < step:
            many = tokens[len(held) : min(step, len(held) + AT_ONCE)]
            opened = await asyncio.gather(*(_open(port, token) for token in many))
            held += [connection for connection, _ in opened]
            times += [seconds for _, seconds in opened]
        now = _resident_mib(pid)
        print(
            f"{step:4} pages open: {now:.0f} MiB, {(now - before) / step:.1f} MiB each; the last "
            f"{len(times)} took p50 {statistics.median(times):.1f} s, most {max(times):.1f} s; "
            f"load {os.getloadavg()[0]:.1f}"
        )
    for connection in held:
        await connection.close()


async def _open(port: int, token: str) -> tuple[ClientConnection, float]:
    """A page drawn to its end, and how long that took."""
    began = time.perf_counter()
    connection = await connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        additional_headers={"Cookie": f"{SESSION_COOKIE}={token}", "Origin": f"http://127.0.0.1:{port}"},
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        open_timeout=60,
    )
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    asked.rerun_script.page_name = PAGE
    await connection.send(asked.SerializeToString())
    while True:
        told = ForwardMsg()
        told.ParseFromString(await asyncio.wait_for(connection.recv(decode=False), 120))
        if told.WhichOneof("type") == "script_finished":
            return connection, time.perf_counter() - began


def _resident_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
