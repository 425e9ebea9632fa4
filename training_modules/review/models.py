"""Review cards, one for each question someone has answered in a quiz, and every answer given to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training_modules.guards import guard
from training_modules.models import ItemVersion
from vanthu.db import Base, UtcDateTime


class ReviewCard(Base):
    __tablename__ = "training_review_cards"
    __table_args__ = (
        UniqueConstraint("account_id", "course_id", "item_id"),
        Index("ix_training_review_cards_due", "account_id", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    course_id: Mapped[str] = mapped_column(String(100))
    item_id: Mapped[str] = mapped_column(String(100))
    item_version_id: Mapped[int] = mapped_column(ForeignKey("training_item_versions.id"))
    """The wording last answered; the next review asks the wording of the course as it then is."""
    stability: Mapped[float] = mapped_column(Float)
    difficulty: Mapped[float] = mapped_column(Float)
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    last: Mapped[datetime] = mapped_column(UtcDateTime)
    right: Mapped[bool] = mapped_column(Boolean)
    """How it was answered last."""
    answers: Mapped[int] = mapped_column(Integer, default=0)
    """How often it came back."""
    version: Mapped[ItemVersion] = relationship(lazy="joined")


class ReviewAnswer(Base):
    """One answer to a card; kept as it was."""

    __tablename__ = "training_review_answers"
    __table_args__ = (Index("ix_training_review_answers_account", "account_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    card_id: Mapped[int] = mapped_column(ForeignKey("training_review_cards.id"), index=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("training_item_versions.id"))
    right: Mapped[bool] = mapped_column(Boolean)
    practice: Mapped[bool] = mapped_column(Boolean)
    """Asked for by subject, before it was due."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)


guard("training_review_answers")
