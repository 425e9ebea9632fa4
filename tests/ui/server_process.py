"""A real `vanthu serve` on a data folder of its own, for tests."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import ROOT

READY = "Văn thư đang chạy tại "


@dataclass
class Server:
    process: subprocess.Popen[str]
    port: int
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def data(self) -> Path:
        return Path(self.environment["VANTHU_DATA"])

    def vanthu(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the command line on the server's data folder."""
        return run(self.environment, *arguments)

    def sign_in(self, username: str, password: str) -> httpx.Client:
        client = httpx.Client(base_url=self.address, timeout=120)
        reply = client.post("/sign-in", data={"username": username, "password": password})
        assert reply.status_code == 303, reply.text
        return client


def environment(data: Path) -> dict[str, str]:
    return {**os.environ, "VANTHU_DATA": str(data), "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


def run(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ui.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def run_json(env: dict[str, str], *arguments: str) -> Any:
    ended = run(env, *arguments, "--json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(data: Path, port: int | None = None) -> Server:
    """Started, not yet waited for."""
    chosen, env = port or free_port(), environment(data)
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(chosen)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    return Server(process, chosen, env)


def wait_ready(server: Server) -> list[str]:
    """Lines the server wrote until it was ready."""
    lines: list[str] = []
    assert server.process.stderr is not None
    for line in server.process.stderr:
        lines.append(line)
        if line.startswith(READY):
            return lines
    raise AssertionError("".join(lines))


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    server = start(data)
    try:
        wait_ready(server)
        yield server
    finally:
        server.process.terminate()
        server.process.communicate(timeout=60)
