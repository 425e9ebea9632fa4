"""Seals the trail day by day, and hands the seals out so that they can be carried off the machine."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.audit import AuditTrail
from access.audit_actions import AuditAction
from access.audit_chain import GENESIS
from access.audit_checkpoint import Checkpoint, public_hex, write_files
from access.audit_models import AuditCheckpointRow, AuditEventRow
from vanthu.db import OFFICE_TIME, Database, now, office_day

log = logging.getLogger(__name__)

AFTER_MIDNIGHT = timedelta(minutes=1)
"""An event takes its moment just before it is written; a minute later all of a day's are there."""
KEY_FILE = "audit.key"


class Seals:
    """One checkpoint for each day that has ended, days without events included."""

    def __init__(
        self,
        db: Database,
        trail: AuditTrail,
        data: Path,
        export: Path,
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """`data` holds the key; `export` gets the checkpoints as files."""
        self._db = db
        self._trail = trail
        self._data = data
        self._export = export
        self._clock = clock

    def public_key(self) -> str:
        """Ed25519, hexadecimal: to be written down outside the machine."""
        return public_hex(self._key())

    def seal(self) -> list[Checkpoint]:
        """Seal every ended day that is not, oldest first; then hand out what was not handed out yet."""
        new: list[Checkpoint] = []
        for day in self._due():
            checkpoint = self._at_end_of(day).signed(self._key())
            try:
                with self._db.session() as session:
                    session.add(AuditCheckpointRow(**_columns(checkpoint)))
            except IntegrityError:
                continue  # another process sealed that day meanwhile
            new.append(checkpoint)
        if new:
            detail = {"days": len(new), "day": new[-1].day.isoformat(), "sequence": new[-1].sequence}
            self._trail.record(None, AuditAction.AUDIT_SEAL, detail=detail)
        self._hand_out()
        return new

    def all(self) -> list[Checkpoint]:
        """Oldest first."""
        with self._db.session() as session:
            rows = session.scalars(select(AuditCheckpointRow).order_by(AuditCheckpointRow.day))
            return [Checkpoint.of_row(row) for row in rows]

    def last(self) -> Checkpoint | None:
        with self._db.session() as session:
            row = session.scalar(select(AuditCheckpointRow).order_by(AuditCheckpointRow.day.desc()).limit(1))
            return Checkpoint.of_row(row) if row else None

    def seconds_to_next(self) -> float:
        """Until the day that runs can be sealed."""
        at = self._clock()
        due = _end_of(office_day(at)) + AFTER_MIDNIGHT
        return (due - at).total_seconds()

    def _due(self) -> list[date]:
        last_ended = office_day(self._clock() - AFTER_MIDNIGHT) - timedelta(days=1)
        with self._db.session() as session:
            sealed = session.scalar(select(func.max(AuditCheckpointRow.day)))
            first = session.scalar(select(AuditEventRow.at).order_by(AuditEventRow.sequence).limit(1))
        if sealed is not None:
            begin = sealed + timedelta(days=1)
        elif first is not None:
            begin = office_day(first)
        else:
            return []
        return [begin + timedelta(days=n) for n in range((last_ended - begin).days + 1)]

    def _at_end_of(self, day: date) -> Checkpoint:
        with self._db.session() as session:
            before = AuditEventRow.at < _end_of(day)
            newest = session.scalar(select(func.max(AuditEventRow.sequence)).where(before)) or 0
            # Where the clock was set back, a seal still holds all that the one before held.
            newest = max(newest, session.scalar(select(func.max(AuditCheckpointRow.sequence))) or 0)
            return Checkpoint(day, newest, _hash(session, newest), self._clock())

    def _hand_out(self) -> None:
        try:
            write_files(self._export, self.all())
        except OSError as fault:
            # The seal itself is in the database; the files are written at the next call.
            log.error("checkpoints could not be written to their folder: %s", type(fault).__name__)

    def _key(self) -> Ed25519PrivateKey:
        path = self._data / KEY_FILE
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(Ed25519PrivateKey.generate().private_bytes_raw())
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), OFFICE_TIME)


def _hash(session: Session, sequence: int) -> str:
    found = session.scalar(select(AuditEventRow.hash).where(AuditEventRow.sequence == sequence))
    return found or GENESIS


def _columns(checkpoint: Checkpoint) -> dict[str, object]:
    return {name: getattr(checkpoint, name) for name in Checkpoint.__slots__}
