"""Tables of dossiers, with the data elements of Circular 05/2025/TT-BNV."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vanthu.db import Base, UtcDateTime, now


class DossierRow(Base):
    """One dossier of a unit. Codes are unique within the unit only: another's codes must not show."""

    __tablename__ = "dossiers"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str] = mapped_column(String(100))
    """Mã hồ sơ (arcFileCode)."""
    title: Mapped[str] = mapped_column(Text)
    fond_code: Mapped[str | None] = mapped_column(String(50))
    retention: Mapped[str] = mapped_column(String(2))
    """Thời hạn lưu trữ: `01` permanent, `02` 70 years ... `06` 10 years, `07` other."""
    access_mode: Mapped[str] = mapped_column(String(2), default="01")
    """Mức độ tiếp cận: `01` public, `02` conditional."""
    language: Mapped[str] = mapped_column(String(8), default="01")
    start_date: Mapped[date | None] = mapped_column(Date)
    end_date: Mapped[date | None] = mapped_column(Date)
    keyword: Mapped[str | None] = mapped_column(String(100))
    information_sign: Mapped[str | None] = mapped_column(String(30))
    physical_state: Mapped[str | None] = mapped_column(String(2))
    """Tình trạng vật lý: `01` good, `02` fair, `03` damaged."""
    origin: Mapped[str] = mapped_column(String(2), default="02")
    """Mức độ tin cậy: `01` born digital, `02` digitised, `03` mixed. Not a confidence of recognition."""
    paper_code: Mapped[str | None] = mapped_column(String(100))
    backed_up: Mapped[bool] = mapped_column(default=False)
    description: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class DossierDocumentRow(Base):
    """A document's place in a dossier; a document belongs to one dossier at most."""

    __tablename__ = "dossier_documents"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    ordinal: Mapped[int]
    """From 1, with gaps where something was taken out: the order only (`records.dossiers.places`)."""
    added_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
