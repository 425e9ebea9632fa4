"""The process ends in the middle of a custodian's decision: the next start carries it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.audit import AuditTrail
from access.principal import Principal
from ingest.quarantine import Quarantine
from ingest.types import JobState
from tests.ingest.conftest import House, make_house
from tests.ingest.doubts import Doubt, doubtful, events, spooled


class Killed(BaseException):
    """The process ends here."""


def _die(*_: object, **__: object) -> None:
    raise Killed


def _decide(house: House, act: str, doubt: Doubt, custodian: Principal, dies_in: tuple[type, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*dies_in, _die)
        try:
            getattr(house.service.quarantine, act)(doubt.job.id, custodian)
        except Killed:
            return
    assert act == "release"  # nothing is destroyed there
    house.wait(doubt.job)


def test_a_decision_survives_the_end_of_the_process(tmp_path: Path) -> None:
    """The process dies between any two writes of a decision: the next start carries it out."""
    house = make_house(tmp_path / "data")
    house.service.start()
    custodian, quarantine = house.custodian(), house.service.quarantine
    moments = [
        (Quarantine, "_carry_out"),
        (AuditTrail, "record"),
        (type(quarantine._spool), "destroy"),
        (type(quarantine._jobs), "condemn"),
        (type(quarantine._jobs), "destroyed"),
    ]
    made: dict[str, list[Doubt]] = {"release": [], "destroy": []}
    for act, doubts in made.items():
        for letter, dies_in in zip("BDGHK", moments, strict=True):
            doubts.append(doubtful(house, f"{letter * 3}{act.upper()}", "txt"))
            _decide(house, act, doubts[-1], custodian, dies_in)
    house.service.stop()
    again = make_house(tmp_path / "data")
    again.service.start()
    for act, state, acts in (
        ("release", JobState.DONE, {"quarantine_release"}),
        ("destroy", JobState.REFUSED, {"quarantine_destroy", "refuse_secret"}),
    ):
        for doubt in made[act]:
            (ended,) = again.wait(doubt.job)
            assert ended.state is state
            assert {told for told, _way in events(house, doubt.job)} - {"quarantine"} == acts
    again.service.stop()
    again.db.dispose()
    house.db.dispose()
    assert spooled(house) == set()
    for doubt in made["destroy"]:
        assert doubt.traces.under([tmp_path]) == []
