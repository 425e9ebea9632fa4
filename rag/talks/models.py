"""Tables of conversations and of what was sent to custodians about answers.

What an answer tells of a document is tied to that document, so that it goes when the document goes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class TalkRow(Base):
    """One person's conversation."""

    __tablename__ = "talks"
    __table_args__ = ({"sqlite_autoincrement": True},)  # an old address must not lead to another conversation

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text)
    """Folded, for searching."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class ExchangeRow(Base):
    """One question of a conversation and what was answered."""

    __tablename__ = "exchanges"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(ForeignKey("talks.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    question_key: Mapped[str] = mapped_column(Text)
    without: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    """Key and label of each filter that was taken away."""
    as_of: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16))
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """`rag.talks.answer_data.packed`."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent: Mapped[bool] = mapped_column(default=False)


class ExchangeDocumentRow(Base):
    """A document of which an answer tells."""

    __tablename__ = "exchange_documents"

    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchanges.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, index=True)


class FeedbackRow(Base):
    """What a person thought of an answer. Question and answer are here only if the person sent them."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey("exchanges.id"), unique=True)
    """None once the conversation was deleted; what was sent stays."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """The unit the asker acted for."""
    day: Mapped[date] = mapped_column(Date)
    good: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class FeedbackDocumentRow(Base):
    """A document that a judged answer cites."""

    __tablename__ = "feedback_documents"

    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, index=True)


class UnansweredRow(Base):
    """A question without an answer, sent to the unit's custodians: of its asker nothing is kept.

    Its id is drawn at random: counted ids would tell in what order questions came.
    """

    __tablename__ = "unanswered"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    day: Mapped[date] = mapped_column(Date)
    question: Mapped[str] = mapped_column(Text)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    note: Mapped[str] = mapped_column(Text, default="")


class UnansweredDocumentRow(Base):
    """A document that was shown beside the refusal: the question may have been made of its words."""

    __tablename__ = "unanswered_documents"

    unanswered_id: Mapped[int] = mapped_column(ForeignKey("unanswered.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, index=True)
