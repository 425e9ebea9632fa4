"""Refused documents and failing engines: what stays, what goes on. Each test has a house of its own."""

from __future__ import annotations

import base64
import errno
import json
import re
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from access.audit import AuditTrail
from ingest.types import JobState
from tests.ingest.conftest import House, make_house, page_picture, png, scan_pdf


def test_a_mark_on_any_page_refuses_the_document(tmp_path: Path) -> None:
    canary = "CHIMYEN"
    marked = scan_pdf(
        page_picture(f"Kế hoạch {canary} năm 2026", "Nơi nhận: Văn phòng"),
        page_picture("TỐI MẬT", f"Phụ lục {canary}", font=60),
    )
    house = make_house(tmp_path / "data")
    house.service.start()
    job = house.take(marked, f"{canary}.pdf")
    house.service.stop()
    assert (job.state, job.code, job.filename, job.document_id) == (
        JobState.REFUSED,
        "secret_found",
        "",
        None,
    )
    assert "2" in job.message
    assert house.catalogue.visible_ids(house.scope) == []
    assert house.indexed == []
    assert AuditTrail(house.db).verify() == []
    house.db.dispose()
    for path, data in house.everything_on_disk():
        for seen in (data, data.decode("utf-16-le", "ignore").encode(), *_unpacked(data)):
            assert canary.encode() not in seen, path
            assert canary.lower().encode() not in seen, path
    with sqlite3.connect(house.settings.data / "vanthu.sqlite") as db:
        (detail,) = db.execute("select detail from audit_events where action = 'refuse_secret'").fetchone()
    assert json.loads(detail)["level"] == "secret"


def _unpacked(data: bytes) -> list[bytes]:
    found = []
    for piece in re.findall(rb"[A-Za-z0-9+/]{24,}={0,2}", data):
        try:
            raw = base64.b64decode(piece + b"=" * (-len(piece) % 4))
            found.append(raw)
            found.append(zlib.decompress(raw))
        except (ValueError, zlib.error):
            continue
    return found


ENGINE = """#!/bin/sh
case "$1" in --*) exec tesseract "$@";; esac
page=$(mktemp)
cat > "$page"
if [ "$(stat -c %s "$page")" -gt 700000 ]; then rm "$page"; {fault}; fi
tesseract "$@" < "$page"
ended=$?
rm "$page"
exit $ended
"""


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("kill -9 $PPID; sleep 100", "page_worker_died"),
        ("exit 3", "tesseract_failed"),
        ("echo rác; exit 0", "tesseract_failed"),
        ("sleep 100", "tesseract_timeout"),
    ],
)
def test_a_page_that_fails_keeps_its_number_and_reason(tmp_path: Path, fault: str, code: str) -> None:
    engine = tmp_path / "engine"
    engine.write_text(ENGINE.format(fault=fault))
    engine.chmod(0o755)
    pages = [page_picture("Trang một"), page_picture("Trang hai", size=(1000, 800)), page_picture("Trang ba")]
    house = make_house(tmp_path / "data", tesseract=str(engine), ocr_page_timeout_s=3.0)
    house.service.start()
    job = house.take(scan_pdf(*pages), "ba-trang.pdf")
    assert (job.state, job.code) == (JobState.QUARANTINED, "quarantined_unkept")
    assert "Trang 2" in job.message
    # Nobody knows what stands on a page that was not read: a person looks at its picture.
    custodian = house.custodian()
    assert house.service.quarantine.crop(job.id, custodian)[8:12] == b"WEBP"
    house.service.quarantine.release(job.id, custodian)
    (job,) = house.wait(job)
    other = house.take(scan_pdf(page_picture("Văn bản sau")), "sau.pdf")
    house.service.stop()
    assert (job.state, job.page, job.page_count, job.failed_pages) == (JobState.DONE, 3, 3, 1)
    assert house.catalogue.document(job.document_id, house.scope).failed_pages == {2: code}
    assert "một" in house.text(job)
    assert "ba" in house.text(job)
    assert other.state is JobState.DONE
    house.db.dispose()


