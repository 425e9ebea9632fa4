"""Tables of requirements, the enrolments they lead to, and the reminders that were given."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Computed, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now

OPEN, BEGUN, FINISHED, EXEMPTED, APART = range(5)
"""Values of `EnrolmentRow.standing`. `APART`: withdrawn, or an earlier cycle: in no figure."""
_STANDING = (
    f"CASE WHEN withdrawn_at IS NOT NULL OR superseded_at IS NOT NULL THEN {APART} "
    f"WHEN completed_at IS NOT NULL THEN {FINISHED} WHEN exempted_at IS NOT NULL THEN {EXEMPTED} "
    f"WHEN began_at IS NOT NULL THEN {BEGUN} ELSE {OPEN} END"
)


class RequirementRow(Base):
    """A course that some people are to finish: a rule that is applied again as people come and go."""

    __tablename__ = "training_requirements"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    course_id: Mapped[str] = mapped_column(String(100), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    """For people of this unit and the units below it."""
    roles: Mapped[list[str]] = mapped_column(JSON)
    """Of those only who holds one of these roles; empty: everyone who may learn."""
    new_within_days: Mapped[int | None] = mapped_column(Integer)
    """Of those only whose account is no older than this many days on the day the rule is applied."""
    by_name: Mapped[bool]
    """Of those only whom `RequirementAccountRow` names."""
    mandatory: Mapped[bool]
    begins_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_days: Mapped[int | None] = mapped_column(Integer)
    """Days from the enrolment to its due day; at most one of `due_on` and `due_days` is set."""
    repeat_months: Mapped[int | None] = mapped_column(Integer)
    """Months after which a completion lapses and the course is to be finished anew."""
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RequirementAccountRow(Base):
    """Someone a requirement names."""

    __tablename__ = "training_requirement_accounts"

    requirement_id: Mapped[int] = mapped_column(ForeignKey("training_requirements.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)


class EnrolmentRow(Base):
    """One person under one requirement, for one cycle. A later cycle leaves the earlier ones as they were."""

    __tablename__ = "training_enrolments"
    __table_args__ = (
        UniqueConstraint("requirement_id", "account_id", "cycle"),
        Index("ix_training_enrolments_counted", "requirement_id", "account_id", "standing", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("training_requirements.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    cycle: Mapped[int] = mapped_column(Integer, default=1)
    enrolled_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date, index=True)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    renew_on: Mapped[date | None] = mapped_column(Date, index=True)
    """The day on which the next cycle opens; set where the requirement repeats and this cycle is settled."""
    exempted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exempted_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    exempted_reason: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when the requirement is not for this person any more."""
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when a later cycle stands in its place."""
    standing: Mapped[int] = mapped_column(Integer, Computed(_STANDING, persisted=True))


class ReminderRow(Base):
    """A reminder that was given, once: shown to the learner until seen, listed for the organiser."""

    __tablename__ = "training_reminders"
    __table_args__ = (UniqueConstraint("enrolment_id", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolments.id"))
    occasion: Mapped[str] = mapped_column(String(20))
    """`week`, `day`, `overdue`; or `asked` and the day on which an organiser asked for it."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CompletionRow(Base):
    """Every completion of a course, the first and each anew."""

    __tablename__ = "training_completions"
    __table_args__ = (Index("ix_training_completions_of", "course_id", "account_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    course_id: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
