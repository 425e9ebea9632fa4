"""Whatever is done to the trail behind the triggers is found, and at the right event."""

from __future__ import annotations

from copy import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.audit import AuditTrail
from access.audit_fault import AuditFault
from access.audit_models import AuditEventRow
from tests.access.tampering import filled, rehash, replace_all, rewritten, stored
from vanthu.db import Database

pytestmark = pytest.mark.databases


def _faults(trail: AuditTrail) -> list[tuple[int, str]]:
    return [(fault.sequence, fault.kind) for fault in trail.verify()]


@pytest.mark.parametrize(
    "field", ["at", "account_id", "unit_id", "channel", "action", "result", "document_id", "detail"]
)
def test_every_field_of_an_event_is_held(database: Database, field: str) -> None:
    trail = filled(database)
    rows = stored(database)
    new = {"at": rows[0].at, "action": "view", "result": "denied", "channel": "page", "detail": "{}"}
    setattr(rows[2], field, new.get(field, 77))
    replace_all(database, rows)
    assert _faults(trail) == [(3, "edited")]


def test_a_result_taken_away_does_not_pass_as_an_event_of_old(database: Database) -> None:
    trail = filled(database)
    rows = stored(database)
    rows[2].result = None
    replace_all(database, rows)
    assert _faults(trail) == [(3, "edited")]


@pytest.mark.parametrize("gone", [1, 3, 5])
def test_a_removed_event_is_missed(database: Database, gone: int) -> None:
    trail = filled(database)
    rows = [row for row in stored(database) if row.sequence != gone]
    replace_all(database, rows)
    assert trail.verify() == [AuditFault(gone, "missing", until=gone)]


def test_several_removed_events_are_told_as_one(database: Database) -> None:
    trail = filled(database, 9)
    replace_all(database, [row for row in stored(database) if row.sequence not in {4, 5, 6, 9}])
    assert [str(fault) for fault in trail.verify()] == ["4-6", "9"]


def test_an_event_with_a_right_hash_of_its_own_is_not_the_one_that_was(database: Database) -> None:
    trail = filled(database)
    rows = stored(database)
    rows[2].account_id = 77
    rehash(rows[2], rows[1].hash)
    replace_all(database, rows)
    assert _faults(trail) == [(3, "replaced")]


def test_an_event_put_beyond_the_counter_is_inserted(database: Database) -> None:
    trail = filled(database)
    rows = stored(database)
    extra = _like(rows[-1])
    extra.sequence = 6
    rehash(extra, rows[-1].hash)
    replace_all(database, [*rows, extra])
    assert _faults(trail) == [(6, "inserted")]


def test_an_event_before_the_first_is_inserted(database: Database) -> None:
    trail = filled(database)
    rows = stored(database)
    extra = _like(rows[0])
    extra.sequence = 0
    rehash(extra, rows[0].previous_hash)
    replace_all(database, [extra, *rows])
    assert _faults(trail) == [(0, "inserted")]


def test_a_long_trail_that_is_all_wrong_is_told_briefly(database: Database) -> None:
    trail = filled(database, 3)
    rows = stored(database)
    many = [_like(rows[0]) for _ in range(1200)]
    for number, row in enumerate(many, 1):
        row.sequence = number
        row.hash = "f" * 64
    replace_all(database, many, head=1200)
    assert len(trail.verify()) == 1000


def _like(row: AuditEventRow) -> AuditEventRow:
    return AuditEventRow(**{column.name: getattr(row, column.name) for column in row.__table__.columns})


def _another(document_id: int | None) -> int:
    """Hypothesis draws constants of this very file too: no edit may leave what was there."""
    return 999_999 if document_id != 999_999 else 888_888


class _Tampering:
    """One way of laying hands on a trail, and the event that must then be named."""

    def __init__(self, kind: str, at: int, other: int) -> None:
        self.kind, self.at, self.other = kind, at, other

    def __repr__(self) -> str:
        return f"{self.kind} {self.at} {self.other}"

    def do(self, rows: list[AuditEventRow]) -> tuple[list[AuditEventRow], int]:
        number = self.at % len(rows)
        other = self.other % len(rows)
        act = {
            "edit": self._edit,
            "edit_rehashed": self._edit_rehashed,
            "remove": self._remove,
            "remove_and_close_up": self._close_up,
            "swap": self._swap,
            "insert": self._insert,
        }[self.kind]
        return act(rows, number, other)

    def _edit(self, rows: list[AuditEventRow], number: int, _other: int) -> tuple[list[AuditEventRow], int]:
        rows[number].document_id = _another(rows[number].document_id)
        return rows, number + 1

    def _edit_rehashed(
        self, rows: list[AuditEventRow], number: int, _other: int
    ) -> tuple[list[AuditEventRow], int]:
        number = min(number, len(rows) - 2)  # of the last one only a seal can tell
        rows[number].document_id = _another(rows[number].document_id)
        rehash(rows[number], rows[number].previous_hash)
        return rows, number + 1

    def _remove(self, rows: list[AuditEventRow], number: int, _other: int) -> tuple[list[AuditEventRow], int]:
        return rows[:number] + rows[number + 1 :], number + 1

    def _close_up(
        self, rows: list[AuditEventRow], number: int, _other: int
    ) -> tuple[list[AuditEventRow], int]:
        for row in rows[number + 1 :]:
            row.sequence -= 1
        return rows[:number] + rows[number + 1 :], number + 1

    def _swap(self, rows: list[AuditEventRow], number: int, other: int) -> tuple[list[AuditEventRow], int]:
        if number == other:
            other = (number + 1) % len(rows)
        rows[number].sequence, rows[other].sequence = rows[other].sequence, rows[number].sequence
        return rows, min(number, other) + 1

    def _insert(self, rows: list[AuditEventRow], number: int, _other: int) -> tuple[list[AuditEventRow], int]:
        forged = _like(rows[number])
        forged.document_id = 999_999
        rehash(forged, forged.previous_hash)
        for row in rows[number:]:
            row.sequence += 1
        return [*rows[:number], forged, *rows[number:]], number + 1


TAMPERINGS = st.builds(
    _Tampering,
    st.sampled_from(["edit", "edit_rehashed", "remove", "remove_and_close_up", "swap", "insert"]),
    st.integers(0, 1000),
    st.integers(0, 1000),
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    documents=st.lists(st.none() | st.integers(1, 2**31 - 1), min_size=2, max_size=25),
    tampering=TAMPERINGS,
)
def test_tampering_is_found_at_the_right_event(
    database: Database, documents: list[int | None], tampering: _Tampering
) -> None:
    replace_all(database, [], head=0)
    trail = AuditTrail(database)
    for number, document_id in enumerate(documents):
        trail.record(None, "view", document_id=document_id, detail={"page": number})
    assert trail.verify() == []
    rows, guilty = tampering.do([copy(row) for row in map(_like, stored(database))])
    replace_all(database, rows)
    faults = trail.verify()
    assert faults
    assert faults[0].sequence == guilty
    assert all(fault.kind != "guard_missing" for fault in faults)


def test_a_chain_computed_anew_shows_in_no_way_but_by_a_seal(database: Database) -> None:
    """What the sealed checkpoints are for."""
    trail = filled(database)
    rows = [_like(row) for row in stored(database)]
    replace_all(database, rewritten(rows[1:]), head=4)
    assert trail.verify() == []
