"""The audit trail's tables: append-only by triggers of the database itself."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import DDL, BigInteger, Date, Integer, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime


class AuditEventRow(Base):
    """One event. No foreign keys: an event outlives the account and the document it names."""

    __tablename__ = "audit_events"

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """From 1 without gaps."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(Integer, index=True)
    action: Mapped[str] = mapped_column(String(64), index=True)
    document_id: Mapped[int | None] = mapped_column(Integer, index=True)
    detail: Mapped[str] = mapped_column(Text)
    """Canonical JSON of ids and numbers."""
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Base):
    """One row: the number of the newest event. Writers take turns on it."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BigInteger)


class AuditCheckpointRow(Base):
    """The trail as it stood at the end of a day, signed: a later change of what lies before it shows."""

    __tablename__ = "audit_checkpoints"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    """The newest event of that day, or of the days before it."""
    hash: Mapped[str] = mapped_column(String(64))
    """Of that event."""
    public_key: Mapped[str] = mapped_column(String(64))
    """Ed25519, hexadecimal."""
    signature: Mapped[str] = mapped_column(String(128))
    """Ed25519 over the canonical JSON of day, sequence, hash and moment, hexadecimal."""
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)


SQLITE_TRIGGERS = (
    """CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END""",
    """CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END""",
)

SQLITE_CHECKPOINT_TRIGGERS = (
    """CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is append-only'); END""",
    """CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is append-only'); END""",
)

POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit_events is append-only'; END $$""",
    """CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events
FOR EACH ROW EXECUTE FUNCTION audit_events_refuse()""",
    """CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse()""",
)

POSTGRESQL_CHECKPOINT_TRIGGERS = (
    """CREATE FUNCTION audit_checkpoints_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit_checkpoints is append-only'; END $$""",
    """CREATE TRIGGER audit_checkpoints_no_change BEFORE UPDATE OR DELETE ON audit_checkpoints
FOR EACH ROW EXECUTE FUNCTION audit_checkpoints_refuse()""",
    """CREATE TRIGGER audit_checkpoints_no_truncate BEFORE TRUNCATE ON audit_checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION audit_checkpoints_refuse()""",
)


for _table, _dialect, _statements in (
    ("audit_events", "sqlite", SQLITE_TRIGGERS),
    ("audit_events", "postgresql", POSTGRESQL_TRIGGERS),
    ("audit_checkpoints", "sqlite", SQLITE_CHECKPOINT_TRIGGERS),
    ("audit_checkpoints", "postgresql", POSTGRESQL_CHECKPOINT_TRIGGERS),
):
    for _statement in _statements:
        event.listen(
            Base.metadata.tables[_table],
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
