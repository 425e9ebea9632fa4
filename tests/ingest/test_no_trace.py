"""Of a document that may not be kept nothing stays: every byte of every folder and database is searched.

After a refusal, a failure, a decision, and after the process was killed at any moment.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from access.audit import AuditTrail
from ingest.types import JobState, JobView
from records.types import SecrecyLevel
from tests.ingest.conftest import House, make_house, page_picture, png, scan_pdf
from tests.ingest.marked import CANARIES, MARKED, NAME, PRINTED
from tests.ingest.traces import Traces

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = {name: make() for name, make in MARKED.items()}


def traces_of(*files: bytes) -> Traces:
    return Traces(CANARIES, hashes=[hashlib.sha256(data).hexdigest() for data in files], files=files)


ALL = traces_of(*FILES.values())


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, list[JobView]]]:
    """Every marked file handed in to one house, which is searched while it works and after."""
    folder = tmp_path_factory.mktemp("no-trace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "tmp"))
        (folder / "tmp").mkdir()
        house = make_house(folder / "data")
        house.service.start()
        jobs = [house.submit(data, name) for name, data in FILES.items()]
        while any(job.state.worked_on for job in house.service.jobs(house.me)):
            assert ALL.under([folder], deep=False) == []
            time.sleep(0.2)
        jobs = house.wait(*jobs)
        house.service.stop()
        yield house, jobs
        house.db.dispose()


def test_every_kind_of_document_is_refused(refused: tuple[House, list[JobView]]) -> None:
    house, jobs = refused
    assert {job.state for job in jobs} == {JobState.REFUSED}
    for job in jobs:
        assert (job.code, job.filename, job.document_id, job.page_count) == ("secret_found", "", None, None)
        assert "LAN độc lập" in job.remedy
    assert house.indexed == []
    assert house.catalogue.visible_ids(house.scope) == []


def test_nothing_stays_of_any(refused: tuple[House, list[JobView]]) -> None:
    house, _jobs = refused
    assert ALL.under([house.settings.data.parent, Path("/dev/shm")]) == []
    assert list(house.settings.spool.iterdir()) == []
    assert list(house.settings.spool.with_name("spool-keys").iterdir()) == []
    assert [p for p in house.settings.files.rglob("*") if p.is_file()] == []


def test_the_event_says_level_page_and_way_and_no_more(refused: tuple[House, list[JobView]]) -> None:
    house, jobs = refused
    assert AuditTrail(house.db).verify() == []
    with sqlite3.connect(house.settings.data / "vanthu.sqlite") as db:
        rows = db.execute("select detail from audit_events where action = 'refuse_secret'").fetchall()
    told = {detail["job"]: detail for detail in (json.loads(row) for (row,) in rows)}
    assert told.keys() == {job.id for job in jobs}
    assert {frozenset(detail) for detail in told.values()} == {
        frozenset({"job", "account", "level", "page", "way"})
    }
    first = told[jobs[0].id]
    assert (first["level"], first["page"], first["way"]) == ("secret", 2, "text")


def test_no_further_page_is_read_once_a_mark_is_sure(tmp_path: Path) -> None:
    """A long document with its mark on the first page costs a few pages' reading, not all."""
    calls = tmp_path / "calls"
    engine = tmp_path / "engine"
    engine.write_text(
        f'#!/bin/sh\ncase "$1" in --*) exec tesseract "$@";; esac\necho >> {calls}\nexec tesseract "$@"\n'
    )
    engine.chmod(0o755)
    house = make_house(tmp_path / "data", tesseract=str(engine), ocr_workers=1)
    house.service.start()
    pages = [page_picture("TUYỆT MẬT", font=60), *(page_picture(f"Trang {n}") for n in range(9))]
    job = house.take(scan_pdf(*pages), "dai.pdf")
    house.service.stop()
    house.db.dispose()
    assert (job.state, job.message and "Trang 1" in job.message) == (JobState.REFUSED, True)
    assert len(calls.read_text().splitlines()) <= 6


