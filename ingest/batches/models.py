"""The table of batches; each job names its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class BatchRow(Base):
    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    """Given by a person or a date; never a file's name, which may be a secret."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
