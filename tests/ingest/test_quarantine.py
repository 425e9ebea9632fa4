"""A doubt waits sealed for another person: released it goes on, destroyed or forgotten nothing of it stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from access.accounts import AccountService
from access.audit import AuditTrail
from access.principal import Principal
from access.roles import Role
from access.units import UnitService
from ingest.errors import DecisionByAnother
from ingest.quarantine import Quarantine
from ingest.types import JobState, JobView
from tests.ingest.conftest import House, make_house, page_picture, png
from tests.ingest.traces import Traces
from vanthu.db import now
from vanthu.errors import Forbidden, NotFound

WORDS = ("Hoạ Mi Xám", "CHIMSAU")
NAME = f"Tờ trình MẬT về {WORDS[0]}.png"
TRACES = Traces(WORDS)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = make_house(tmp_path / "data")
    house.service.start()
    yield house
    house.service.stop()
    house.db.dispose()


def doubtful(house: House) -> JobView:
    job = house.take(png(page_picture("Thông báo lịch họp", WORDS[1])), NAME)
    assert job.state is JobState.QUARANTINED
    return job


def events(house: House) -> list[tuple[str, dict[str, object]]]:
    with sqlite3.connect(house.settings.data / "vanthu.sqlite") as db:
        rows = db.execute("select action, detail from audit_events order by sequence").fetchall()
    return [(action, json.loads(detail)) for action, detail in rows]


def test_released_it_goes_on_from_where_it_was(house: House, tmp_path: Path) -> None:
    custodian = house.custodian()
    job = doubtful(house)
    assert (job.code, job.filename, job.document_id) == ("quarantined", NAME, None)
    assert "chờ người quản lý dữ liệu" in job.message
    assert house.catalogue.visible_ids(house.scope) == []
    assert TRACES.under([tmp_path]) == []
    (waiting,) = house.service.quarantine.list(custodian)
    assert (waiting.job_id, waiting.filename, waiting.own) == (job.id, NAME, False)
    assert [(doubt.kind.value, doubt.page) for doubt in waiting.doubts] == [("name", 0)]
    assert house.service.quarantine.crop(job.id, custodian)[8:12] == b"WEBP"
    house.service.quarantine.release(job.id, custodian)
    (done,) = house.wait(job)
    assert (done.state, done.filename, done.code) == (JobState.DONE, NAME, None)
    assert WORDS[1] in house.text(done)
    assert house.service.quarantine.list(custodian) == []
    told = [(action, detail.get("way")) for action, detail in events(house)]
    assert told == [("quarantine", "name"), ("quarantine_view", "name"), ("quarantine_release", "name")]


def test_destroyed_nothing_stays(house: House, tmp_path: Path) -> None:
    custodian = house.custodian()
    job = doubtful(house)
    house.service.quarantine.destroy(job.id, custodian)
    ended = house.service.job(job.id, house.me)
    assert (ended.state, ended.code, ended.filename) == (JobState.REFUSED, "secret_decided", "")
    assert [action for action, _ in events(house)] == ["quarantine", "quarantine_destroy", "refuse_secret"]
    assert AuditTrail(house.db).verify() == []
    assert list(house.settings.spool.iterdir()) == []
    assert TRACES.under([tmp_path]) == []
    for again in (house.service.quarantine.release, house.service.quarantine.destroy):
        with pytest.raises(NotFound):
            again(job.id, custodian)


def test_forgotten_it_is_destroyed(house: House, tmp_path: Path) -> None:
    custodian = house.custodian()
    job = doubtful(house)
    quarantine = house.service.quarantine
    quarantine.tidy(now())
    assert house.service.job(job.id, house.me).state is JobState.QUARANTINED
    quarantine._clock = lambda: now() + timedelta(hours=house.settings.quarantine_hours, seconds=1)
    assert quarantine.list(custodian) == []
    with pytest.raises(NotFound):
        quarantine.release(job.id, custodian)
    quarantine.tidy(now())
    ended = house.service.job(job.id, house.me)
    assert (ended.state, ended.code, ended.filename) == (JobState.REFUSED, "quarantine_expired", "")
    assert [action for action, _ in events(house)][-1] == "quarantine_expired"
    assert list(house.settings.spool.iterdir()) == []
    assert TRACES.under([tmp_path]) == []


def test_only_the_units_custodian_sees_and_decides(house: House) -> None:
    accounts, units = AccountService(house.db), UnitService(house.db)
    units.add("PHONG", "Phòng Tổng hợp")
    units.add("KHAC", "Phòng khác")

    def person(name: str, unit: str, *roles: Role) -> Principal:
        accounts.add(name, name, unit, roles)
        return accounts.principal(name)

    clerk = person("van.thu", "PHONG", Role.CLERK)
    house.me, operator = clerk, house.me
    job = doubtful(house)
    assert job.code == "quarantined_unkept"
    assert "quản trị viên" in job.remedy
    above = person("cap.tren", "LOCAL", Role.CUSTODIAN)
    other = person("khac", "KHAC", Role.CUSTODIAN)
    quarantine = house.service.quarantine
    assert [each.job_id for each in quarantine.list(above)] == [job.id]
    # Once the unit has its own custodian, nobody above looks into it.
    own = person("giu", "PHONG", Role.CUSTODIAN)
    assert [each.job_id for each in quarantine.list(own)] == [job.id]
    for stranger in (above, other, operator):
        assert quarantine.list(stranger) == []
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


def test_the_uploaders_own_decision_does_not_count(house: House) -> None:
    house.me = house.custodian("mot.minh")
    job = doubtful(house)
    assert job.code == "quarantined_unkept"
    (waiting,) = house.service.quarantine.list(house.me)
    assert waiting.own
    for act in (house.service.quarantine.release, house.service.quarantine.destroy):
        with pytest.raises(DecisionByAnother):
            act(job.id, house.me)
    another = house.custodian("nguoi.khac")
    house.service.quarantine.release(job.id, another)
    assert house.wait(job)[0].state is JobState.DONE


@pytest.mark.parametrize(("act", "state"), [("release", JobState.DONE), ("destroy", JobState.REFUSED)])
@pytest.mark.parametrize("dies_in", ["_carry_out", "record", "destroy", "condemn", "destroyed"])
def test_a_decision_survives_the_end_of_the_process(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, state: JobState, dies_in: str
) -> None:
    """The process dies between any two writes of a decision: the next start carries it out."""
    custodian = house.custodian()
    job = doubtful(house)
    quarantine = house.service.quarantine
    owner = {
        "_carry_out": Quarantine,
        "record": AuditTrail,
        "destroy": type(quarantine._spool),
        "condemn": type(quarantine._jobs),
        "destroyed": type(quarantine._jobs),
    }[dies_in]

    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(owner, dies_in, die)
        try:
            getattr(quarantine, act)(job.id, custodian)
        except Killed:
            pass
        else:
            assert act == "release"  # nothing is destroyed there
            patch.undo()
    house.service.stop()
    again = make_house(tmp_path / "data")
    again.me = house.me
    again.service.start()
    (ended,) = again.wait(job)
    assert ended.state is state
    again.service.stop()
    again.db.dispose()
    decided = [action for action, _ in events(house) if action.startswith(("quarantine_", "refuse"))]
    expected = {"release": {"quarantine_release"}, "destroy": {"quarantine_destroy", "refuse_secret"}}
    assert set(decided) == expected[act]
    if state is JobState.REFUSED:
        assert list(house.settings.spool.iterdir()) == []
        assert TRACES.under([tmp_path]) == []
