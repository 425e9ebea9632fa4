"""The table of jobs: what the people who uploaded see while a document is worked on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from ingest.batches import models as _batches  # noqa: F401
from ingest.composing import models as _composing  # noqa: F401  (the room's other tables)
from vanthu.db import Base, UtcDateTime, now


class JobRow(Base):
    """One upload on its way. A refused upload's row keeps no name, hash, size or type."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_unit_id_sha256", "unit_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    upload: Mapped[str | None] = mapped_column(String(32))
    """Its name in the encrypted spool, while it is there."""
    attempt: Mapped[int] = mapped_column(default=0)
    """Which durable workflow works on it: `job-<id>-<attempt>`; 0 before the first."""
    filename: Mapped[str] = mapped_column(Text)
    """Empty until the document is known to be clean; like type, hash and size it is sealed in the spool until
    then (`ingest.about`)."""
    media_type: Mapped[str | None] = mapped_column(String(255))
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    secrecy: Mapped[str] = mapped_column(String(16))
    sensitive: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Declared to hold personal or otherwise sensitive data."""
    state: Mapped[str] = mapped_column(String(16), index=True)
    page: Mapped[int] = mapped_column(default=0)
    page_count: Mapped[int | None]
    failed_pages: Mapped[int] = mapped_column(default=0)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    code: Mapped[str | None] = mapped_column(String(64))
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Ids, numbers and short names that fill the message of `code`."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    recognising_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the pages of the present attempt began to be read; the estimate of the time left starts here."""
    pages_before: Mapped[int] = mapped_column(default=0)
    """Pages an earlier attempt had read already."""


class QuarantineRow(Base):
    """An upload of which it is doubtful whether it is secret; its bytes wait sealed in the spool."""

    __tablename__ = "quarantine"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    """`ingest.findings.Kind`: what the doubt rests on."""
    level: Mapped[str | None] = mapped_column(String(16))
    """The level the suspected mark would have."""
    page: Mapped[int]
    """0 where the doubt is about the file as a whole."""
    box: Mapped[list[float] | None] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """Undecided by then, it is destroyed."""
    decision: Mapped[str | None] = mapped_column(String(16))
    """`released`, `destroyed`, `expired`."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
