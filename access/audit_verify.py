"""Finds what was done to the trail behind the program's back: which event, which seal, which guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice

from sqlalchemy import Connection, String, func, select, type_coerce

from access.audit_chain import GENESIS, Event, digest
from access.audit_checkpoint import Checkpoint
from access.audit_fault import AuditFault
from access.audit_guards import missing_guards
from access.audit_models import AuditCheckpointRow, AuditEventRow, AuditHeadRow
from access.audit_seal_faults import seal_faults
from vanthu.db import Database
from vanthu.db_errors import told

MOST_FAULTS = 1_000
"""A trail that is wrong from one event on is wrong in all that follow; the first ones say where."""
NEARBY = 500
"""How far from its place a moved event is looked for."""
_AT_ONCE = 5_000


def verify(
    db: Database, exported: Sequence[Checkpoint] = (), keys: frozenset[str] | None = None
) -> list[AuditFault]:
    """Every fault, guards first, then events, then seals; empty when nothing was touched.

    `exported` are checkpoints kept off the machine; what the database holds must agree with them. `keys`
    are the public keys (hexadecimal) a seal may be signed with; None leaves the signer open.
    """
    with told(), db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            if sqlite:
                connection.exec_driver_sql("BEGIN")  # one snapshot for all of it: the server goes on writing
            return list(islice(_faults(connection, exported, keys), MOST_FAULTS))


def _faults(
    connection: Connection, exported: Sequence[Checkpoint], keys: frozenset[str] | None
) -> Iterator[AuditFault]:
    head = connection.scalar(select(AuditHeadRow.sequence)) or 0
    rows = connection.execute(select(*AuditCheckpointRow.__table__.columns))
    stored = sorted((Checkpoint.of_row(row) for row in rows), key=lambda seal: seal.day)
    hashes: dict[int, str | None] = {seal.sequence: None for seal in chain(stored, exported)}
    yield from missing_guards(connection)
    yield from _events(connection, head, hashes)
    carried_off = max((seal.day for seal in exported), default=date.min)
    later = [seal for seal in stored if seal.day > carried_off]  # the others are believed only from outside
    yield from _against_seals([*exported, *later], head, hashes | {0: GENESIS})
    yield from seal_faults(stored, exported, keys)


def _events(connection: Connection, head: int, hashes: dict[int, str | None]) -> Iterator[AuditFault]:
    """Walks the chain, and fills in the hashes of the events that seals speak of."""
    expected, previous = 1, GENESIS
    named: set[int] = set()
    for event, kept in _stored(connection):
        sequence = event.sequence
        if sequence in hashes:
            hashes[sequence] = kept
        if expected < sequence <= head:
            yield AuditFault(expected, "missing", until=sequence - 1)
        if kept != digest(event):
            named.add(sequence)
            place = _own_place(event, kept)
            if place is not None and place < sequence and place not in named:
                named.add(place)
                yield AuditFault(place, "inserted")
            yield AuditFault(sequence, "edited" if place is None else "moved")
        elif not 1 <= sequence <= head:
            yield AuditFault(sequence, "inserted")
            continue
        elif sequence == expected and event.previous_hash != previous and sequence - 1 not in named:
            named.add(sequence - 1)
            yield AuditFault(max(sequence - 1, 1), "replaced")
        expected, previous = sequence + 1, kept
    if head >= expected:
        yield AuditFault(expected, "missing", until=head)


def _stored(connection: Connection) -> Iterator[tuple[Event, str]]:
    """Every event with its hash, a few thousand at a time; moments as text, which needs no parsing."""
    if connection.dialect.name == "sqlite":
        # A T that someone put there does not pass for the blank that was written.
        at = func.replace(func.replace(type_coerce(AuditEventRow.at, String), "T", "?"), " ", "T")
    else:
        at = func.to_char(func.timezone("UTC", AuditEventRow.at), 'YYYY-MM-DD"T"HH24:MI:SS.US')
    columns = [at.op("||")("+00:00") if n == "at" else getattr(AuditEventRow, n) for n in Event._fields]
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(
        select(*columns, AuditEventRow.hash).order_by(AuditEventRow.sequence)
    )
    for *fields, kept in rows:
        yield Event._make(fields), kept


def _own_place(event: Event, kept: str) -> int | None:
    """The number under which an event's hash is right: it was moved from there."""
    for distance in range(1, NEARBY + 1):
        for place in (event.sequence - distance, event.sequence + distance):
            if place > 0 and kept == digest(event._replace(sequence=place)):
                return place
    return None


def _against_seals(
    seals: Sequence[Checkpoint], head: int, hashes: Mapping[int, str | None]
) -> Iterator[AuditFault]:
    """A chain that is right by itself, but is not the one that was sealed."""
    good, gone = 0, head
    for seal in sorted(seals, key=lambda seal: seal.sequence):
        if seal.sequence > gone:
            yield AuditFault(gone + 1, "missing", until=seal.sequence)
            gone = seal.sequence
        elif hashes[seal.sequence] == seal.hash:
            good = max(good, seal.sequence)
        elif hashes[seal.sequence] is not None and seal.sequence <= head:
            yield AuditFault(good + 1, "rewritten", until=seal.sequence)
            return
