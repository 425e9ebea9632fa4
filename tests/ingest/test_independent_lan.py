"""On an independent LAN mật and tối mật are held, at the level declared or found; tuyệt mật never."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from ingest.build import build_ingest
from ingest.types import JobState, JobView
from records.types import SecrecyLevel
from tests.ingest.conftest import House, make_house, read_fields


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = make_house(tmp_path_factory.mktemp("lan") / "data")
    house.service = build_ingest(
        house.settings,
        house.db,
        house.files,
        house,
        read_fields=read_fields,
        independent_lan=lambda: True,
    )
    house.service.start()
    yield house
    house.service.stop()
    house.db.dispose()


def held(house: House, job: JobView) -> tuple[str, str]:
    """Level and class of the document a job has become, whoever may see it."""
    with sqlite3.connect(house.settings.data / "vanthu.sqlite") as db:
        return db.execute(
            "select secrecy_level, data_class from documents d join jobs j on j.document_id = d.id"
            " where j.id = ?",
            (job.id,),
        ).fetchone()


@pytest.mark.parametrize(
    ("declared", "mark", "level"),
    [
        (SecrecyLevel.CONFIDENTIAL, "MẬT", "confidential"),
        (SecrecyLevel.CONFIDENTIAL, "TỐI MẬT", "secret"),
        (SecrecyLevel.NONE, "MẬT", "confidential"),
        (SecrecyLevel.SECRET, "Thông báo", "secret"),
    ],
)
def test_held_at_the_higher_of_declared_and_found(
    house: House, declared: SecrecyLevel, mark: str, level: str
) -> None:
    job = house.take(f"{mark}\n\nKế hoạch {declared}\n".encode(), "a.txt", secrecy=declared)
    assert job.state is JobState.DONE
    assert held(house, job) == (level, level)
    # Held under grants only: not even the uploader sees it without one.
    assert job.document_id is None
    assert house.catalogue.visible_ids(house.scope) == []


def test_top_secret_is_refused_declared_or_found(house: House) -> None:
    declared = house.submit(b"a", "a.txt", secrecy=SecrecyLevel.TOP_SECRET)
    assert (declared.state, declared.code) == (JobState.REFUSED, "secret_declared")
    found = house.take("TUYỆT MẬT\n\nKế hoạch\n".encode(), "a.txt", secrecy=SecrecyLevel.SECRET)
    assert (found.state, found.code) == (JobState.REFUSED, "secret_found")
