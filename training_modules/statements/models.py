"""The statements' tables: append-only by triggers of the database; and what is still to send."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Integer, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class Statement(Base):
    """One statement, exactly as it is sent; never changed and never removed."""

    __tablename__ = "training_statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[str] = mapped_column(String(36), unique=True)
    """The UUID that makes sending it twice the same as once."""
    body: Mapped[str] = mapped_column(Text)
    """JSON."""
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class LearnerKey(Base):
    """One row: the key that makes the names of learners in statements. It goes into backups, so that a
    learner keeps the name after a restore."""

    __tablename__ = "training_learner_key"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64))
    """Hexadecimal."""


class StatementToSend(Base):
    """A statement the record store has not confirmed yet."""

    __tablename__ = "training_statements_to_send"

    id: Mapped[int] = mapped_column(ForeignKey("training_statements.id"), primary_key=True)
    refused: Mapped[int | None] = mapped_column(Integer, index=True)
    """The HTTP status the record store turned this one statement down with; it is not sent again."""


SQLITE_TRIGGERS = (
    """CREATE TRIGGER training_statements_no_update BEFORE UPDATE ON training_statements
BEGIN SELECT RAISE(ABORT, 'training_statements is append-only'); END""",
    """CREATE TRIGGER training_statements_no_delete BEFORE DELETE ON training_statements
BEGIN SELECT RAISE(ABORT, 'training_statements is append-only'); END""",
    # SQLite deletes what INSERT OR REPLACE displaces without asking the trigger for deletes.
    """CREATE TRIGGER training_statements_no_replace BEFORE INSERT ON training_statements
WHEN EXISTS (SELECT 1 FROM training_statements WHERE id = NEW.id OR statement_id = NEW.statement_id)
BEGIN SELECT RAISE(ABORT, 'training_statements is append-only'); END""",
)

POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION training_statements_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'training_statements is append-only'; END $$""",
    """CREATE TRIGGER training_statements_no_change BEFORE UPDATE OR DELETE ON training_statements
FOR EACH ROW EXECUTE FUNCTION training_statements_refuse()""",
    """CREATE TRIGGER training_statements_no_truncate BEFORE TRUNCATE ON training_statements
FOR EACH STATEMENT EXECUTE FUNCTION training_statements_refuse()""",
)

TRIGGERS = {"sqlite": SQLITE_TRIGGERS, "postgresql": POSTGRESQL_TRIGGERS}

for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        event.listen(
            Base.metadata.tables["training_statements"],
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
