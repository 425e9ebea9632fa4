# ruff: noqa: E501
"""The wire: methods, headers, hosts, smuggled requests, static files, types, redirects, files on disk."""

from __future__ import annotations

import contextlib
import gzip
import os
import socket
import stat
import threading
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.attacks.conftest import ORIGIN, Estate
from tests.conftest import ROOT
from tests.ui.server_process import Server, run_json, serving
from ui.sign_in.replies import local_path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server process, started with a careless umask."""
    before = os.umask(0)
    try:
        with serving(tmp_path_factory.mktemp("wire") / "data") as server:
            threading.Thread(target=_drain, args=(server,), daemon=True).start()
            yield server
    finally:
        os.umask(before)


LOG: list[str] = []


def _drain(server: Server) -> None:
    """Read what the server writes, or it would wait for a reader."""
    assert server.process.stderr is not None
    with contextlib.suppress(ValueError):  # closed at the end
        LOG.extend(server.process.stderr)


@pytest.fixture(scope="module")
def clerk(server: Server) -> Iterator[httpx.Client]:
    words = run_json(server.environment, "account", "add", "lan", "--unit", "LOCAL", "--role", "clerk")
    client = server.sign_in("lan", words["password"])
    yield client
    client.close()


def raw(server: Server, request: bytes, patience_s: float = 10) -> bytes:
    """What the server answers to these very bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=patience_s) as wire:
        answer = b""
        try:
            wire.sendall(request)
            while piece := wire.recv(65536):
                answer += piece
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            pass  # the server has had enough of it
    return answer


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "DEBUG", "CONNECT", "PROPFIND", "FOO", "DELETE", "PUT"])
def test_methods_nobody_asked_for(estate: Estate, method: str) -> None:
    client = estate.client("clerk", front=True)
    for path in (
        "/",
        "/sign-in",
        "/api/me",
        "/api/documents",
        "/fonts/BeVietnamPro-Bold.ttf",
        "/kho-van-ban",
    ):
        reply = client.request(method, path, headers={"X-Secret": "canary-5511"})
        assert reply.status_code in {400, 404, 405, 501}, (method, path)
        assert "canary-5511" not in reply.text and SESSION_WORD not in reply.text


SESSION_WORD = "vanthu_session"


@pytest.mark.parametrize(
    "header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "_method"]
)
def test_a_method_is_what_it_is(estate: Estate, header: str) -> None:
    """No header makes a change of a read, or another change of a change."""
    client, address = estate.client("clerk"), f"/documents/{estate.ids['document_id']}"
    before = client.get(address).json()
    body = {"fields": {"subject": "đã đổi"}}
    assert client.request("GET", address, json=body, headers={header: "PATCH"}).json() == before
    assert client.post(address, json=body, headers={header: "PATCH"}).status_code == 405
    assert client.post(f"{address}?_method=PATCH", json=body).status_code == 405
    assert client.get(address).json() == before


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:1@evil.example", "evil.example:80/x", "", "\u0431", "a" * 500]
)
def test_the_host_header_is_not_believed(estate: Estate, host: str) -> None:
    client = estate.client(None, front=True)
    headers = {"Host": host.encode(), "X-Forwarded-Host": b"evil.example", "X-Forwarded-Proto": b"https"}
    for path in (
        "/",
        "/sign-in",
        "/kho-van-ban?trang=2",
        "/api/docs",
        "/api/documents/",
        "/fonts/",
        "/sign-in/",
    ):
        reply = client.get(path, headers=headers)  # type: ignore[arg-type]
        assert "evil.example" not in reply.text
        assert "evil.example" not in reply.headers.get("location", "")
        assert reply.headers.get("location", "/").startswith("/"), path


@pytest.mark.parametrize(
    "following",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example",
        "javascript:alert(1)", "data:text/html,x", " //evil.example", "\t//evil.example", "/\t/evil.example", "/\n/evil.example",
        "%2f%2fevil.example", "/%09/evil.example", "//evil.example/%2f..", "/.evil.example/..//evil.example", "@evil.example",
        "http:///evil.example", "/\u2028/evil.example", "\u3002evil.example", "\uff0f\uff0fevil.example", "?next=//evil.example", "",
    ],
)  # fmt: skip
def test_sign_in_leads_nowhere_else(estate: Estate, following: str) -> None:
    """Also where it is shown in a form or a link, and with a session that skips the form."""
    assert httpx.URL(ORIGIN).join(local_path(following)).host == "localhost"
    reply = estate.client("clerk", front=True).get("/sign-in", params={"next": following})
    assert reply.status_code == 303
    assert httpx.URL(ORIGIN).join(reply.headers["location"]).host == "localhost"
    shown = estate.client(None, front=True).get("/sign-in", params={"next": following}).text
    assert 'href="//' not in shown and "javascript:" not in shown and 'value="//' not in shown


