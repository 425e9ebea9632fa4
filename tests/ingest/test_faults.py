"""Refused documents and failing engines: what stays, what goes on. Each test has a house of its own."""

from __future__ import annotations

import time
from pathlib import Path

from ingest.types import JobState
from tests.ingest.conftest import House, make_house, page_picture, png, scan_pdf

ENGINE = """#!/bin/sh
case "$1" in --*) exec tesseract "$@";; esac
page=$(mktemp)
cat > "$page"
size=$(stat -c %s "$page")
{faults}
tesseract "$@" < "$page"
ended=$?
rm "$page"
exit $ended
"""
FAULTS = {
    1100: ("kill -9 $PPID; sleep 100", "page_worker_died"),
    1000: ("exit 3", "tesseract_failed"),
    900: ("echo rác; exit 0", "tesseract_failed"),
    800: ("sleep 100", "tesseract_timeout"),
}
"""By the height of the page, which is known from the size of what the engine is given."""


def test_a_page_that_fails_keeps_its_number_and_reason(tmp_path: Path) -> None:
    engine = tmp_path / "engine"
    faults = [
        f'if [ "$size" -gt {height * 1000 - 50_000} ]; then rm "$page"; {fault}; fi'
        for height, (fault, _code) in FAULTS.items()
    ]
    engine.write_text(ENGINE.format(faults="\n".join(faults)))
    engine.chmod(0o755)
    broken = [page_picture(f"Trang cao {height}", size=(1000, height)) for height in FAULTS]
    house = make_house(
        tmp_path / "data", tesseract=str(engine), networks=str(tmp_path / "none"), ocr_page_timeout_s=3.0
    )
    house.service.start()
    job = house.take(scan_pdf(page_picture("Trang một"), *broken, page_picture("Trang cuối")), "trang.pdf")
    assert (job.state, job.code) == (JobState.QUARANTINED, "quarantined_unkept")
    assert "Trang 2" in job.message
    # Nobody knows what stands on a page that was not read: a person looks at its picture.
    custodian = house.custodian()
    for number in range(len(FAULTS)):
        assert house.service.quarantine.crop(job.id, custodian, number)[8:12] == b"WEBP"
    house.service.quarantine.release(job.id, custodian)
    (job,) = house.wait(job)
    other = house.take(scan_pdf(page_picture("Văn bản sau")), "sau.pdf")
    house.service.stop()
    assert (job.state, job.page, job.page_count, job.failed_pages) == (JobState.DONE, 6, 6, 4)
    codes = {number: code for number, (_fault, code) in enumerate(FAULTS.values(), start=2)}
    assert house.catalogue.document(job.document_id, house.scope).failed_pages == codes
    assert "một" in house.text(job)
    assert "cuối" in house.text(job)
    assert other.state is JobState.DONE
    house.db.dispose()


def test_no_page_at_all_can_be_tried_again(tmp_path: Path) -> None:
    missing = str(tmp_path / "not-installed")
    house = make_house(tmp_path / "data", tesseract=missing, networks=missing)
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
