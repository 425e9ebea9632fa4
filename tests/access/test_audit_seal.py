"""Seals: a day each, signed, carried off; what they show that the chain by itself cannot."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from access.audit import AuditTrail
from access.audit_checkpoint import Checkpoint, CheckpointUnreadable, read_files
from access.audit_models import AuditCheckpointRow, AuditEventRow
from access.audit_seal import Seals
from access.audit_verify import verify
from tests.access.tampering import past_the_triggers, replace_all, rewritten, stored
from vanthu.db import Database

pytestmark = pytest.mark.databases

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
"""Noon of 2 March in Viet Nam."""


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


class Office:
    """Three days with three events each, sealed night after night; the clock stands on the fourth day."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.clock = Clock()
        self.database = database
        self.trail = AuditTrail(database, clock=self.clock)
        self.carried = folder / "carried"
        self.seals = Seals(database, self.trail, folder, self.carried, clock=self.clock)
        for _ in range(3):
            for number in range(3):
                self.trail.record(None, "view", document_id=number + 1)
            self.clock.at += timedelta(days=1)
            self.seals.seal()

    def faults(self, exported: list[Checkpoint] | None = None) -> list[tuple[str, str]]:
        kept = read_files(self.carried) if exported is None else exported
        keys = frozenset({self.seals.public_key()})
        return [(fault.kind, str(fault)) for fault in verify(self.database, kept, keys)]


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return Office(database, tmp_path)


def test_an_untouched_trail_has_no_fault(office: Office) -> None:
    assert office.faults() == []
    assert [seal.day for seal in office.seals.all()] == [date(2026, 3, day) for day in (2, 3, 4)]


def test_a_day_is_sealed_once_and_days_missed_are_made_up_for(office: Office) -> None:
    assert office.seals.seal() == []
    office.clock.at += timedelta(days=3)
    new = office.seals.seal()
    assert [seal.day for seal in new] == [date(2026, 3, day) for day in (5, 6, 7)]
    assert len({seal.sequence for seal in new}) == 1
    assert office.faults() == []


def test_the_day_ends_at_viet_nams_midnight(database: Database, tmp_path: Path) -> None:
    clock = Clock()
    trail = AuditTrail(database, clock=clock)
    seals = Seals(database, trail, tmp_path, tmp_path / "out", clock=clock)
    clock.at = datetime(2026, 3, 2, 16, 59, 59, tzinfo=UTC)
    trail.record(None, "view")
    clock.at = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    trail.record(None, "view")
    assert seals.seal() == []
    clock.at += timedelta(minutes=2)
    assert [(seal.day.day, seal.sequence) for seal in seals.seal()] == [(2, 1)]
    assert seals.seconds_to_next() == pytest.approx(24 * 3600 - 60)


def test_an_empty_trail_is_not_sealed(database: Database, tmp_path: Path) -> None:
    seals = Seals(database, AuditTrail(database), tmp_path, tmp_path / "out")
    assert seals.seal() == []


def test_the_key_is_its_owners_only(office: Office, tmp_path: Path) -> None:
    assert (tmp_path / "audit.key").stat().st_mode & 0o777 == 0o600
    assert len(office.seals.public_key()) == 64


def test_seals_refuse_to_be_changed(office: Office) -> None:
    from sqlalchemy.exc import DBAPIError

    for statement in (
        "UPDATE audit_checkpoints SET sequence = 1",
        "DELETE FROM audit_checkpoints",
        "INSERT INTO audit_checkpoints SELECT * FROM audit_checkpoints WHERE true "
        "ON CONFLICT (day) DO UPDATE SET sequence = 1",
    ):
        with pytest.raises(DBAPIError, match="append-only"), office.database.session() as session:
            session.execute(text(statement))


def test_a_chain_computed_anew_is_not_the_one_that_was_sealed(office: Office) -> None:
    rows = _copies(office.database)
    rows[4].document_id = 99
    replace_all(office.database, rewritten(rows))
    assert office.faults() == [("rewritten", "4-7")]


def test_everything_computed_and_sealed_anew_shows_against_what_was_carried_off(
    office: Office, tmp_path: Path
) -> None:
    """The intruder has the database and the key of the data folder, but not the files carried off."""
    rows = [row for row in _copies(office.database) if row.sequence != 5]
    replace_all(office.database, rewritten(rows), head=len(rows))
    with past_the_triggers(office.database) as session:
        session.execute(text("DELETE FROM audit_checkpoints"))
    Seals(office.database, office.trail, tmp_path, tmp_path / "elsewhere", clock=office.clock).seal()
    assert office.faults([]) == []
    kinds = office.faults()
    assert kinds[0] == ("rewritten", "4-7")
    assert ("seal_differs", "2026-03-03") in kinds


def test_a_removed_tail_shows_against_what_was_carried_off(office: Office) -> None:
    rows = _copies(office.database)[:4]
    replace_all(office.database, rows, head=4)
    with past_the_triggers(office.database) as session:
        session.execute(text("DELETE FROM audit_checkpoints WHERE day > '2026-03-02'"))
    assert office.faults([]) == []
    assert office.faults() == [
        ("missing", "5-7"),
        ("missing", "8-11"),
        ("seal_missing", "2026-03-03"),
        ("seal_missing", "2026-03-04"),
    ]


def test_a_seal_signed_with_another_key_is_foreign(office: Office) -> None:
    seals = office.seals.all()
    forged = replace(seals[1], hash="f" * 64).signed(Ed25519PrivateKey.generate())
    _put_seal(office.database, forged)
    assert office.faults([]) == [("rewritten", "4-7"), ("seal_foreign", "2026-03-03")]


def test_a_seal_whose_signature_does_not_hold_is_forged(office: Office) -> None:
    _put_seal(office.database, replace(office.seals.all()[1], sequence=6))
    assert ("seal_forged", "2026-03-03") in office.faults([])


def test_a_seal_taken_away_is_missed(office: Office) -> None:
    with past_the_triggers(office.database) as session:
        session.execute(text("DELETE FROM audit_checkpoints WHERE day = '2026-03-03'"))
    assert office.faults([]) == [("seal_missing", "2026-03-03")]
    assert office.faults() == [("seal_missing", "2026-03-03")]


def test_files_are_written_again_where_they_could_not_be(office: Office) -> None:
    for path in office.carried.iterdir():
        path.unlink()
    office.seals.seal()
    assert [seal.day.day for seal in read_files(office.carried)] == [2, 3, 4]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"day": "x"}'])
def test_a_file_that_is_no_checkpoint_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "2026-03-02.json").write_text(content)
    with pytest.raises(CheckpointUnreadable, match="2026-03-02"):
        read_files(tmp_path)


def test_a_folder_without_checkpoints_proves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CheckpointUnreadable):
        read_files(tmp_path)
    with pytest.raises(CheckpointUnreadable):
        read_files(tmp_path / "not-there")


def _copies(database: Database) -> list[AuditEventRow]:
    return [
        AuditEventRow(**{column.name: getattr(row, column.name) for column in row.__table__.columns})
        for row in map(copy, stored(database))
    ]


def _put_seal(database: Database, seal: Checkpoint) -> None:
    with past_the_triggers(database) as session:
        session.execute(text(f"DELETE FROM audit_checkpoints WHERE day = '{seal.day}'"))
        session.add(AuditCheckpointRow(**{name: getattr(seal, name) for name in Checkpoint.__slots__}))
