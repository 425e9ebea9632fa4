"""Proposals a trainer does not want to see again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class ProposalSetAside(Base):
    """One question that was set aside, known by what it asks; goes with its document."""

    __tablename__ = "training_proposals_set_aside"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
