"""Tables of anchors: what source cards are bound to, what changed since, and which parts rest on them.

Whatever holds words of a document has a foreign key that leads to it, so that it goes when that is removed.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class SourceState(Base):
    """One source card of a course, as the watcher last left it. Nothing of a document is in it."""

    __tablename__ = "training_sources"

    course_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    source_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    bound: Mapped[bool] = mapped_column(default=False)
    """Whether it has been bound: a bound one whose anchor is gone has lost its document."""


class Anchor(Base):
    """A source card bound to a clause: the words it had then, for as long as the binding holds."""

    __tablename__ = "training_anchors"
    __table_args__ = (Index("ix_training_anchors_course_id_source_key", "course_id", "source_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(String(100))
    source_key: Mapped[str] = mapped_column(String(100))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    article: Mapped[str | None] = mapped_column(String(16))
    clause: Mapped[str | None] = mapped_column(String(16))
    point: Mapped[str | None] = mapped_column(String(16))
    page: Mapped[int | None]
    """Where it stood; None where the card names the whole document."""
    text: Mapped[str] = mapped_column(Text, default="")
    """The clause as it was; empty where the card names the whole document."""
    text_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the text as `anchors.binding.text_hash` reads it."""
    document_revision: Mapped[int]
    """The revision of the document that was last compared with it."""
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When another binding took its place; None for the one that holds."""


class AnchorChange(Base):
    """One thing that happened to what a source card rests on. It is stale while one of these is open."""

    __tablename__ = "training_anchor_changes"
    # Ids only rise: a part is stale by what came after it was written, whatever the clock said.
    __table_args__ = (
        Index("ix_training_anchor_changes_course_id_source_key", "course_id", "source_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(String(100))
    source_key: Mapped[str] = mapped_column(String(100))
    anchor_id: Mapped[int | None] = mapped_column(ForeignKey("training_anchors.id"), index=True)
    """The binding it happened to; None where that went with its document."""
    kind: Mapped[str] = mapped_column(String(16))
    """`anchors.kinds.ChangeKind`."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    """The document that did it, where another one did."""
    cause: Mapped[str] = mapped_column(String(64), default="")
    """Digest of what did it, the same for every copy of the document; of a text the hash of the new one."""
    words: Mapped[str] = mapped_column(Text, default="")
    """The words of the other document that say so."""
    new_text: Mapped[str | None] = mapped_column(Text)
    """What the clause says now, where that is known."""
    holds_from: Mapped[date | None] = mapped_column(Date)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Whoever judged it; None where it settled by itself."""
    verdict: Mapped[str | None] = mapped_column(String(16))
    """`anchors.kinds.Verdict`."""
    reason: Mapped[str] = mapped_column(Text, default="")


class CoursePart(Base):
    """A question or lesson in one wording, and a source card that it rests on."""

    __tablename__ = "training_parts"
    __table_args__ = (
        UniqueConstraint("course_id", "source_key", "digest"),
        Index("ix_training_parts_course_id_dropped_at", "course_id", "dropped_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(String(100))
    source_key: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(8))
    """`item` or `lesson`."""
    part_id: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    """Names exactly this wording."""
    current: Mapped[bool] = mapped_column(default=True)
    """Whether the newest edition has it in this wording."""
    after_change: Mapped[int] = mapped_column(default=0)
    """The last change there was when this wording came: its author could know of that one, not of later."""
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Out of draws for good: a trainer dropped it, or an edition came that says it otherwise."""
    dropped_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    drop_reason: Mapped[str] = mapped_column(Text, default="")