def test_declared_secret_leaves_nothing(tmp_path: Path) -> None:
    house = make_house(tmp_path / "data")
    data = FILES[f"{NAME}.txt"]
    for level in list(SecrecyLevel)[1:]:
        job = house.submit(data, f"{NAME}.txt", secrecy=level)
        assert (job.state, job.code, job.filename) == (JobState.REFUSED, "secret_declared", "")
    house.db.dispose()
    assert traces_of(data).under([tmp_path]) == []


UNREADABLE = {
    "pdf_damaged": (f"{NAME}.pdf", FILES[f"{NAME}.pdf"][:-600]),
    "docx_damaged": (f"{NAME}.docx", FILES[f"{NAME}.docx"][:-300]),
    "unsupported_type": (f"{NAME}.exe", b"MZ\x90\0" + PRINTED.encode()),
    "text_encoding": (f"{NAME}.txt", PRINTED.encode() + b"\xff\xfe\xfa"),
    "image_damaged": (f"{NAME}.png", png(page_picture(*[PRINTED] * 4))[:200]),
}


def test_files_nobody_could_look_at_leave_nothing_readable(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house = make_house(tmp_path / "data")
    house.service.start()
    jobs = {code: house.submit(data, name) for code, (name, data) in UNREADABLE.items()}
    house.wait(*jobs.values())
    house.service.stop()
    for code, job in zip(jobs, house.wait(*jobs.values()), strict=True):
        assert (job.state, job.code, job.filename) == (JobState.FAILED, code, UNREADABLE[code][0])
    # Their names are sealed for the uploader; the files themselves are gone.
    left = [path.name for path in house.settings.spool.rglob("*") if path.is_file()]
    assert left == ["about"] * len(jobs)
    house.db.dispose()
    traces = traces_of(*(data for _name, data in UNREADABLE.values()))
    assert traces.under([tmp_path]) == []
    assert traces.within(caplog.text.encode()) is None


def test_an_engine_that_fails_quotes_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    engine = tmp_path / "engine"
    engine.write_text(f'#!/bin/sh\necho "{PRINTED}" >&2\necho "{PRINTED}"\nexit 3\n')
    engine.chmod(0o755)
    house = make_house(tmp_path / "data", tesseract=str(engine), networks=str(tmp_path / "none"))
    house.service.start()
    job = house.take(png(page_picture("Một trang")), f"{NAME}.png")
    house.service.stop()
    house.db.dispose()
    assert job.state is JobState.FAILED
    assert traces_of().under([tmp_path / "data"]) == []
    said = capfd.readouterr()
    assert traces_of().within((said.out + said.err).encode()) is None


class Run:
    """One data folder, and processes on it that are killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uploads = folder / "uploads"
        self.searched = folder / "run"
        for made in (self.uploads, self.searched / "tmp"):
            made.mkdir(parents=True)
        for name, data in FILES.items():
            (self.uploads / name).write_bytes(data)

    def start(self) -> subprocess.Popen[bytes]:
        with (self.searched / "log").open("ab") as log:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.ingest.no_trace_driver",
                    str(self.searched / "data"),
                    str(self.uploads),
                ],
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.searched / "tmp")},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def kill_after(self, seconds: float) -> None:
        process = self.start()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def finish(self) -> None:
        assert self.start().wait(timeout=280) == 0


def _killed_at_any_moment(folder: Path, kills: int, seed: int) -> None:
    run, chance = Run(folder), random.Random(seed)
    for _ in range(kills):
        run.kill_after(chance.uniform(1.5, 12.0))
        assert ALL.under([run.searched]) == []
    run.finish()
    assert ALL.under([run.searched]) == []
    house = make_house(run.searched / "data")
    try:
        jobs = house.service.jobs(house.me)
        assert [(job.state, job.filename) for job in jobs] == [(JobState.REFUSED, "")] * len(FILES)
        assert list(house.settings.spool.iterdir()) == []
        assert list(house.settings.spool.with_name("spool-keys").iterdir()) == []
        assert AuditTrail(house.db).verify() == []
    finally:
        house.db.dispose()


def test_killed_once_nothing_stays(tmp_path: Path) -> None:
    _killed_at_any_moment(tmp_path, kills=1, seed=random.randrange(10**6))


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(4))
def test_killed_again_and_again_nothing_stays(tmp_path: Path, seed: int) -> None:
    _killed_at_any_moment(tmp_path, kills=8, seed=seed)
