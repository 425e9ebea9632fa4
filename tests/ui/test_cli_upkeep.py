"""Check, backup and restore by command: what was damaged is named, what was saved comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ui.server_process import environment, run, run_json

TEXT = "Điều 1. Lịch trực\n1. Văn phòng trực ban từ 7 giờ đến 17 giờ các ngày làm việc.\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], int]:
    """A data folder holding one document that went through the real pipeline."""
    folder = tmp_path_factory.mktemp("upkeep")
    source = folder / "lịch trực.txt"
    source.write_text(TEXT, encoding="utf-8")
    env = environment(folder / "data")
    (item,) = run_json(env, "ingest", str(source))
    assert item["status"] == "ready"
    return env, int(item["id"])


@pytest.mark.long
def test_a_whole_installation_comes_back(kept: tuple[dict[str, str], int], tmp_path: Path) -> None:
    env, document = kept
    copy = tmp_path / "sao lưu.vanthu"
    assert run_json(env, "backup", str(copy)) == {"file": str(copy)}
    restored = environment(tmp_path / "other")
    assert run_json(restored, "restore", str(copy)) == {"file": str(copy)}
    before, after = (run_json(each, "show", str(document)) for each in (env, restored))
    assert after == before
    hits = run_json(restored, "search", "trực ban từ mấy giờ")
    assert hits[0]["document_id"] == document, "the index is built again"
    assert run_json(restored, "verify") == {"faults": []}
    again = run(restored, "restore", str(copy))
    assert again.returncode == 1 and "Traceback" not in again.stderr


def test_damage_is_named(kept: tuple[dict[str, str], int], tmp_path: Path) -> None:
    env, document = kept
    copy = tmp_path / "b"
    run_json(env, "backup", str(copy))
    damaged = environment(tmp_path / "damaged")
    run_json(damaged, "restore", str(copy))
    sha256 = run_json(damaged, "show", str(document))["sha256"]
    original = tmp_path / "damaged" / "files" / sha256[:2] / sha256[2:]
    original.chmod(0o600)
    original.write_bytes(b"altered")
    ended = run(damaged, "verify", "--json")
    assert ended.returncode == 1
    faults = json.loads(ended.stdout)["faults"]
    # What was restored has no index yet; nothing else may be wrong.
    of_files = [fault for fault in faults if fault["part"] != "index"]
    assert [(fault["part"], fault["kind"]) for fault in of_files] == [("files", "damaged")]
    assert set(of_files[0]) == {"part", "kind", "where"}
    assert of_files[0]["where"] in ended.stderr


def test_a_file_that_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no backup")
    ended = run(environment(tmp_path / "data"), "restore", str(tmp_path / "x"), "--json")
    assert ended.returncode == 1
    assert set(json.loads(ended.stdout)) == {"code", "message", "remedy"}
    missing = run(environment(tmp_path / "data"), "restore", str(tmp_path / "none"))
    assert missing.returncode == 1 and "Traceback" not in missing.stderr
