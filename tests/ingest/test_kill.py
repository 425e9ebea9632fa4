"""`kill -9` at any moment: nothing is lost, nothing is double, at most the pages in hand are read again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.conftest import House, make_house, page_picture, png, scan_pdf

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 2
CALLS_PER_PAGE = 3
"""Most calls of the engine for one page: a reading, the orientation, a second reading."""

ENGINE = """#!/bin/sh
case "$1" in --*) exec tesseract "$@";; esac
echo call >> {log}
exec tesseract "$@"
"""


@dataclass
class Run:
    """One data folder and the processes that work on it."""

    folder: Path
    uploads: Path

    @property
    def log(self) -> Path:
        return self.folder / "engine.log"

    def start(self, version: str = "one") -> subprocess.Popen[bytes]:
        self.folder.mkdir(exist_ok=True)
        engine = self.folder / "engine"
        engine.write_text(ENGINE.format(log=self.log))
        engine.chmod(0o755)
        arguments = [str(self.folder / "data"), str(self.uploads), str(engine), version]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.ingest.kill_driver", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
        )

    def finish(self, version: str = "one") -> float:
        began = time.monotonic()
        assert self.start(version).wait(timeout=280) == 0
        return time.monotonic() - began

    def kill_after(self, seconds: float) -> None:
        process = self.start()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    @property
    def calls(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0

    def result(self) -> dict[str, Any]:
        """Everything the library holds, by file name; and that nothing else is left."""
        house = make_house(self.folder / "data")
        try:
            assert not list(house.settings.spool.iterdir())
            jobs = house.service.jobs(house.me)
            assert sorted(job.filename for job in jobs) == sorted(p.name for p in self.uploads.iterdir())
            assert house.files.verify() == []
            held = {job.filename: _document(house, job.document_id) for job in jobs}
            assert len(house.catalogue.visible_ids(house.scope)) == len(held)
            return held
        finally:
            house.db.dispose()


def _document(house: House, document_id: int) -> dict[str, Any]:
    document = house.catalogue.document(document_id, house.scope)
    pages = house.catalogue.page_texts(document_id, house.scope)
    return {
        "sha256": document.sha256,
        "status": document.summary.status,
        "fields": document.fields,
        "failed": document.failed_pages,
        "pages": [page.pack() for page in pages],
        "images": [house.catalogue.page_image(document_id, page.number, house.scope) for page in pages],
        "archive": house.catalogue.archive(document_id, house.scope).read_bytes(),
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, float]:
    folder = tmp_path_factory.mktemp("undisturbed")
    uploads = folder / "uploads"
    uploads.mkdir()
    pages = [page_picture(f"Quyết định số {n}/QĐ-UBND", f"Trang thứ {n} của văn bản") for n in range(1, 6)]
    (uploads / "quyet-dinh.pdf").write_bytes(scan_pdf(*pages))
    (uploads / "thong-bao.png").write_bytes(png(page_picture("Thông báo về lịch họp")))
    (uploads / "quy-dinh.md").write_text("# Quy định\n\n**Điều 1.** Phạm vi", encoding="utf-8")
    run = Run(folder / "run", uploads)
    return run, run.finish()


def _kill_and_compare(undisturbed: tuple[Run, float], folder: Path, kills: int, seed: int) -> None:
    whole, took = undisturbed
    run, chance = Run(folder / "run", whole.uploads), random.Random(seed)
    for _ in range(kills):
        run.kill_after(chance.uniform(0.2, 1.0) * took)
    run.finish()
    assert run.result() == whole.result()
    assert run.calls <= whole.calls + kills * WORKERS * CALLS_PER_PAGE


def test_a_kill_changes_nothing(undisturbed: tuple[Run, float], tmp_path: Path) -> None:
    _kill_and_compare(undisturbed, tmp_path, kills=1, seed=random.randrange(10**6))


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(4))
def test_twenty_kills_change_nothing(undisturbed: tuple[Run, float], tmp_path: Path, seed: int) -> None:
    _kill_and_compare(undisturbed, tmp_path, kills=5, seed=seed)


def test_a_newer_version_finishes_what_an_older_one_began(
    undisturbed: tuple[Run, float], tmp_path: Path
) -> None:
    whole, took = undisturbed
    run = Run(tmp_path / "run", whole.uploads)
    process = run.start("one")
    while not run.calls and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.wait()
    run.finish("two")
    assert run.result() == whole.result()
    assert run.calls <= whole.calls + WORKERS * CALLS_PER_PAGE
    assert took > 0
