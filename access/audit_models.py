"""The audit trail's tables: append-only by triggers of the database itself."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import DDL, BigInteger, Date, Index, Integer, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime


class AuditEventRow(Base):
    """One event. No foreign keys: an event outlives the account and the document it names."""

    __tablename__ = "audit_events"
    __table_args__ = (
        # The auditor's page: one filter, newest first, by number.
        Index("ix_audit_events_account_sequence", "account_id", "sequence"),
        Index("ix_audit_events_unit_sequence", "unit_id", "sequence"),
        Index("ix_audit_events_action_sequence", "action", "sequence"),
        Index("ix_audit_events_document_sequence", "document_id", "sequence"),
        Index("ix_audit_events_result_sequence", "result", "sequence"),
        Index("ix_audit_events_at_sequence", "at", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """From 1 without gaps."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(Integer)
    unit_id: Mapped[int | None] = mapped_column(Integer)
    """The unit the person acted for: the requesting body."""
    channel: Mapped[str | None] = mapped_column(String(16))
    """`audit_actions.Channel`: the form of the request."""
    action: Mapped[str] = mapped_column(String(64))
    """`audit_actions.AuditAction`."""
    result: Mapped[str | None] = mapped_column(String(16))
    """`audit_actions.Result`; None in events written before results were kept."""
    document_id: Mapped[int | None] = mapped_column(Integer)
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
    # SQLite deletes what INSERT OR REPLACE displaces without asking the trigger for deletes.
    """CREATE TRIGGER audit_checkpoints_no_replace BEFORE INSERT ON audit_checkpoints
WHEN EXISTS (SELECT 1 FROM audit_checkpoints WHERE day = NEW.day OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is append-only'); END""",
    """CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE sequence >= NEW.sequence OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END""",
    """CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
WHEN NEW.sequence IS NOT OLD.sequence + 1 OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END""",
    """CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END""",
    """CREATE TRIGGER audit_head_no_replace BEFORE INSERT ON audit_head
WHEN EXISTS (SELECT 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END""",
)
"""The guards that came with the checkpoints (migration 0003)."""

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
    """CREATE FUNCTION audit_head_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit_head is append-only'; END $$""",
    """CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head FOR EACH ROW
WHEN (NEW.sequence IS DISTINCT FROM OLD.sequence + 1 OR NEW.id IS DISTINCT FROM OLD.id)
EXECUTE FUNCTION audit_head_refuse()""",
    """CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
FOR EACH ROW EXECUTE FUNCTION audit_head_refuse()""",
    """CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
FOR EACH STATEMENT EXECUTE FUNCTION audit_head_refuse()""",
)


def guards(dialect: str) -> tuple[str, ...]:
    """Every statement that makes the trail's tables append-only on this database."""
    if dialect == "sqlite":
        return (*SQLITE_TRIGGERS, *SQLITE_CHECKPOINT_TRIGGERS)
    return (*POSTGRESQL_TRIGGERS, *POSTGRESQL_CHECKPOINT_TRIGGERS)


def _table_of(statement: str) -> str:
    """Each guard bears the name of the table it stands before."""
    name = statement.split()[2]
    return next(t for t in ("audit_checkpoints", "audit_events", "audit_head") if name.startswith(t))


for _dialect in ("sqlite", "postgresql"):
    for _statement in guards(_dialect):
        event.listen(
            Base.metadata.tables[_table_of(_statement)],
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
