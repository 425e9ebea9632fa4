"""Files handed in together: held, gone on with, let go, tried again; with the real pipeline."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator

import pytest

from access.accounts import AccountService
from access.roles import Role
from ingest.batches.service import BatchNameInvalid
from ingest.types import JobState, JobView
from tests.ingest.conftest import House, make_house, page_picture, scan_pdf
from vanthu.errors import Forbidden, NotFound


@pytest.fixture
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One worker, so that there is something to hold."""
    house = make_house(tmp_path_factory.mktemp("slow") / "data", ocr_workers=1)
    house.service.start()
    yield house
    house.service.stop()
    house.db.dispose()


def hand_in(house: House, batch: int, count: int, pages: int = 3) -> list[JobView]:
    return [
        house.service.submit(
            io.BytesIO(scan_pdf(*(page_picture(f"Tệp {n}", f"trang {page}") for page in range(pages)))),
            f"tep-{n}.pdf",
            house.me,
            batch_id=batch,
        )
        for n in range(count)
    ]


def until(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def test_a_batch_is_held_and_goes_on_where_it_was(slow: House) -> None:
    batches = slow.service.batches
    batch = batches.open("Đợt một", slow.me)
    jobs = hand_in(slow, batch, 3)
    until(lambda: any(slow.service.job(job.id, slow.me).page for job in jobs))
    held = batches.pause(batch, slow.me)
    assert held.working + held.paused + held.states.get(JobState.DONE, 0) == 3 and held.paused
    until(lambda: batches.get(batch, slow.me).working == 0)
    still = batches.get(batch, slow.me)
    assert still.paused == held.paused
    done = slow.service.wait([job.id for job in jobs], slow.me, 5)
    assert {job.state for job in done} <= {JobState.PAUSED, JobState.DONE}
    spooled = {
        row.id: slow.service._tools.spool.names(row.upload) for row in slow.service._jobs.with_upload()
    }
    batches.resume(batch, slow.me)
    done = slow.service.wait([job.id for job in jobs], slow.me, 120)
    assert [job.state for job in done] == [JobState.DONE] * 3
    assert any("text-" in name for names in spooled.values() for name in names)
    finished = batches.get(batch, slow.me)
    assert (finished.pages, finished.pages_done, finished.states) == (9, 9, {JobState.DONE: 3})


def test_what_is_let_go_leaves_nothing_but_its_row(slow: House) -> None:
    batches = slow.service.batches
    batch = batches.open("Đợt hai", slow.me)
    jobs = hand_in(slow, batch, 3)
    until(lambda: any(slow.service.job(job.id, slow.me).page for job in jobs))
    gone = batches.cancel(batch, slow.me)
    until(lambda: batches.get(batch, slow.me).working == 0)
    gone = batches.get(batch, slow.me)
    assert gone.states.get(JobState.CANCELLED, 0) >= 2
    for job in jobs:
        row = slow.service._jobs.row(job.id)
        if row.state == JobState.CANCELLED.value:
            assert (row.upload, row.filename, row.document_id) == (None, "", None)
    assert batches.resume(batch, slow.me).states == gone.states
    again = slow.service.wait([hand_in(slow, batch, 1)[0].id], slow.me, 60)
    assert again[0].state in {JobState.DONE, JobState.DUPLICATE}


def test_what_failed_is_tried_again_where_that_can_help(closed_house: House) -> None:
    house = closed_house
    batch = house.service.batches.open("Đợt ba", house.me)
    kept, hopeless = (
        hand_in(house, batch, 1)[0],
        house.service.submit(io.BytesIO(b""), "rong.pdf", house.me, batch_id=batch),
    )
    house.service._jobs.set(kept.id, state=JobState.FAILED.value)
    assert house.service.batches.get(batch, house.me).failed == 2
    after = house.service.batches.retry(batch, house.me)
    assert after.states == {JobState.QUEUED: 1, JobState.FAILED: 1}
    assert house.service.job(hopeless.id, house.me).state is JobState.FAILED


def test_a_held_job_takes_no_word_from_a_step_still_under_way(closed_house: House) -> None:
    house = closed_house
    batch = house.service.batches.open("Đợt bốn", house.me)
    job = hand_in(house, batch, 1)[0]
    house.service.batches.pause(batch, house.me)
    store = house.service._jobs
    store.set(job.id, page=7)
    assert not store.claim(job.id)
    assert (store.row(job.id).page, store.row(job.id).state) == (0, JobState.PAUSED.value)
    house.service.batches.resume(batch, house.me)
    assert store.claim(job.id)
    assert house.service.batches.pause(batch, house.me).paused == 0
    assert house.service.batches.cancel(batch, house.me).states == {JobState.CATALOGUING: 1}


def test_batches_are_ones_own(closed_house: House) -> None:
    house, batches = closed_house, closed_house.service.batches
    batch = batches.open("  Đợt   năm ", house.me)
    assert batches.list(house.me) == []  # without a file it is not worth a line
    hand_in(house, batch, 1)
    assert [each.name for each in batches.list(house.me)] == ["Đợt năm"]
    accounts = AccountService(house.db)
    other, _ = accounts.add("khac", "Người khác", "LOCAL", [Role.CLERK])
    reader, _ = accounts.add("doc", "Người đọc", "LOCAL", [Role.OFFICIAL])
    assert batches.list(other) == []
    for attempt in (batches.get, batches.pause, batches.resume, batches.cancel, batches.retry):
        with pytest.raises(NotFound):
            attempt(batch, other)
    with pytest.raises(NotFound):
        house.service.submit(io.BytesIO(b"a"), "a.txt", other, batch_id=batch)
    with pytest.raises(NotFound):
        batches.get(2**70, house.me)
    with pytest.raises(Forbidden):
        batches.open("x", reader)
    for name in ("", "  ", "x" * 201):
        with pytest.raises(BatchNameInvalid):
            batches.open(name, house.me)
