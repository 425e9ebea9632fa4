"""The school's tables: frozen item versions, attempts that pin them, saved answers, finished lessons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training_modules.anchors import models as _anchors  # noqa: F401  (the room's other tables)
from training_modules.editions import models as _editions  # noqa: F401
from training_modules.guards import guard
from vanthu.db import Base, UtcDateTime, now


class ItemVersion(Base):
    """One wording of one item, for ever; attempts point here, so a correction rewrites no attempt."""

    __tablename__ = "training_item_versions"
    __table_args__ = (UniqueConstraint("course_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(String(100))
    item_id: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Attempt(Base):
    """One try at a drill or quiz; graded once, when handed in."""

    __tablename__ = "training_attempts"
    __table_args__ = (UniqueConstraint("account_id", "course_id", "activity_id", "open"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    course_id: Mapped[str] = mapped_column(String(100))
    course_version: Mapped[int] = mapped_column(Integer)
    activity_id: Mapped[str] = mapped_column(String(100))
    seed: Mapped[int] = mapped_column(Integer)
    open: Mapped[bool | None] = mapped_column(Boolean, default=True)
    """True until handed in, then NULL: so one open attempt can exist, and any number of closed ones."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pass_correct: Mapped[int | None] = mapped_column(Integer)
    """Right answers needed, as the rule was at the start; NULL in attempts older than this column."""
    deadline: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """When it is closed with what has been saved; None without a limit."""
    left_out: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """Items of the bank not asked in it, because what they rest on had changed."""
    correct: Mapped[int | None] = mapped_column(Integer)
    leaks: Mapped[int | None] = mapped_column(Integer)
    passed: Mapped[bool | None] = mapped_column(Boolean)
    items: Mapped[list[AttemptItem]] = relationship(order_by="AttemptItem.position", lazy="selectin")


class AttemptItem(Base):
    """An item drawn for an attempt, with the answer as last saved."""

    __tablename__ = "training_attempt_items"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("training_attempts.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("training_item_versions.id"))
    answer: Mapped[list[str] | None] = mapped_column(JSON)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[ItemVersion] = relationship(lazy="joined")


class LessonDone(Base):
    """A lesson someone has finished, and when first."""

    __tablename__ = "training_lessons_done"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    activity_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CourseProgress(Base):
    """How far someone is with a course, kept beside what it is counted from, so that reports need not count.

    `finished_at` is the first completion: no retake and no later edition takes it away.
    """

    __tablename__ = "training_progress"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)
    edition: Mapped[int] = mapped_column(Integer)
    """The version of the course they are in."""
    done: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    """Activities finished, of how many."""
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


guard("training_item_versions", "training_attempts", "training_attempt_items")