@pytest.mark.parametrize(
    "base", ["/fonts/", "/static/", "/media/", "/_stcore/bidi-components/", "/component/", "/api/"]
)
def test_no_path_leads_out_of_a_folder(server: Server, clerk: httpx.Client, base: str) -> None:
    ways = (
        "../",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..\\",
        "..%5c",
        "....//",
        "%252e%252e%252f",
        "..%c0%af",
        ".%00./",
    )
    for way in ways:
        for target in ("etc/passwd", str(ROOT / "pyproject.toml").lstrip("/"), "vanthu.sqlite", "secret"):
            path = base + way * 8 + target
            cookie = "; ".join(f"{key}={value}" for key, value in clerk.cookies.items())
            request = (
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
            )
            answer = raw(server, request.encode("latin-1"))
            for leak in (b"root:x:0", b"[build-system]", b"SQLite format 3"):
                assert leak not in answer, path
    for path in ("//etc/passwd", "/..//..//etc/passwd", "file:///etc/passwd"):
        answer = raw(server, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert b"root:x:0" not in answer


SMUGGLED = b"GET /api/me HTTP/1.1\r\nHost: localhost\r\nX-Smuggled: 1\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 60\r\n",
        b"Content-Length: 4, 60\r\n",
        b"Content-Length: +4\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 0x4\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding:\x0bchunked\r\n",
        b" Content-Length: 4\r\n",
        b"X: a\rContent-Length: 60\r\n",
        b"X: a\x00b\r\n",
    ],
)
def test_a_request_has_one_end(server: Server, head: bytes) -> None:
    """Smuggling: where the length is told twice or oddly, at most one answer comes, and it is a refusal."""
    body = b"0\r\n\r\n" + SMUGGLED
    asked = (
        b"POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + head
        + b"\r\n"
        + body
    )
    answer = raw(server, asked, patience_s=3)
    statuses = [line.split(b" ")[1] for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
    assert statuses[:1] in ([], [b"400"], [b"401"], [b"501"]), (head, answer[:300])
    assert not any(status.startswith((b"2", b"5")) and status != b"501" for status in statuses), (
        head,
        statuses,
    )


def test_headers_without_end_and_in_thousands(server: Server, clerk: httpx.Client) -> None:
    many = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 100) for number in range(5_000))
    answer = raw(server, b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n" + many + b"\r\n", patience_s=5)
    assert not answer.startswith(b"HTTP/1.1 5")
    answer = raw(server, b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", patience_s=5)
    assert not answer.startswith((b"HTTP/1.1 5", b"HTTP/1.1 2"))
    raw(server, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200, patience_s=2)
    assert clerk.get("/api/health").status_code == 200


def test_slow_senders_hold_up_nobody(server: Server, clerk: httpx.Client) -> None:
    """A hundred connections that send a byte now and then: others are answered meanwhile."""
    open_ones = []
    try:
        for _ in range(100):
            wire = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            wire.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nu")
            open_ones.append(wire)
        assert clerk.get("/api/me").status_code == 200
        assert clerk.post("/api/search", json={"q": "đất"}).status_code == 200
    finally:
        for wire in open_ones:
            wire.close()
    assert clerk.get("/api/health").status_code == 200


def test_an_upload_that_breaks_off_leaves_nothing(server: Server, clerk: httpx.Client) -> None:
    cookie = "; ".join(f"{key}={value}" for key, value in clerk.cookies.items())
    before = clerk.get("/api/jobs").json()
    head = (
        "POST /api/uploads?secrecy=none&sensitive=false HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: {cookie}\r\nContent-Length: 1000000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        wire.sendall(head.encode() + b"canary-7712 " * 1_000)
    for _ in range(3):
        assert clerk.get("/api/jobs").json() == before
    assert not any(path.is_file() and b"canary-7712" in path.read_bytes() for path in server.data.rglob("*"))


def test_sockets_of_other_origins_and_without_session_stay_shut(server: Server, clerk: httpx.Client) -> None:
    address = f"ws://localhost:{server.port}/_stcore/stream"
    cookie = f"vanthu_session={clerk.cookies['vanthu_session']}"
    for origin in (
        "http://evil.example",
        "null",
        f"http://localhost:{server.port + 1}",
        f"https://localhost.evil:{server.port}",
    ):
        with (
            pytest.raises(InvalidStatus),
            connect(address, additional_headers={"Cookie": cookie}, origin=origin),
        ):  # type: ignore[arg-type]
            pass
    for headers in ({}, {"Cookie": "vanthu_session=forged.x"}, {"Cookie": f"{cookie}x"}):
        with pytest.raises(InvalidStatus), connect(address, additional_headers=headers):
            pass


def test_everything_kept_is_its_owners_alone(server: Server, clerk: httpx.Client) -> None:
    """Whatever umask the server was started with."""
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((server.data / "server.sock").stat().st_mode) == 0o600
    assert stat.S_IMODE((server.data / "secret").stat().st_mode) == 0o600
    links = [path for path in server.data.rglob("*") if path.is_symlink()]
    assert links == []
    others = [str(path) for path in server.data.rglob("*") if stat.S_IMODE(path.lstat().st_mode) & 0o002]
    assert others == [], "written by anyone: the folder's own mode is the only guard"


def test_what_browsers_are_told(server: Server, clerk: httpx.Client) -> None:
    with httpx.Client(base_url=server.address) as nobody:
        for reply in (
            nobody.get("/sign-in"),
            nobody.get("/"),
            nobody.get("/api/health"),
            clerk.get("/"),
            clerk.get("/api/me"),
        ):
            headers = reply.headers
            assert headers["x-content-type-options"] == "nosniff"
            assert "frame-ancestors" in headers["content-security-policy"]
            assert "server" not in headers and "x-powered-by" not in headers
            assert "unsafe-eval" not in headers["content-security-policy"].replace("'wasm-unsafe-eval'", "")
        policy = nobody.get("/sign-in").headers["content-security-policy"]
        assert "script-src" not in policy and "default-src 'none'" in policy


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("trang.pdf", b"<!doctype html><script>window.__pwned=1</script>", None),
        ("anh.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.__pwned=1"/>', None),
        ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>window.__pwned=1</script></svg>', None),
        ("x.html", b"<script>window.__pwned=1</script>", None),
        ("x.pdf", b"GIF89a<script>window.__pwned=1</script>\x00\x00", "refused"),
        ("x.docx", b"PK\x03\x04not a zip", "refused"),
        ("x.png", b"\x7fELF\x02\x01\x01\x00", "refused"),
    ],
)
def test_a_file_is_what_its_content_is_and_never_a_page_of_ours(
    estate: Estate, name: str, content: bytes, taken: str | None
) -> None:
    client = estate.client("clerk", front=True)
    asked = {"secrecy": "none", "sensitive": "false"}
    (job,) = client.post(
        "/api/uploads", params=asked, content=content, headers={"X-Vanthu-Filename": name}
    ).json()
    if taken == "refused":
        assert job["state"] in {"failed", "refused"} and job["code"]
        return
    stored = estate.services.ingest.job(job["id"], estate.people["clerk"])
    assert stored.state.value in {"queued", "refused", "failed"}


def test_downloads_can_never_act_as_a_page(estate: Estate) -> None:
    client = estate.client("clerk", front=True)
    for kind in ("original", "archive", "export"):
        headers = client.get(f"/api/documents/{estate.ids['document_id']}/{kind}").headers
        assert headers["content-disposition"].startswith("attachment")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-type"].split(";")[0] not in {
            "text/html",
            "image/svg+xml",
            "application/xhtml+xml",
        }
    image = client.get(f"/api/documents/{estate.ids['document_id']}/pages/1/image").headers
    assert (
        image["content-type"] in {"image/webp", "image/jpeg"} and image["x-content-type-options"] == "nosniff"
    )


def test_bodies_over_the_limit_are_refused_however_they_come(server: Server, clerk: httpx.Client) -> None:
    big = b'{"q": "' + b"a" * 3_000_000 + b'"}'
    kind = {"Content-Type": "application/json"}

    def pieces() -> Iterator[bytes]:
        yield from (big[start : start + 65536] for start in range(0, len(big), 65536))

    for content in (big, pieces()):
        reply = clerk.post("/api/search", content=content, headers=kind)
        assert (reply.status_code, reply.json()["code"]) == (413, "body_too_large")
    deep = b'{"q": ' + b"[" * 300_000 + b"]" * 300_000 + b"}"
    assert clerk.post("/api/search", content=deep, headers=kind).status_code == 400
    packed = {**kind, "Content-Encoding": "gzip"}
    assert clerk.post("/api/search", content=gzip.compress(big), headers=packed).status_code in {400, 415}
    assert clerk.post("/sign-in", content=b"username=" + b"a" * 3_000_000).status_code < 500
    assert clerk.get("/api/health").status_code == 200
