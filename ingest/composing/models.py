"""The table of page work: what each new document is made of, and what it takes the place of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class CompositionRow(Base):
    """One document in the making, by the job that makes it. Ids and numbers only."""

    __tablename__ = "compositions"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    work: Mapped[str] = mapped_column(String(32), index=True)
    """Documents made by one act share it."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    pages: Mapped[list[Any]] = mapped_column(JSON)
    """`[document, page, turn]` for each page of the new document."""
    withdraws: Mapped[list[int]] = mapped_column(JSON)
    """Documents withdrawn once every document of the act is in the library."""
    state: Mapped[str] = mapped_column(String(16), default="working")
    """`working`, `done`, `undone`."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
