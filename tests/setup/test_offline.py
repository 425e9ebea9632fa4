"""A site without any network: pack here, install in a network namespace that has none."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="a network namespace needs root")
def test_a_bundle_installs_without_network(tmp_path: Path) -> None:
    bundle, site = tmp_path / "bundle.tar", tmp_path / "site"
    here = {
        **os.environ,
        "VANTHU_DATA": str(tmp_path / "here"),
        "VANTHU_MODELS": str(ROOT / "var" / "models"),
    }
    subprocess.run([ROOT / "run", "--bundle", bundle], check=True, env=here)
    subprocess.run(["git", "clone", "--quiet", ROOT, site], check=True)

    there = {**os.environ, "VANTHU_DATA": str(tmp_path / "data"), "VANTHU_MODELS": str(tmp_path / "models")}
    install = ["unshare", "--net", site / "run", "--setup-only", "--offline", bundle]
    subprocess.run(install, check=True, env=there)
    account = [site / ".venv" / "bin" / "vanthu", "account", "list", "--json"]
    assert b"local" in subprocess.run(account, check=True, env=there, capture_output=True).stdout
    assert (tmp_path / "models" / "multilingual-e5-small" / "model.safetensors").is_file()


def test_a_damaged_bundle_is_refused_in_one_line(tmp_path: Path) -> None:
    damaged = tmp_path / "bundle.tar"
    damaged.write_bytes(b"not a bundle")
    for target in (damaged, tmp_path / "missing.tar"):
        env = {**os.environ, "VANTHU_DATA": str(tmp_path / "data")}
        said = subprocess.run(
            [ROOT / "run", "--setup-only", "--offline", target],
            check=False,
            env=env,
            capture_output=True,
            text=True,
        )
        assert said.returncode == 1
        assert said.stderr.count("LỖI:") == 1
        assert "Cách xử lý" in said.stderr
