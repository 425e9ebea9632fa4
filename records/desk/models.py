"""Tables of the desk: what is open, and each step of correction with what it changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Float, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class DeskItemRow(Base):
    """One thing in doubt. Derived from pages and fields, where its words are: none are kept here."""

    __tablename__ = "desk_items"
    __table_args__ = (
        Index("ix_desk_items_queue", "unit_id", "value", "turn", "confidence", "id"),
        Index("ix_desk_items_document_id_page", "document_id", "page"),
    )

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    """`DeskItem.id`."""
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """Of the document."""
    kind: Mapped[str] = mapped_column(String(8))
    value: Mapped[int] = mapped_column(SmallInteger)
    """`records.desk.ranking.Value`: what settling it is worth."""
    turn: Mapped[int]
    """Minus the document's id: the newest documents come first, in the order of an index."""
    confidence: Mapped[float] = mapped_column(Float)
    field: Mapped[str | None] = mapped_column(String(32))
    page: Mapped[int | None]
    line: Mapped[int | None]
    word: Mapped[int | None]
    shape: Mapped[int] = mapped_column(BigInteger)
    """Checksum of what it shows: with another one, `revision` moves on."""
    revision: Mapped[int]
    """Of the document when it began to show this: a settlement against an older one is refused."""
    leased_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeskStepRow(Base):
    """One step of a person, undone as a whole."""

    __tablename__ = "desk_steps"
    __table_args__ = (Index("ix_desk_steps_account_id_at", "account_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str] = mapped_column(String(8))
    """`StepKind`."""
    page: Mapped[int]
    """The first page it changed; 0 for a field that stands on no page."""
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    words: Mapped[int]
    revision: Mapped[int]
    """Of the document after the step was taken, or taken again."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undone_revision: Mapped[int | None]


class DeskChangeRow(Base):
    """What a step changed, exact enough to be undone byte for byte."""

    __tablename__ = "desk_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("desk_steps.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    page: Mapped[int | None]
    line: Mapped[int | None]
    """Position of the line; None where a whole page was typed, or a field settled."""
    field: Mapped[str | None] = mapped_column(String(32))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The `Line` as JSON, the columns of the field, or the page's failure code; None: there was no field."""
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
