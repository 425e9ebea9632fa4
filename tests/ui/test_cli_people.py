"""Accounts, assignments, lists and units on the command line, without a server."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.ui.server_process import environment, run, run_json


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return environment(tmp_path_factory.mktemp("people") / "data")


@pytest.mark.long
def test_from_a_unit_to_its_successor(env: dict[str, str], tmp_path: Path) -> None:
    run_json(env, "unit", "add", "XA-A", "Đảng uỷ xã A", "--agency-code", "a26.01")
    run_json(env, "unit", "add", "XA-B", "Đảng uỷ xã B")
    token = run_json(env, "account", "add", "lan", "--role", "clerk", "--unit", "XA-A", "--activation")
    assert set(token) == {"username", "activation"}
    given = run_json(env, "account", "assign", "lan", "--unit", "XA-B", "--role", "trainer")
    assert (given["unit_code"], given["role"], given["state"]) == ("XA-B", "trainer", "in_force")
    refused = run(env, "account", "change", "lan", "--role", "auditor")
    assert refused.returncode == 1 and "không đi cùng" in refused.stderr
    assert run_json(env, "account", "end-assignment", str(given["id"]))["state"] == "over"
    assert run_json(env, "account", "change", "lan", "--role", "auditor")["roles"] == ["auditor"]
    run_json(env, "unit", "merge", "XA-A", "--into", "XA-B", "--on", "2099-01-01")
    (merged,) = (unit for unit in run_json(env, "unit", "list") if unit["code"] == "XA-A")
    assert (merged["successor"], merged["abolished_on"]) == ("XA-B", "2099-01-01")
    assert run_json(env, "unit", "keep", "XA-A")["abolished_on"] is None
    run_json(env, "unit", "rename", "XA-A", "Đảng uỷ phường A", "--on", "2099-01-01")
    assert [span["name"] for span in run_json(env, "unit", "history", "XA-A")] == [
        "Đảng uỷ xã A",
        "Đảng uỷ phường A",
    ]


def test_a_list_taken_in(env: dict[str, str], tmp_path: Path) -> None:
    source, tokens = tmp_path / "ds.csv", tmp_path / "mã.csv"
    source.write_text("username\tunit\troles\nhoa\tLOCAL\tclerk\nsai\tKHONG\tclerk\n")
    ended = run(env, "account", "import", str(source), "--tokens", str(tokens))
    assert ended.returncode == 1
    assert ended.stdout == f"2\t1\t1\t{tokens}\n"
    assert "Dòng 3: sai Không có đơn vị mang mã “KHONG”." in ended.stderr
    with tokens.open(encoding="utf-8-sig") as stream:
        assert [row[1] for row in csv.reader(stream)] == ["Tên đăng nhập", "hoa"]
    found = run_json(env, "account", "list", "--search", "HOA", "--state", "waiting")
    assert [row["username"] for row in found] == ["hoa"]
    missing = run(env, "account", "import", str(tmp_path / "none"), "--tokens", str(tokens), "--json")
    assert missing.returncode == 1 and "Traceback" not in missing.stderr
