"""Dossiers as other rooms see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from records.types import DocumentSummary


class Retention(StrEnum):
    """Thời hạn lưu trữ (Circular 05/2025/TT-BNV, code list)."""

    PERMANENT = "01"
    YEARS_70 = "02"
    YEARS_50 = "03"
    YEARS_30 = "04"
    YEARS_20 = "05"
    YEARS_10 = "06"
    OTHER = "07"


class AccessMode(StrEnum):
    """Mức độ tiếp cận; the circular's third value, secret, is not held in dossiers here."""

    PUBLIC = "01"
    CONDITIONAL = "02"


class PhysicalState(StrEnum):
    """Tình trạng vật lý of the paper."""

    GOOD = "01"
    FAIR = "02"
    DAMAGED = "03"


class Origin(StrEnum):
    """Mức độ tin cậy of the circular: where the file came from, not how well it was read."""

    BORN_DIGITAL = "01"
    DIGITISED = "02"
    MIXED = "03"


@dataclass(frozen=True, slots=True)
class DossierCard:
    """What a person writes on a dossier's cover."""

    code: str
    title: str
    retention: Retention
    fond_code: str | None = None
    access_mode: AccessMode = AccessMode.PUBLIC
    start_date: date | None = None
    end_date: date | None = None
    keyword: str | None = None
    information_sign: str | None = None
    physical_state: PhysicalState | None = None
    origin: Origin = Origin.DIGITISED
    paper_code: str | None = None
    backed_up: bool = False
    description: str | None = None


@dataclass(frozen=True, slots=True)
class DossierSummary:
    """A line of the list. Counts are of the documents the reader may see."""

    id: int
    unit_id: int
    card: DossierCard
    documents: int
    pages: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DossierPage:
    items: tuple[DossierSummary, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DossierWhole:
    summary: DossierSummary
    documents: tuple[DocumentSummary, ...]
    """In the dossier's order, those the reader may see: a number of their own would show the gaps."""
