"""The tables of editions. What has been published stays as it was: the database itself refuses a change."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DDL, JSON, Boolean, ForeignKey, Integer, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from training_modules.editions.guards import TABLES, guards
from vanthu.db import Base, UtcDateTime, now


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    RETIRED = "retired"
    """No longer offered; a draft that was given up is retired without ever having been published."""


OPEN = (State.DRAFT, State.REVIEW)
"""States in which an edition may still change."""


class Origin(StrEnum):
    SHIPPED = "shipped"
    """Came with the program, reviewed by those who made it."""
    SITE = "site"
    """Made or changed here."""


class CourseEdition(Base):
    """One edition of a course with all its files."""

    __tablename__ = "training_editions"
    __table_args__ = (UniqueConstraint("course_id", "number"), UniqueConstraint("open", "course_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(String(100))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    """`State`."""
    open: Mapped[bool | None] = mapped_column(Boolean)
    """True while it may change, then NULL: a course has one open edition at most."""
    origin: Mapped[str] = mapped_column(String(16))
    """`Origin`."""
    files: Mapped[dict[str, str]] = mapped_column(JSON)
    """Text by file name."""
    digest: Mapped[str] = mapped_column(String(64))
    """`files.digest_of` all files."""
    revision: Mapped[int] = mapped_column(Integer, default=1)
    """Counts the changes of a draft."""
    note: Mapped[str] = mapped_column(Text, default="")
    """What is different from the edition before, in its trainer's words."""
    edited_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Who saved it last, or made the draft; NULL where the files came from a folder."""
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


EDITED = "edited"
"""In place of a state in the trail: somebody wrote on the draft for the first time, or had written on what it
copies and nobody reviewed."""


class EditionMove(Base):
    """An edition came into a state, or somebody began to write on it: when, and who; NULL where the program
    did it."""

    __tablename__ = "training_edition_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("training_editions.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


for _dialect in ("sqlite", "postgresql"):
    for _table, _statement in guards(_dialect):
        event.listen(
            Base.metadata.tables[TABLES[_table]],
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
