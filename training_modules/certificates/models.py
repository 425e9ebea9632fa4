"""Tables of certificates. Rows never change; only what names a document goes, when that is removed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import DDL, Date, ForeignKey, Integer, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from training_modules.certificates.guards import guards
from vanthu.db import Base, UtcDateTime, now


class CertificateRow(Base):
    """That a certificate was issued; its number is made from `id`."""

    __tablename__ = "training_certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    course_id: Mapped[str] = mapped_column(String(100), index=True)
    edition: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    """`codes.new_code`: whoever has it may read the whole record."""
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The last day; None where the course sets no end."""
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("training_certificates.id"), unique=True)
    """The certificate whose holder's name or unit this one corrects."""


class CertificateRecord(Base):
    """What is certified, as canonical JSON (`record.canonical`)."""

    __tablename__ = "training_certificate_records"

    certificate_id: Mapped[int] = mapped_column(
        ForeignKey("training_certificates.id"), primary_key=True, autoincrement=False
    )
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of `body`."""


class CertificateSource(Base):
    """One text it rested on. The record holds a seal over this row, and no word of it, so that the row can
    go when the document turns out to be secret and must leave no trace."""

    __tablename__ = "training_certificate_sources"

    certificate_id: Mapped[int] = mapped_column(
        ForeignKey("training_certificates.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """As in the record, from 0."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    """The document of this library that the course's source card was bound to."""
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON: the card, the hash of the clause's text, and the seal's salt."""


class CertificateRevocation(Base):
    """A certificate that was revoked, once and for good."""

    __tablename__ = "training_certificate_revocations"

    certificate_id: Mapped[int] = mapped_column(
        ForeignKey("training_certificates.id"), primary_key=True, autoincrement=False
    )
    revoked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    revoked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text)
    """The trainer's words, shown to whoever checks the certificate."""


for _dialect in ("sqlite", "postgresql"):
    for _table, _statement in guards(_dialect):
        event.listen(
            Base.metadata.tables[_table],
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
