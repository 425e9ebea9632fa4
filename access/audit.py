"""The audit trail: who did what, when; each event chained by hash to the one before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from access.audit_actions import AuditAction, Channel, Result
from access.audit_chain import GENESIS, Event, digest
from access.audit_detail import canonical
from access.audit_fault import AuditFault
from access.audit_models import AuditEventRow, AuditHeadRow
from access.audit_verify import verify
from access.principal import Principal
from vanthu.db import Database, now
from vanthu.errors import VanthuError

_HEAD = 1


class AuditUnwritable(VanthuError):
    code = "audit_unwritable"
    message = "Không ghi được nhật ký, nên việc này không được thực hiện."
    remedy = "Thử lại sau ít phút; nếu vẫn lỗi, báo quản trị viên kiểm tra cơ sở dữ liệu và ổ đĩa."
    http_status = 503


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
        detail: Mapping[str, Any] | None = None,
        result: Result = Result.DONE,
        channel: Channel = Channel.SYSTEM,
    ) -> int:
        """Append one event and return its number.

        `action` is one of `AuditAction`, `detail` as `audit_detail` allows. Raises `AuditUnwritable`:
        what cannot be recorded is not to be done.
        """
        event = Event(
            sequence=0,
            at=self._clock(),
            account_id=principal.account_id if principal else None,
            unit_id=principal.unit_id if principal else None,
            channel=channel.value,
            action=AuditAction(action).value,
            result=result.value,
            document_id=document_id,
            detail=canonical(detail),
            previous_hash=GENESIS,
        )
        try:
            self._ensure_head()
            with self._db.session() as session:
                return self._append(session, event)
        except (SQLAlchemyError, VanthuError) as fault:
            raise AuditUnwritable from fault

    def verify(self) -> list[AuditFault]:
        """Every fault of the trail by itself, oldest first; empty when nothing was touched."""
        return verify(self._db)

    def _append(self, session: Session, event: Event) -> int:
        # Taking the head row first makes writers queue: on SQLite the write lock, on PostgreSQL the row.
        sequence = self._next(session)
        previous = session.scalar(select(AuditEventRow.hash).where(AuditEventRow.sequence == sequence - 1))
        event = event._replace(sequence=sequence, at=self._clock(), previous_hash=previous or GENESIS)
        session.add(AuditEventRow(**event._asdict(), hash=digest(event)))
        return sequence

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
