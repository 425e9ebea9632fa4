"""An index that fails: waited for where that helps, else said, kept and tried again."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from ingest.types import JobState
from tests.ingest.conftest import House, make_house


class Flaky(House):
    """A house whose index fails as told before it works."""

    faults: list[Exception]

    def index(self, document_id: int) -> None:
        if self.faults:
            raise self.faults.pop()
        super().index(document_id)


@pytest.fixture(scope="module")
def flaky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flaky]:
    house = make_house(tmp_path_factory.mktemp("flaky") / "data", kind=Flaky)
    assert isinstance(house, Flaky)
    house.service.start()
    yield house
    house.service.stop()
    house.db.dispose()


def test_a_locked_database_is_waited_for(flaky: Flaky) -> None:
    flaky.faults = [OperationalError("insert", {}, sqlite3.OperationalError("database is locked"))]
    job = flaky.take(b"Thong bao mot", "a.txt")
    assert (job.state, flaky.indexed) == (JobState.DONE, [job.document_id])


def test_an_unforeseen_error_is_said_kept_and_can_be_tried_again(
    flaky: Flaky, caplog: pytest.LogCaptureFixture
) -> None:
    flaky.faults = [RuntimeError("CANARY trong nội dung")]
    before = len(flaky.catalogue.visible_ids(flaky.scope))
    job = flaky.take(b"Thong bao hai", "a.txt")
    assert (job.state, job.code) == (JobState.FAILED, "job_broken")
    assert "CANARY" not in caplog.text
    flaky.db.dispose()
    assert not any(b"CANARY" in data for _path, data in flaky.everything_on_disk())
    (done,) = flaky.wait(flaky.service.retry(job.id, flaky.me))
    assert (done.state, done.code) == (JobState.DONE, None)
    assert len(flaky.catalogue.visible_ids(flaky.scope)) == before + 1


def test_disk_full_in_mid_job_can_be_tried_again(flaky: Flaky) -> None:
    flaky.faults = [OSError(errno.ENOSPC, "No space left on device")]
    job = flaky.take(b"Thong bao ba", "a.txt")
    assert (job.state, job.code) == (JobState.FAILED, "no_space_left")
    (done,) = flaky.wait(flaky.service.retry(job.id, flaky.me))
    assert done.state is JobState.DONE
