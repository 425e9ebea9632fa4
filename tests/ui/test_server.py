"""A real server: real sign-in, a real scan uploaded and read back, commands beside it, a clean end."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.ui import server_process
from tests.ui.server_process import Server, run, run_json, serving

SCAN = "nd_p8_signature.png"
DECLARED = {"secrecy": "none", "sensitive": False}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("server") / "data"
    env = server_process.environment(data)
    for code in ("XA-A", "XA-B"):
        assert run(env, "unit", "add", code, f"Xã {code}").returncode == 0
    with serving(data) as server:
        yield server


@pytest.fixture(scope="module")
def people(server: Server) -> dict[str, httpx.Client]:
    """Signed-in clients of a clerk of one unit, an official of the same, a clerk of another."""
    clients = {}
    for name, unit, role in (
        ("lan", "XA-A", "clerk"),
        ("minh", "XA-A", "official"),
        ("hoa", "XA-B", "clerk"),
    ):
        added = run_json(server.environment, "account", "add", name, "--unit", unit, "--role", role)
        clients[name] = server.sign_in(name, added["password"])
    return clients


@pytest.fixture(scope="module")
def document(people: dict[str, httpx.Client], shared_data: Path) -> int:
    """The scan, uploaded as a raw body and seen through."""
    content = (shared_data / "scans" / "pages" / SCAN).read_bytes()
    named = {"x-vanthu-filename": quote("Nghị định “151”.png")}
    reply = people["lan"].post("/api/uploads", params=DECLARED, headers=named, content=content)
    assert reply.status_code == 201, reply.text
    (job,) = reply.json()
    while job["state"] not in {"done", "failed", "refused", "duplicate"}:
        (job,) = people["lan"].get("/api/jobs/wait", params={"ids": job["id"], "timeout": 20}).json()
    assert job["state"] == "done", job
    return int(job["document_id"])


def test_pages_need_a_session(server: Server) -> None:
    with httpx.Client(base_url=server.address) as nobody:
        assert nobody.get("/").headers["location"] == "/sign-in"
        assert nobody.get("/kho-van-ban?trang=2").headers["location"] == (
            "/sign-in?next=%2Fkho-van-ban%3Ftrang%3D2"
        )
        assert nobody.get("/sign-in").status_code == 200
        assert nobody.get("/_stcore/host-config").status_code == 401
        assert nobody.get("/fonts/BeVietnamPro-Regular.ttf").status_code == 200
        nobody.cookies.set("vanthu_session", "Mg.forged.token")
        assert nobody.get("/").status_code == 303


def test_an_address_that_leads_nowhere_is_told_in_our_words(people: dict[str, httpx.Client]) -> None:
    shown = {"Accept": "text/html,*/*;q=0.8"}
    for path in ("/khong-ro", "/kho-van-ban/1", "/../etc/passwd"):
        assert people["minh"].get(path, headers=shown).headers["location"] == "/khong-co-trang"
    for path in ("/", "/kho-van-ban", "/quan-tri", "/khong-co-trang"):
        assert people["minh"].get(path, headers=shown).status_code == 200
    assert people["minh"].get("/_stcore/host-config", headers=shown).status_code == 200


def test_the_pages_socket_needs_a_session_and_our_origin(
    server: Server, people: dict[str, httpx.Client]
) -> None:
    address = f"ws://localhost:{server.port}/_stcore/stream"
    cookie = f"vanthu_session={people['lan'].cookies['vanthu_session']}"
    with pytest.raises(InvalidStatus), connect(address):
        pass
    with (
        pytest.raises(InvalidStatus),
        connect(address, additional_headers={"Cookie": cookie}, origin="http://evil.example"),
    ):
        pass
    with connect(address, additional_headers={"Cookie": cookie}, subprotocols=["streamlit"]) as open_socket:
        assert open_socket.subprotocol == "streamlit"


@pytest.mark.long
def test_the_socket_of_a_disabled_person_is_closed_within_a_minute(server: Server) -> None:
    added = run_json(server.environment, "account", "add", "sap.khoa", "--unit", "XA-A", "--role", "official")
    cookie = f"vanthu_session={server.sign_in('sap.khoa', added['password']).cookies['vanthu_session']}"
    address = f"ws://localhost:{server.port}/_stcore/stream"
    with connect(address, additional_headers={"Cookie": cookie}, subprotocols=["streamlit"]) as open_socket:
        assert server.vanthu("account", "disable", "sap.khoa").returncode == 0
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                open_socket.recv(timeout=60)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1008


def test_headers_that_keep_browsers_safe(server: Server, people: dict[str, httpx.Client]) -> None:
    reply = people["minh"].get("/")
    assert reply.status_code == 200
    policy = reply.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "http" not in policy and "unsafe-eval" not in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src "))
    assert "unsafe-inline" not in scripts and "sha256-" in scripts
    assert reply.headers["cache-control"] == "no-store"
    assert people["minh"].get("/api/me").headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in reply.headers
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "server" not in reply.headers


def test_a_scan_goes_all_the_way(people: dict[str, httpx.Client], document: int) -> None:
    found = people["minh"].get(f"/api/documents/{document}").json()
    assert (found["filename"], found["status"], found["page_count"]) == ("Nghị định “151”.png", "ready", 1)
    assert "Bãi bỏ" in people["minh"].get(f"/api/documents/{document}/pages/1/text").json()["text"]
    assert people["minh"].get(f"/api/documents/{document}/pages/1/image").headers["content-type"] in {
        "image/webp",
        "image/jpeg",
    }
    assert people["minh"].get(f"/api/documents/{document}/archive").content.startswith(b"%PDF-")
    assert people["hoa"].get(f"/api/documents/{document}").status_code == 404
    assert people["hoa"].get("/api/jobs").json() == []


def test_the_same_file_again_names_the_document(
    people: dict[str, httpx.Client], document: int, shared_data: Path
) -> None:
    content = (shared_data / "scans" / "pages" / SCAN).read_bytes()
    files = [("file", ("lại.png", content)), ("file", ("rỗng.pdf", b"")), ("file", ("lạ.exe", b"MZ\x00\x01"))]
    again, empty, unknown = people["lan"].post("/api/uploads", params=DECLARED, files=files).json()
    assert (again["state"], again["document_id"]) == ("duplicate", document)
    for job in (empty, unknown):
        assert job["state"] in {"failed", "refused"}
        assert job["code"] and job["message"] and job["remedy"]


@pytest.mark.parametrize(
    "question",
    ["", "   ", "\udcff\udcfe", "điều kiện " * 1_200, unicodedata.normalize("NFD", "BÃI BỎ QUY ĐỊNH")],
)
def test_strange_questions_are_answered_or_refused_in_order(server: Server, question: str) -> None:
    for command in ("search", "ask"):
        ended = server.vanthu(command, question, "--json", "--as", "minh")
        assert ended.returncode in {0, 1}
        assert "Traceback" not in ended.stderr
        said = json.loads(ended.stdout)
        if ended.returncode:
            assert set(said) == {"code", "message", "remedy"} and said["code"] != "error"


def test_an_official_uploads_nothing(people: dict[str, httpx.Client]) -> None:
    reply = people["minh"].post("/api/uploads", params=DECLARED, content=b"x")
    assert (reply.status_code, reply.json()["code"]) == (403, "forbidden")


def test_search_and_ask_over_the_api(people: dict[str, httpx.Client], document: int) -> None:
    question = "Khoản nào của Điều 4 Nghị định 151/2013/NĐ-CP bị bãi bỏ?"
    hits = people["minh"].get("/api/search", params={"q": question}).json()
    assert hits[0]["document_id"] == document
    assert people["hoa"].get("/api/search", params={"q": question}).json() == []
    whole = people["minh"].post("/api/ask", json={"question": question}).json()
    accept = {"Accept": "text/event-stream"}
    with people["minh"].stream("POST", "/api/ask", json={"question": question}, headers=accept) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        events = [line for line in reply.iter_lines() if line]
    kinds = [line.removeprefix("event: ") for line in events if line.startswith("event: ")]
    last = json.loads(events[-1].removeprefix("data: "))
    assert kinds[-1] == "done"
    assert {**last["answer"], "elapsed_ms": 0} == {**whole, "elapsed_ms": 0}


def test_commands_beside_the_server(server: Server, document: int, tmp_path: Path) -> None:
    shown = run_json(server.environment, "show", str(document), "--as", "minh")
    assert shown["id"] == document and "Bãi bỏ" in shown["pages"][0]["text"]
    assert server.vanthu("show", str(document), "--as", "hoa").returncode == 1
    hits = run_json(server.environment, "search", "bãi bỏ quy định tại khoản 8 Điều 4", "--as", "minh")
    assert hits[0]["document_id"] == document
    assert run_json(server.environment, "search", "bãi bỏ", "--as", "minh", "--on", "1999-01-01") == []
    (tmp_path / "ghi chú.txt").write_text(
        "Điều 1. Thông báo về lịch họp giao ban tháng 12.", encoding="utf-8"
    )
    (tmp_path / "rỗng.pdf").write_bytes(b"")
    ended = server.vanthu("ingest", str(tmp_path), "--wait", "--json", "--as", "lan")
    items = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert [item["filename"] for item in items] == ["ghi chú.txt", "rỗng.pdf"]
    assert items[0]["status"] == "ready" and items[0]["page_count"] == 1
    assert set(items[1]) == {"filename", "status", "code", "message"}
    assert "rỗng.pdf" in ended.stderr
    again = server.vanthu("ingest", str(tmp_path / "ghi chú.txt"), "--wait", "--json", "--as", "lan")
    assert again.returncode == 0
    assert json.loads(again.stdout) == [{**items[0], "status": "duplicate"}]


def test_an_index_built_anew_finds_the_same(server: Server, document: int) -> None:
    query = ("search", "bãi bỏ quy định tại khoản 8 Điều 4", "--as", "minh")
    before = run_json(server.environment, *query)
    assert run_json(server.environment, "reindex")["documents"] >= 1
    assert run_json(server.environment, *query) == before
    assert run_json(server.environment, "verify") == {"faults": []}


def test_a_backup_beside_the_running_server(server: Server, document: int, tmp_path: Path) -> None:
    copy = tmp_path / "sao lưu"
    assert run_json(server.environment, "backup", str(copy)) == {"file": str(copy)}
    assert copy.stat().st_size > 0
    nowhere = server.vanthu("backup", "/proc/nowhere/x")
    assert nowhere.returncode == 1 and nowhere.stderr.startswith("vanthu: ")
    restore = server.vanthu("restore", str(copy))
    assert restore.returncode == 1 and "Dừng máy chủ" in restore.stderr


def test_a_second_server_and_a_taken_port_are_one_line(server: Server, tmp_path: Path) -> None:
    same_folder = server.vanthu("serve", "--port", str(server_process.free_port()))
    assert same_folder.returncode == 1
    assert "đang chạy" in same_folder.stderr and "Traceback" not in same_folder.stderr
    taken = run(server_process.environment(tmp_path / "other"), "serve", "--port", str(server.port))
    assert taken.returncode == 1
    assert str(server.port) in taken.stderr and "--port" in taken.stderr
    assert len(taken.stderr.strip().splitlines()) == 2


def test_what_it_keeps_is_its_owners_alone(server: Server, document: int) -> None:
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    for name in ("server.sock", "secret", "vanthu.sqlite"):
        assert stat.S_IMODE((server.data / name).stat().st_mode) == 0o600, name


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.long)])
def test_told_to_stop_it_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    server = server_process.start(tmp_path / "data")
    try:
        early = subprocess.Popen(
            [*server.process.args[:3], "account", "list", "--json"],  # type: ignore[index]
            cwd=server_process.ROOT,
            env=server.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        server_process.wait_ready(server)
        out, _ = early.communicate(timeout=60)
        assert json.loads(out), "a command given while the server starts is answered"
        server.process.send_signal(number)
        _, rest = server.process.communicate(timeout=60)
    finally:
        server.process.kill()
    assert server.process.returncode == 0
    assert "Traceback" not in rest
    assert not (server.data / "server.sock").exists()
    assert run(server.environment, "account", "list").returncode == 0


def test_a_correction_reaches_the_index_by_itself(
    server: Server, people: dict[str, httpx.Client], document: int
) -> None:
    patched = people["lan"].patch(f"/api/documents/{document}", json={"fields": {"issue_date": "1986-01-02"}})
    assert patched.status_code == 200, patched.text
    early = {"q": "bãi bỏ", "on": "1986-12-31", "document": [document]}
    for _ in range(60):
        hits = people["lan"].post("/api/search", json=early).json()
        if hits:
            break
        time.sleep(0.5)
    assert hits[0]["document_id"] == document
