"""Of a marked document that comes in over HTTP nothing stays: data, temporary files, log, shared memory."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from websockets.sync.client import connect

from tests.conftest import ROOT
from tests.ingest.marked import CANARIES, NAME, born_digital, scan
from tests.ingest.traces import Traces
from tests.ui import server_process
from tests.ui.server_process import READY, Server

DECLARED: dict[str, str | bool] = {"secrecy": "none", "sensitive": False}
SCAN, BORN = scan(), born_digital()
TRACES = Traces(
    CANARIES, hashes=[hashlib.sha256(data).hexdigest() for data in (SCAN, BORN)], files=(SCAN, BORN)
)


class Place:
    """A server's own data folder, folder for temporary files and log; all of it is searched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        (folder / "tmp").mkdir(parents=True)
        self.environment = {
            **server_process.environment(folder / "data"),
            "TMPDIR": str(folder / "tmp"),
            "VANTHU_LOG_LEVEL": "DEBUG",
        }

    def start(self) -> Server:
        """A server that answers; what it writes is in the log."""
        port = server_process.free_port()
        said = self.log.read_text().count(READY) if self.log.exists() else 0
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                text=True,
            )
        while self.log.read_text().count(READY) == said:
            assert process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        return Server(process, port, self.environment)

    def traces(self) -> list[str]:
        return TRACES.under([self.folder, Path("/dev/shm")])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("no-trace"))


@pytest.fixture(scope="module")
def clerk(place: Place) -> tuple[str, str]:
    added = server_process.run_json(
        place.environment, "account", "add", "lan", "--unit", "LOCAL", "--role", "clerk"
    )
    return "lan", added["password"]


def raw(client: httpx.Client, data: Any) -> httpx.Response:
    """As a program hands in."""
    named = {"x-vanthu-filename": quote(f"{NAME}.pdf"), "content-type": "application/pdf"}
    return client.post("/api/uploads", params=DECLARED, headers=named, content=data)


def form(client: httpx.Client, data: bytes) -> httpx.Response:
    """As the page in a browser hands in."""
    ours = {"origin": str(client.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}
    part = {"file": (f"{NAME}.pdf", data, "application/pdf")}
    return client.post("/api/uploads", params=DECLARED, headers=ours, files=part)


def ended(client: httpx.Client) -> list[dict[str, Any]]:
    """All jobs, once none is worked on."""
    jobs: list[dict[str, Any]] = client.get("/api/jobs").json()
    while any(job["state"] not in {"refused", "quarantined", "failed", "done"} for job in jobs):
        client.get("/api/jobs/wait", params={"ids": [job["id"] for job in jobs], "timeout": 10})
        jobs = client.get("/api/jobs").json()
    return jobs


def kill(server: Server) -> None:
    server.process.kill()
    server.process.wait()


@pytest.mark.timeout(240)
def test_refused_over_http_nothing_stays_also_when_killed(place: Place, clerk: tuple[str, str]) -> None:
    server = place.start()
    try:
        client = server.sign_in(*clerk)
        for hand_in, data in ((raw, SCAN), (form, SCAN), (form, BORN)):
            reply = hand_in(client, data)
            assert reply.status_code == 201, reply.text
        session = {"Cookie": f"vanthu_session={client.cookies['vanthu_session']}"}
        with connect(f"ws://localhost:{server.port}/_stcore/stream", additional_headers=session):
            pass
        jobs = ended(client)
        assert [(job["state"], job["code"], job["filename"]) for job in jobs] == [
            ("refused", "secret_found", "")
        ] * 3
        assert place.traces() == []
        assert not re.search(r"127\.0\.0\.1|::1|WebSocket|lan", place.log.read_text().partition(READY)[2])

        # Killed while the body is still coming in, with pages of another upload being read.
        assert form(client, SCAN).status_code == 201

        def body() -> Iterator[bytes]:
            yield SCAN[: len(SCAN) // 2]
            time.sleep(1.0)
            kill(server)
            yield SCAN[len(SCAN) // 2 :]

        with pytest.raises(httpx.TransportError):
            raw(client, body())
        assert place.traces() == []

        server = place.start()
        again = server.sign_in(*clerk)
        assert [(job["state"], job["filename"]) for job in ended(again)] == [("refused", "")] * 4
        assert place.traces() == []
        assert not any((place.folder / "data" / "spool").iterdir())
    finally:
        kill(server)
    assert place.traces() == []
