"""Commands against a running server: over the Unix socket, light, in the stable JSON forms."""

from __future__ import annotations

import asyncio
import json
import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from tests.conftest import ROOT
from tests.ui.conftest import House
from tests.ui.test_api_documents import DOCUMENT_KEYS
from ui import cli
from ui.api import app
from ui.door import LocalDoor

HEAVY = {"torch", "numpy", "streamlit", "fastapi", "starlette", "sqlalchemy", "pydantic", "babel", "uvicorn"}


class Served:
    """The API on the data folder's socket, served from a thread."""

    def __init__(self, house: House) -> None:
        from starlette.applications import Starlette
        from starlette.routing import Mount

        folder = house.services.folder
        self.lock = folder.hold()
        self.socket = folder.listen()
        local = LocalDoor(Starlette(routes=[Mount("/api", app=app.create(house.services))]))
        config = uvicorn.Config(local, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve([self.socket])))
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        assert self.lock is not None
        self.lock.release()


@pytest.fixture
def served(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("VANTHU_DATA", str(house.services.folder.root))
    server = Served(house)
    yield house
    server.stop()


@pytest.fixture
def document(house: House) -> int:
    return house.add_document(house.clerk, "Quyết định 12.pdf", "12-QĐ/ĐU", "Về việc phân công nhiệm vụ")


def vanthu(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_show_by_number_and_by_id(served: House, document: int, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = vanthu(capsys, "show", "12-qđ/đu", "--as", "minh", "--json")
    shown = json.loads(out)
    assert (status, err) == (0, "")
    assert set(shown) == DOCUMENT_KEYS | {"pages"}
    assert shown["pages"] == [
        {
            "number": 1,
            "confidence": 0.95,
            "engine": "tesseract 5.3.0 vie",
            "text": "Về việc phân công nhiệm vụ",
            "error": None,
        }
    ]
    assert json.loads(vanthu(capsys, "show", str(document), "--as", "minh", "--json")[1]) == shown
    assert "phân công" in vanthu(capsys, "show", str(document), "--as", "minh")[1]


def test_a_failure_is_one_json_value_and_a_line_with_the_remedy(
    served: House, document: int, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = vanthu(capsys, "show", str(document), "--as", "hoa", "--json")
    assert status == 1
    assert json.loads(out)["code"] == "not_found"
    assert json.loads(out)["message"] in err and json.loads(out)["remedy"] in err


def test_two_documents_of_one_number_are_named(
    served: House, document: int, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = served.add_document(served.clerk, "khac.pdf", "12-QĐ/ĐU", "Bản khác")
    status, out, err = vanthu(capsys, "show", "12-QĐ/ĐU", "--as", "lan")
    assert (status, out) == (1, "")
    assert str(document) in err and str(twin) in err


def test_export_writes_three_files_per_document(
    served: House, document: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served.add_document(served.clerk, "khac.pdf", "13-QĐ/ĐU", "Bản khác")
    target = tmp_path / "ra ngoài"
    status, out, _ = vanthu(capsys, "export", "--all", str(target), "--as", "lan", "--json")
    assert status == 0
    files = sorted(path.suffix for path in target.iterdir())
    assert files == [".json", ".json", ".pdf", ".pdf", ".txt", ".txt"]
    assert [item["status"] for item in json.loads(out)] == ["exported", "exported"]
    status, _, err = vanthu(capsys, "export", str(document), str(target), "--as", "hoa")
    assert status == 1 and err


def test_accounts(served: House, capsys: pytest.CaptureFixture[str]) -> None:
    add = ("account", "add", "tuan", "--name", "Phạm Tuấn", "--unit", "XA-A", "--role", "trainee", "--json")
    status, out, _ = vanthu(capsys, *add)
    password = json.loads(out)["password"]
    assert status == 0
    assert served.services.accounts.authenticate("tuan", password).username == "tuan"
    status, out, _ = vanthu(capsys, "account", "list", "--json")
    assert {"lan", "minh", "hoa", "tuan"} <= {row["username"] for row in json.loads(out)}
    assert vanthu(capsys, *add)[0] == 1
    assert vanthu(capsys, "account", "disable", "tuan")[0] == 0
    assert vanthu(capsys, "show", "1", "--as", "tuan")[0] == 1


def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    for line in (
        "", "nothing", "search", "search x --on 32/1/2025", "search x --limit", "search x --limit 0",
        "ask x y", "export 1", "export 1 --all d", "serve --port 0", "ingest a --secrecy no",
        "account add x --role king", "jobs --retry x",
    ):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            cli.run(line.split())
        assert ended.value.code == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert "--help" in said.err
        assert not re.search(r"error|argument|invalid|required", said.err)


def test_the_socket_is_its_owners_alone(served: House) -> None:
    folder = served.services.folder
    assert stat.S_IMODE(folder.socket_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700


def test_the_client_loads_nothing_heavy(served: House, document: int) -> None:
    program = (
        "import sys; from ui.cli import run; status = run(['show', '12-QĐ/ĐU', '--as', 'lan', '--json']);"
        "print('\\n'.join(sys.modules), file=sys.stderr); sys.exit(status)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, env=os.environ, check=True
    )
    assert json.loads(ended.stdout)["id"] == document
    loaded = {name.split(".")[0] for name in ended.stderr.splitlines()}
    assert "ui" in loaded
    assert not loaded & HEAVY
