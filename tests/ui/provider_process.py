"""A real identity provider in a process of its own, and a browser's part in signing in there."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.ui.server_process import free_port


class Provider:
    def __init__(self, port: int) -> None:
        self.issuer = f"http://localhost:{port}"

    def set_person(self, subject: str, **claims: Any) -> None:
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def approve(self, address: str, subject: str) -> str:
        """Sign `subject` in at the provider; the address it sends the browser back to."""
        reply = httpx.post(address, data={"sub": subject})
        assert reply.status_code == 302, reply.text[:300]
        return str(reply.headers["location"])


@contextmanager
def providing() -> Iterator[Provider]:
    port = free_port()
    # OIDC allows only HTTPS; the provider's own switch for tests on one machine.
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "-H", "localhost"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        provider = Provider(port)
        _wait(provider, process)
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(provider: Provider, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the provider did not start"
        try:
            published = httpx.get(f"{provider.issuer}/.well-known/openid-configuration").text
            assert json.loads(published)["issuer"] == provider.issuer
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the provider does not answer")