def test_no_page_at_all_can_be_tried_again(tmp_path: Path) -> None:
    house = make_house(tmp_path / "data", tesseract=str(tmp_path / "not-installed"))
    house.service.start()
    job = house.take(png(page_picture("Quyết định")), "a.png")
    house.service.stop()
    house.db.dispose()
    assert (job.state, job.code, job.failed_pages) == (JobState.FAILED, "tesseract_missing", 1)
    mended = make_house(tmp_path / "data")
    mended.service.start()
    again = mended.service.retry(job.id, mended.me)
    (done,) = mended.wait(again)
    mended.service.stop()
    mended.db.dispose()
    assert (done.state, done.failed_pages, done.code) == (JobState.DONE, 0, None)


class Flaky(House):
    """A house whose index fails as told before it works."""

    faults: list[Exception]

    def index(self, document_id: int) -> None:
        if self.faults:
            raise self.faults.pop()
        super().index(document_id)


@pytest.fixture
def flaky(tmp_path: Path) -> Iterator[Flaky]:
    house = make_house(tmp_path / "data", kind=Flaky)
    assert isinstance(house, Flaky)
    house.service.start()
    yield house
    house.service.stop()
    house.db.dispose()


def test_a_locked_database_is_waited_for(flaky: Flaky) -> None:
    flaky.faults = [OperationalError("insert", {}, sqlite3.OperationalError("database is locked"))]
    job = flaky.take(b"Thong bao", "a.txt")
    assert (job.state, flaky.indexed) == (JobState.DONE, [job.document_id])


def test_an_unforeseen_error_is_said_kept_and_can_be_tried_again(
    flaky: Flaky, caplog: pytest.LogCaptureFixture
) -> None:
    flaky.faults = [RuntimeError("CANARY trong nội dung")]
    job = flaky.take(b"Thong bao", "a.txt")
    assert (job.state, job.code) == (JobState.FAILED, "job_broken")
    assert "CANARY" not in caplog.text
    flaky.db.dispose()
    assert not any(b"CANARY" in data for _path, data in flaky.everything_on_disk())
    (done,) = flaky.wait(flaky.service.retry(job.id, flaky.me))
    assert (done.state, done.code) == (JobState.DONE, None)
    assert len(flaky.catalogue.visible_ids(flaky.scope)) == 1


def test_disk_full_in_mid_job_can_be_tried_again(flaky: Flaky) -> None:
    flaky.faults = [OSError(errno.ENOSPC, "No space left on device")]
    job = flaky.take(b"Thong bao", "a.txt")
    assert (job.state, job.code) == (JobState.FAILED, "no_space_left")
    (done,) = flaky.wait(flaky.service.retry(job.id, flaky.me))
    assert done.state is JobState.DONE


def test_stopping_in_mid_job_and_starting_again(tmp_path: Path) -> None:
    house = make_house(tmp_path / "data")
    house.service.start()
    pages = [page_picture(f"Trang số {n}") for n in range(1, 5)]
    job = house.submit(scan_pdf(*pages), "bon-trang.pdf")
    while house.service.job(job.id, house.me).page < 1:
        time.sleep(0.02)
    seen = house.service.job(job.id, house.me)
    assert seen.state is JobState.RECOGNISING
    assert seen.seconds_left is None or seen.seconds_left > 0
    house.service.stop()
    stopped = house.service.job(job.id, house.me)
    assert not stopped.state.finished
    assert stopped.failed_pages == 0
    house.db.dispose()
    again = make_house(tmp_path / "data")
    again.service.start()
    (done,) = again.wait(stopped)
    again.service.stop()
    assert (done.state, done.page, done.failed_pages) == (JobState.DONE, 4, 0)
    assert [page.number for page in again.catalogue.page_texts(done.document_id, again.scope)] == [1, 2, 3, 4]
    again.db.dispose()


def test_uploads_wait_for_the_workers(closed_house: House) -> None:
    """A job handed in while nothing works on jobs is begun at the next start."""
    job = closed_house.submit(b"Thong bao", "a.txt")
    assert job.state is JobState.QUEUED
    closed_house.service.start()
    (done,) = closed_house.wait(job)
    closed_house.service.stop()
    assert done.state is JobState.DONE
