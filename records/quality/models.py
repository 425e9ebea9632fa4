"""Tables of the quality passes (Party guidance HD 40-HD/VPTW, CV 14748-CV/VPTW: V1, V2, V3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class QualityLotRow(Base):
    """Documents that are checked and accepted together."""

    __tablename__ = "quality_lots"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    sample_permille: Mapped[int]
    """Share of the documents that V2 and V3 each look at, in thousandths."""
    limit_permille: Mapped[int]
    """Largest share of wrong fields in a sample with which the lot is accepted, in thousandths."""
    round: Mapped[int] = mapped_column(default=1)
    """Rises each time the lot goes back."""
    stage: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(16), default="checking")
    created_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QualityCheckRow(Base):
    """One document to be looked at in one pass of one round."""

    __tablename__ = "quality_checks"
    __table_args__ = (UniqueConstraint("lot_id", "round", "stage", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("quality_lots.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    round: Mapped[int]
    stage: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    fields_checked: Mapped[int] = mapped_column(default=0)


class QualityErrorRow(Base):
    """One thing a check found wrong."""

    __tablename__ = "quality_errors"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("quality_checks.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    """A catalogue field's name, or one of `PageFault`."""
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Who answered for it: the last person to set the field, else whoever handed the document in."""
