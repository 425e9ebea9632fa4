"""Files of the watched folder come in as acts of the person whose folder it is."""

from __future__ import annotations

import io

import pytest

from ingest.types import JobState
from ingest.watching import Outcome
from vanthu.watching import ScannersWay


@pytest.fixture
def way(house) -> ScannersWay:
    return ScannersWay(house.services)


def test_it_is_ones_own_job_in_the_batch_of_the_day(house, way):
    jobs = [way.hand_in("lan", io.BytesIO(text), "a.txt", sensitive=True) for text in (b"mot", b"hai")]
    (batch,) = house.services.acting(house.clerk).batching.list()
    assert batch.name.startswith("Thư mục quét, ngày ")
    assert batch.states == {JobState.QUEUED: 2}
    assert [way.outcome("lan", job) for job in jobs] == [Outcome.OPEN] * 2
    row = house.services.ingest._jobs.row(jobs[0])
    assert (row.account_id, row.sensitive, row.secrecy) == (house.clerk.account_id, True, "none")


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (JobState.DONE, Outcome.TAKEN_IN),
        (JobState.DUPLICATE, Outcome.TAKEN_IN),
        (JobState.REFUSED, Outcome.TAKEN_IN),
        (JobState.FAILED, Outcome.NOT_READ),
        (JobState.CANCELLED, Outcome.NOT_READ),
        (JobState.QUARANTINED, Outcome.TAKEN_IN),
        (JobState.PAUSED, Outcome.OPEN),
        (JobState.RECOGNISING, Outcome.OPEN),
    ],
)
def test_every_end_of_a_job_says_what_to_do_with_the_file(house, way, state, outcome):
    job = way.hand_in("lan", io.BytesIO(b"mot"), "a.txt", sensitive=False)
    house.services.ingest._jobs.set(job, state=state.value)
    assert way.outcome("lan", job) is outcome


def test_who_may_not_hand_in_has_no_folder(house, way):
    for name in ("khong-co", house.official.username, "", "../lan", "LAN\x00"):
        with pytest.raises(LookupError):
            way.hand_in(name, io.BytesIO(b"a"), "a.txt", sensitive=False)
    job = way.hand_in("lan", io.BytesIO(b"mot"), "a.txt", sensitive=False)
    assert way.outcome(house.stranger.username, job) is Outcome.NOT_READ
