"""Server-side request forgery: whatever address is configured, only allowed ones are ever met."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx
import pytest

from rag.answer.sources import Source
from rag.writer import Writer
from training_modules.statements.sender import StoreUnavailable
from vanthu import outbound
from vanthu.db import Base
from vanthu.errors import VanthuError
from vanthu.services import Services
from vanthu.settings import Settings


def anywhere() -> bool:
    return False


def at_home() -> bool:
    return True


class Listener:
    """A web server that notes what it was asked, and answers or redirects."""

    def __init__(self, redirect: str | None = None) -> None:
        self.asked: list[str] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version: ClassVar[str] = "HTTP/1.1"

            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                listener.asked.append(f"{self.command} {self.headers['Host']} {self.path}")
                self.send_response(307 if redirect else 200)
                if redirect:
                    self.send_header("Location", redirect)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_POST = do_PUT = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.stop()


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://192.0.0.192/",
        "http://169.254.7.7/",
        "http://[fe80::1]/",
        "http://[fe80::1%25lo]/",
        "http://2852039166/",  # 169.254.169.254 as one number
        "http://0xa9fea9fe/",
        "http://0251.0376.0251.0376/",
        "http://[::ffff:169.254.169.254]/",
        "http://[2002:a9fe:a9fe::1]/",  # 6to4
        "http://[64:ff9b::a9fe:a9fe]/",  # NAT64
        "http://0.0.0.0/",
        "http://[::]/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "unix:///run/x.sock",
        "http://",
        "//127.0.0.1",
        "javascript:alert(1)",
        "http://name-that-nobody-has.invalid/",
    ],
)
def test_addresses_that_are_never_met(url: str) -> None:
    assert not outbound.allowed(url, own_network_only=False)
    assert not outbound.allowed(url, own_network_only=True)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://localhost/v1", "https://[::1]/", "http://127.1/"]
)
def test_this_host_is_always_its_own(url: str) -> None:
    assert outbound.allowed(url, own_network_only=True)


@pytest.mark.parametrize("url", ["http://8.8.8.8/", "https://[2606:4700::1111]/", "http://[::ffff:8.8.8.8]/"])
def test_the_independent_network_meets_nothing_outside(url: str) -> None:
    assert outbound.allowed(url, own_network_only=False)
    assert not outbound.allowed(url, own_network_only=True)


def test_private_networks_of_others_are_not_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        def __init__(self, family: int, address: str, netmask: str | None) -> None:
            self.family, self.address, self.netmask = family, address, netmask

    entries = {
        "eth0": [
            Entry(socket.AF_INET, "10.20.30.40", "255.255.255.0"),
            Entry(socket.AF_INET6, "fd12::7", "ffff:ffff:ffff:ffff::"),
            Entry(socket.AF_INET6, "fe80::7%eth0", "ffff:ffff:ffff:ffff::"),
        ],
        "eth1": [Entry(socket.AF_INET, "203.113.131.5", "255.255.255.0"), Entry(17, "02:fc::01", None)],
    }
    monkeypatch.setattr("psutil.net_if_addrs", lambda: entries)
    inside = ["http://10.20.30.1/", "http://[fd12::1]/", "http://127.0.0.1/"]
    outside = ["http://10.20.31.1/", "http://192.168.1.1/", "http://203.113.131.6/", "http://[fd13::1]/"]
    assert all(outbound.allowed(url, own_network_only=True) for url in inside)
    assert not any(outbound.allowed(url, own_network_only=True) for url in outside)


def _resolves(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Make the resolver give these answers, one after the other; what it was asked."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host != "model.example":
            return real(host, port, *rest, **more)
        asked.append(host)
        given = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in given]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def test_a_name_that_changes_its_address_gains_nothing(
    monkeypatch: pytest.MonkeyPatch, listener: Listener
) -> None:
    """DNS rebinding: the address checked is the one met, and the name is asked for once per connection."""
    asked = _resolves(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    with outbound.client(at_home, timeout_s=5) as client:
        assert client.get(f"http://model.example:{listener.port}/v1").status_code == 200
        assert listener.asked == [f"GET model.example:{listener.port} /v1"]
        with pytest.raises(outbound.AddressRefused):
            client.get(f"http://model.example:{listener.port}/v1")
    assert len(asked) == 2
    assert len(listener.asked) == 1


def test_one_bad_address_among_good_ones_is_enough(
    monkeypatch: pytest.MonkeyPatch, listener: Listener
) -> None:
    _resolves(monkeypatch, ["127.0.0.1", "169.254.169.254"])
    with outbound.client(anywhere, timeout_s=5) as client, pytest.raises(outbound.AddressRefused):
        client.get(f"http://model.example:{listener.port}/")
    assert listener.asked == []


def test_the_second_address_is_tried_where_the_first_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, listener: Listener
) -> None:
    _resolves(monkeypatch, ["127.0.0.2", "127.0.0.1"])  # nothing listens on the first
    with outbound.client(at_home, timeout_s=5) as client:
        assert client.post(f"http://model.example:{listener.port}/", content=b"x" * 70_000).status_code == 200


def test_redirects_are_not_followed(listener: Listener) -> None:
    astray = Listener(redirect=f"http://127.0.0.1:{listener.port}/stolen")
    try:
        with outbound.client(anywhere, timeout_s=5) as client:
            assert client.get(f"http://127.0.0.1:{astray.port}/").status_code == 307
        writer = Writer(
            f"http://127.0.0.1:{astray.port}/v1", "m", outbound.client(anywhere, timeout_s=5), key="khoá"[:3]
        )
        assert list(writer.write("Câu hỏi?", _sources())) == []
        assert astray.asked and listener.asked == []
    finally:
        astray.stop()


def test_proxies_of_the_environment_are_not_used(
    monkeypatch: pytest.MonkeyPatch, listener: Listener, tmp_path: Any
) -> None:
    proxy = Listener()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    try:
        with outbound.client(anywhere, timeout_s=5) as client:
            client.get(f"http://127.0.0.1:{listener.port}/")
        services = _services(tmp_path, listener)
        assert services.writer is not None
        list(services.writer.write("Câu hỏi?", _sources()))
        with contextlib.suppress(Exception):  # what answers is no Qdrant
            services.index.count()
        assert len(listener.asked) >= 3
        assert proxy.asked == []
    finally:
        proxy.stop()


@pytest.mark.parametrize("host", ["169.254.169.254", "[::ffff:169.254.169.254]"])
def test_every_configured_service_goes_through_the_check(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, host: str
) -> None:
    """Model, Qdrant server, identity provider, record store: no socket is opened to a refused address."""
    met: list[Any] = []
    real = socket.create_connection

    def watched(address: Any, *rest: Any, **more: Any) -> socket.socket:
        met.append(address)
        return real(address, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", watched)
    services = _made(
        Settings(
            data=tmp_path,
            llm_url=f"http://{host}/v1",
            llm_model="m",
            qdrant_url=f"http://{host}:6333",
            oidc_issuer=f"https://{host}",
            oidc_client_id="vanthu",
            lrs_url=f"http://{host}/xapi",
        )
    )
    assert services.writer is not None and services.identity_provider is not None
    assert list(services.writer.write("Câu hỏi?", _sources())) == []
    with pytest.raises(VanthuError):
        services.identity_provider.begin("https://localhost/back")
    assert services.statement_sender is not None
    with pytest.raises(StoreUnavailable, match="AddressRefused"):
        services.statement_sender._post([])
    with pytest.raises(Exception) as told:
        services.index.count()
    assert "AddressRefused" in repr(told.value) or isinstance(told.value, VanthuError)
    assert met == []


def test_settings_name_every_address() -> None:
    """A new setting that holds an address has to be put on this list, and through the check."""
    addresses = {name for name in Settings.model_fields if name.endswith(("_url", "_issuer", "_endpoint"))}
    through_the_check = {"llm_url", "qdrant_url", "oidc_issuer", "lrs_url"}
    databases = {"database_url", "jobs_database_url"}  # not HTTP: read by the database's own driver
    shown_only = {"public_url"}  # our own address, for the provider to send browsers back to
    assert addresses == through_the_check | databases | shown_only


def _services(folder: Any, listener: Listener) -> Services:
    address = f"http://127.0.0.1:{listener.port}"
    return _made(Settings(data=folder, llm_url=f"{address}/v1", llm_model="m", qdrant_url=address))


def _made(conf: Settings) -> Services:
    services = Services(conf)
    Base.metadata.create_all(services.db.engine)
    return services


def _sources() -> list[Source]:
    return []


def test_certificates_are_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting to an address does not turn off the check of the name: a foreign certificate is refused."""
    seen: list[Any] = []

    def handle(_self: Any, request: httpx.Request) -> httpx.Response:
        seen.append((request.url.host, request.extensions["sni_hostname"], request.headers["host"]))
        return httpx.Response(200)

    _resolves(monkeypatch, ["127.0.0.1"])
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    with outbound.client(anywhere, timeout_s=5) as client:
        client.get("https://model.example/v1")
    assert seen == [("127.0.0.1", "model.example", "model.example")]
