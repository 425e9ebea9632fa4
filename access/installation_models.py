"""Tables of the installation: what kind it is, who copied secret documents, how much it is used."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class InstallationChangeRow(Base):
    """A change of the installation's kind: proposed by one administrator, confirmed by another.

    The newest confirmed row says what the installation is; without one it is `ordinary`.
    """

    __tablename__ = "installation_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(16))
    """`ordinary` or `independent_lan` (Law 117/2025/QH15, Art. 5: mạng LAN độc lập)."""
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecretCopyRow(Base):
    """A line of the copy register (sổ quản lý sao, chụp; Decree 63/2026/NĐ-CP)."""

    __tablename__ = "secret_copies"
    __table_args__ = (UniqueConstraint("document_id", "copy_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int]
    """No foreign key: the register stays when the document is removed for good."""
    copy_number: Mapped[int]
    """From 1 for each document."""
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("document_grants.id"))
    form: Mapped[str] = mapped_column(String(16))
    """`download`, `print`, `export`."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class UsageCountRow(Base):
    """How often something was done on a day; no names, no words."""

    __tablename__ = "usage_counts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    act: Mapped[str] = mapped_column(String(32), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
