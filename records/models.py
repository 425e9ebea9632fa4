"""Tables of the catalogue: documents, their pages, fields, corrections and relations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.desk import models as _desk  # noqa: F401  (the room's other tables)
from records.dossiers import models as _dossiers  # noqa: F401
from records.likeness import models as _likeness  # noqa: F401
from records.quality import models as _quality  # noqa: F401
from vanthu.db import Base, UtcDateTime, now


class DocumentRow(Base):
    """A document. Columns repeated from its fields are what lists, filters and sorts need."""

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_unit_id_sha256", "unit_id", "sha256"),
        Index("ix_documents_unit_id_issue_date", "unit_id", "issue_date"),
        Index("ix_documents_unit_id_reference_key", "unit_id", "reference_key"),
        # Who issues in a unit is asked of questions, and read from the index alone.
        Index("ix_documents_issuing_body", "unit_id", "issuing_body", "data_class", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    filename: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    page_count: Mapped[int]
    language: Mapped[str] = mapped_column(String(16))
    secrecy_level: Mapped[str] = mapped_column(String(16))
    data_class: Mapped[str] = mapped_column(String(16), default="ordinary", server_default="ordinary")
    """`DataClass`: anything but `ordinary` is read under a grant only."""
    duplicate_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Unit and hash of an ordinary document. Unique per unit, never globally, and not at all where a grant is
    needed: a duplicate message must not tell of a document one may not see."""
    status: Mapped[str] = mapped_column(String(16), index=True)
    needs_review: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with every change to what the index is made of."""
    indexed_revision: Mapped[int] = mapped_column(default=0)
    text_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """The revision at which its text was last corrected by a person; 0: it is as it was read."""
    followed_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """The `text_revision` from which its fields were read again."""
    likened_revision: Mapped[int | None]
    """The `text_revision` of which its signature of likeness is; None: it has none yet."""
    desk_rules: Mapped[int] = mapped_column(default=0, server_default="0")
    """By which rules its items of the desk were made; 0: before there was a desk."""
    archive_sha256: Mapped[str | None] = mapped_column(String(64))
    archive_revision: Mapped[int | None]
    """The revision whose words and fields the searchable PDF holds; None where that was not noted."""
    upload_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    reference_number: Mapped[str | None] = mapped_column(Text)
    reference_key: Mapped[str | None] = mapped_column(Text)
    """`records.reference.key` of the number: what relations and look-ups compare."""
    document_type: Mapped[str | None] = mapped_column(Text)
    issuing_body: Mapped[str | None] = mapped_column(Text)
    issue_date: Mapped[date | None] = mapped_column(Date)
    subject: Mapped[str | None] = mapped_column(Text)
    urgency_level: Mapped[str] = mapped_column(String(16), default="none")
    search_text: Mapped[str] = mapped_column(Text, default="")
    """Folded number, subject, issuer and file name."""
    title_key: Mapped[str] = mapped_column(Text, default="")
    """Folded title, for sorting alike on every database."""


class PageRow(Base):
    """One page: what was read from it, or why it could not be read."""

    __tablename__ = "pages"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """`PageText.pack()`; None for a page that failed."""
    recognised: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The same as it was first read, kept from the first correction on."""
    words_read: Mapped[int | None]
    """As first read, for the figures; None for pages of before they were counted."""
    words_doubtful: Mapped[int | None]
    image_sha256: Mapped[str | None] = mapped_column(String(64))
    failure_code: Mapped[str | None] = mapped_column(String(64))


class FieldRow(Base):
    """One catalogue field of a document."""

    __tablename__ = "fields"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float] = mapped_column(Float)
    page: Mapped[int | None]
    box: Mapped[list[float] | None] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(16))
    doubtful: Mapped[bool]
    alternatives: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    evidence: Mapped[str] = mapped_column(Text, default="", server_default="")


class FieldHistoryRow(Base):
    """One correction by a person: what the field said before and after."""

    __tablename__ = "field_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    name: Mapped[str] = mapped_column(String(32))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ClassChangeRow(Base):
    """A document's class changed by a custodian, and why."""

    __tablename__ = "document_class_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class RelationRow(Base):
    """A relation as printed. Its target is looked up at each read, inside the asker's Scope."""

    __tablename__ = "relations"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    reference_number: Mapped[str] = mapped_column(Text)
    reference_key: Mapped[str] = mapped_column(Text, index=True)
    issue_date: Mapped[date | None] = mapped_column(Date)
    scope: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    page: Mapped[int]
    box: Mapped[list[float] | None] = mapped_column(JSON)
    confidence: Mapped[float] = mapped_column(Float)
