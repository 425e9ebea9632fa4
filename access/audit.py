"""The audit trail: who did what, when; each event chained by hash to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.audit_models import AuditEventRow, AuditHeadRow
from access.principal import Principal
from vanthu.db import Database, now

GENESIS = "0" * 64
_HEAD = 1


@dataclass(frozen=True, slots=True)
class AuditFault:
    """What is wrong with the trail, and at which event."""

    sequence: int
    kind: str
    """`edited`, `missing` (a gap or a lost tail), `broken_link` (reordered or inserted)."""


class AuditTrail:
    """Appends events and verifies the whole chain."""

    def __init__(self, db: Database, *, clock: Callable[[], datetime] = now) -> None:
        self._db = db
        self._clock = clock
        self._has_head = False

    def record(
        self,
        principal: Principal | None,
        action: str,
        *,
        document_id: int | None = None,
        detail: dict[str, Any] | None = None,
    ) -> int:
        """Append one event and return its number. `detail` holds ids and numbers, never text of anyone's."""
        canonical = json.dumps(detail or {}, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        account_id = principal.account_id if principal else None
        self._ensure_head()
        with self._db.session() as session:
            # Taking the head row first makes writers queue: on SQLite the write lock, on PostgreSQL the row.
            sequence = self._next(session)
            previous = session.scalar(
                select(AuditEventRow.hash).where(AuditEventRow.sequence == sequence - 1)
            )
            row = AuditEventRow(
                sequence=sequence,
                at=self._clock(),
                account_id=account_id,
                action=action,
                document_id=document_id,
                detail=canonical,
                previous_hash=previous or GENESIS,
                hash="",
            )
            row.hash = _digest(row)
            session.add(row)
            return sequence

    def verify(self) -> list[AuditFault]:
        """Every fault of the chain, oldest first; empty when nothing was touched."""
        faults: list[AuditFault] = []
        expected, previous = 1, GENESIS
        with self._db.session() as session:
            head = session.get(AuditHeadRow, _HEAD)
            rows = session.scalars(
                select(AuditEventRow).order_by(AuditEventRow.sequence).execution_options(yield_per=2000)
            )
            for row in rows:
                if row.sequence != expected:
                    faults.append(AuditFault(expected, "missing"))
                elif row.previous_hash != previous:
                    faults.append(AuditFault(row.sequence, "broken_link"))
                if row.hash != _digest(row):
                    faults.append(AuditFault(row.sequence, "edited"))
                expected, previous = row.sequence + 1, row.hash
        if (head.sequence if head else 0) >= expected:
            faults.append(AuditFault(expected, "missing"))
        return faults

    def _next(self, session: Session) -> int:
        return session.execute(
            update(AuditHeadRow)
            .where(AuditHeadRow.id == _HEAD)
            .values(sequence=AuditHeadRow.sequence + 1)
            .returning(AuditHeadRow.sequence)
        ).scalar_one()

    def _ensure_head(self) -> None:
        if self._has_head:
            return
        with self._db.session() as session:
            self._has_head = session.get(AuditHeadRow, _HEAD) is not None
        if not self._has_head:
            with suppress(IntegrityError), self._db.session() as session:  # another process may be first
                session.add(AuditHeadRow(id=_HEAD, sequence=0))
            self._has_head = True


def _digest(row: AuditEventRow) -> str:
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [row.sequence, at, row.account_id, row.action, row.document_id, row.detail, row.previous_hash]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
