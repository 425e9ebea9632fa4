"""Commands without a server: the work is done in the command's own process, one command at a time."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from ui.cli.failure import as_failure
from vanthu.data_folder import DataFolder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "VANTHU_DATA": str(tmp_path / "data"), "OMP_THREAD_LIMIT": "1"}


def vanthu(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ui.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_an_empty_folder_is_made_and_migrated(environment: dict[str, str]) -> None:
    listed = vanthu(environment, "account", "list", "--json")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert [row["username"] for row in json.loads(listed.stdout)] == ["local"]
    assert vanthu(environment, "jobs", "--json").stdout == "[]\n"


def test_two_folders_never_see_each_other(environment: dict[str, str], tmp_path: Path) -> None:
    add = ("account", "add", "lan", "--role", "clerk", "--json")
    assert set(json.loads(vanthu(environment, *add).stdout)) == {"username", "password"}
    other = {**environment, "VANTHU_DATA": str(tmp_path / "other")}
    assert [row["username"] for row in json.loads(vanthu(other, "account", "list", "--json").stdout)] == [
        "local"
    ]
    assert len(json.loads(vanthu(environment, "account", "list", "--json").stdout)) == 2


def test_a_second_command_waits_for_the_first(environment: dict[str, str]) -> None:
    folder = DataFolder(Path(environment["VANTHU_DATA"]))
    lock = folder.hold()
    assert lock is not None
    command = [sys.executable, "-m", "ui.cli", "account", "list", "--json"]
    waiting = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    time.sleep(0.5)
    assert waiting.poll() is None
    lock.release()
    out, _ = waiting.communicate()
    assert waiting.returncode == 0
    assert json.loads(out)


def test_ocr_needs_no_database(environment: dict[str, str], shared_data: Path) -> None:
    scan = sorted((shared_data / "scans" / "pages").iterdir())[0]
    ended = vanthu(environment, "ocr", str(scan), "--json")
    assert ended.returncode == 0, ended.stderr
    (page,) = json.loads(ended.stdout)["pages"]
    assert page["number"] == 1 and len(page["text"]) > 200
    word = page["lines"][0]["words"][0]
    assert set(word) == {"text", "box", "confidence"}
    assert all(0 <= edge <= 1 for edge in word["box"])
    assert not (Path(environment["VANTHU_DATA"]) / "vanthu.sqlite").exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 cut", b"no picture at all"])
def test_ocr_of_a_bad_file_says_why(environment: dict[str, str], tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hỏng.pdf"
    path.write_bytes(content)
    ended = vanthu(environment, "ocr", str(path), "--json")
    assert ended.returncode == 1
    assert set(json.loads(ended.stdout)) == {"code", "message", "remedy"}
    assert json.loads(ended.stdout)["message"] in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_that_cannot_be_made(environment: dict[str, str]) -> None:
    ended = vanthu({**environment, "VANTHU_DATA": "/proc/nowhere"}, "account", "list")
    assert ended.returncode == 1
    assert ended.stderr.startswith("vanthu: ") and "VANTHU_DATA" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_commands_speak_the_chosen_language(environment: dict[str, str]) -> None:
    for language, said in (("vi", "Không tìm thấy"), ("en", "was not found")):
        asked = vanthu({**environment, "VANTHU_LANGUAGE": language}, "show", "99/KH-XX")
        assert asked.returncode == 1
        assert said in asked.stderr


def test_a_full_disk_is_said_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    failure = as_failure(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert failure is not None
    failure.tell(as_json=False)
    assert capsys.readouterr().err.startswith("vanthu: Ổ đĩa đã đầy")
    assert failure.form["remedy"]


def test_a_taken_port_is_said_with_the_remedy(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = vanthu(environment, "serve", "--port", str(port))
    assert ended.returncode == 1
    assert f"Cổng {port}" in ended.stderr
    assert f"vanthu serve --port {port + 1}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_the_second_engine_the_first_reads_alone(
    environment: dict[str, str], tmp_path: Path, shared_data: Path
) -> None:
    scan = sorted((shared_data / "scans" / "pages").iterdir())[0]
    ended = vanthu({**environment, "PATH": str(tmp_path)}, "ocr", str(scan))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Công báo" in ended.stdout
