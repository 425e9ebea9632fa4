"""A doubt waits sealed for another person: released it goes on, destroyed or forgotten nothing stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from access.accounts import AccountService
from access.audit import AuditTrail
from access.principal import Principal
from access.roles import Role
from access.units import UnitService
from ingest.errors import DecisionByAnother
from ingest.types import JobState
from tests.ingest.conftest import House, make_house
from tests.ingest.doubts import doubtful, events, spooled
from vanthu.db import now
from vanthu.errors import Forbidden, NotFound


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = make_house(tmp_path_factory.mktemp("quarantine") / "data")
    house.service.start()
    yield house
    house.service.stop()
    house.db.dispose()


@pytest.fixture
def custodian(house: House, request: pytest.FixtureRequest) -> Iterator[Principal]:
    """Keeps the data of the whole house, until the test is over."""
    name = f"giu.{abs(hash(request.node.name)) % 10**8}"
    yield house.custodian(name)
    AccountService(house.db).disable(name)


def waiting(house: House, custodian: Principal) -> set[int]:
    return {each.job_id for each in house.service.quarantine.list(custodian)}


def test_released_it_goes_on_from_where_it_was(house: House, custodian: Principal) -> None:
    doubt = doubtful(house, "VANGANH")
    job = doubt.job
    assert (job.code, job.filename, job.document_id) == ("quarantined", doubt.name, None)
    assert "chờ người quản lý dữ liệu" in job.message
    assert house.catalogue.visible_ids(house.scope) == []
    assert doubt.traces.under([house.settings.data]) == []
    (seen,) = [each for each in house.service.quarantine.list(custodian) if each.job_id == job.id]
    assert (seen.filename, seen.own) == (doubt.name, False)
    assert [(finding.kind.value, finding.page) for finding in seen.doubts] == [("name", 0)]
    assert house.service.quarantine.crop(job.id, custodian)[8:12] == b"WEBP"
    house.service.quarantine.release(job.id, custodian)
    (done,) = house.wait(job)
    assert (done.state, done.filename, done.code) == (JobState.DONE, doubt.name, None)
    assert doubt.printed in house.text(done)
    assert job.id not in waiting(house, custodian)
    acts = ("quarantine", "quarantine_view", "quarantine_release")
    assert events(house, job) == [(act, "name") for act in acts]


def test_destroyed_nothing_stays(house: House, custodian: Principal) -> None:
    before = spooled(house)
    doubt = doubtful(house, "SONCA")
    job = doubt.job
    house.service.quarantine.destroy(job.id, custodian)
    ended = house.service.job(job.id, house.me)
    assert (ended.state, ended.code, ended.filename) == (JobState.REFUSED, "secret_decided", "")
    acts = [act for act, _way in events(house, job)]
    assert acts == ["quarantine", "quarantine_destroy", "refuse_secret"]
    assert AuditTrail(house.db).verify() == []
    assert spooled(house) == before
    assert doubt.traces.under([house.settings.data]) == []
    for again in (house.service.quarantine.release, house.service.quarantine.destroy):
        with pytest.raises(NotFound):
            again(job.id, custodian)


def test_forgotten_it_is_destroyed(
    house: House, custodian: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = spooled(house)
    doubt = doubtful(house, "BOCAU")
    job = doubt.job
    quarantine = house.service.quarantine
    quarantine.tidy(now())
    assert house.service.job(job.id, house.me).state is JobState.QUARANTINED
    late = timedelta(hours=house.settings.quarantine_hours, seconds=1)
    monkeypatch.setattr(quarantine, "_clock", lambda: now() + late)
    assert quarantine.list(custodian) == []
    with pytest.raises(NotFound):
        quarantine.release(job.id, custodian)
    quarantine.tidy(now())
    ended = house.service.job(job.id, house.me)
    assert (ended.state, ended.code, ended.filename) == (JobState.REFUSED, "quarantine_expired", "")
    assert [act for act, _way in events(house, job)][-1] == "quarantine_expired"
    assert spooled(house) <= before
    assert doubt.traces.under([house.settings.data]) == []


def test_only_the_units_custodian_sees_and_decides(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts, units = AccountService(house.db), UnitService(house.db)
    units.add("PHONG", "Phòng Tổng hợp")
    units.add("KHAC", "Phòng khác")

    def person(name: str, unit: str, *roles: Role) -> Principal:
        accounts.add(name, name, unit, roles)
        return accounts.principal(name)

    clerk = person("van.thu", "PHONG", Role.CLERK)
    operator = house.me
    monkeypatch.setattr(house, "me", clerk)
    job = doubtful(house, "SAOSAU").job
    assert job.code == "quarantined_unkept"
    assert "quản trị viên" in job.remedy
    above = person("cap.tren", "LOCAL", Role.CUSTODIAN)
    other = person("khac", "KHAC", Role.CUSTODIAN)
    quarantine = house.service.quarantine
    assert job.id in waiting(house, above)
    # Once the unit has its own custodian, nobody above looks into it.
    own = person("giu", "PHONG", Role.CUSTODIAN)
    assert job.id in waiting(house, own)
    for stranger in (above, other, operator):
        assert job.id not in waiting(house, stranger)
        for act in (quarantine.crop, quarantine.release, quarantine.destroy):
            with pytest.raises(NotFound):
                act(job.id, stranger)
    for nobody in (clerk, person("can.bo", "PHONG", Role.OFFICIAL)):
        for act in (quarantine.crop, quarantine.release, quarantine.destroy):
            with pytest.raises(Forbidden):
                act(job.id, nobody)
    with pytest.raises(NotFound):
        quarantine.crop(job.id, own, 1)
    assert house.service.job(job.id, clerk).state is JobState.QUARANTINED
    accounts.disable("cap.tren")


def test_the_uploaders_own_decision_does_not_count(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "me", house.custodian("mot.minh"))
    job = doubtful(house, "CHAOMAO").job
    assert job.code == "quarantined_unkept"
    (seen,) = [each for each in house.service.quarantine.list(house.me) if each.job_id == job.id]
    assert seen.own
    for act in (house.service.quarantine.release, house.service.quarantine.destroy):
        with pytest.raises(DecisionByAnother):
            act(job.id, house.me)
    another = house.custodian("nguoi.khac")
    house.service.quarantine.release(job.id, another)
    assert house.wait(job)[0].state is JobState.DONE
