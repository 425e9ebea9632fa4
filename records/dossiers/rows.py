"""Rows of dossiers to values and back; a card is checked here."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from records.clean import storable
from records.dossiers.errors import DossierCardInvalid
from records.dossiers.models import DossierRow
from records.dossiers.types import (
    AccessMode,
    DossierCard,
    DossierSummary,
    Origin,
    PhysicalState,
    Retention,
)

_LONGEST = {
    "code": 100,
    "title": 1000,
    "fond_code": 50,
    "keyword": 100,
    "information_sign": 30,
    "paper_code": 100,
    "description": 2000,
}
"""Characters, as implementers of Circular 05/2025/TT-BNV read its annexes."""
_PARTS = {
    "code": "mã hồ sơ",
    "title": "tiêu đề",
    "fond_code": "mã phông",
    "keyword": "từ khoá",
    "information_sign": "ký hiệu thông tin",
    "paper_code": "mã hồ sơ giấy",
    "description": "ghi chú",
}


def values(card: DossierCard) -> dict[str, Any]:
    """The columns of a card; raises `DossierCardInvalid` naming the first part that is wrong."""
    found: dict[str, Any] = {field.name: getattr(card, field.name) for field in fields(card)}
    for name, longest in _LONGEST.items():
        text = found[name]
        found[name] = " ".join(storable(text).split()) or None if text is not None else None
        if len(found[name] or "") > longest:
            raise DossierCardInvalid(part=_PARTS[name])
    for name in ("code", "title"):
        if found[name] is None:
            raise DossierCardInvalid(part=_PARTS[name])
    if card.start_date and card.end_date and card.end_date < card.start_date:
        raise DossierCardInvalid(part="thời gian")
    return found


def card(row: DossierRow) -> DossierCard:
    return DossierCard(
        code=row.code,
        title=row.title,
        retention=Retention(row.retention),
        fond_code=row.fond_code,
        access_mode=AccessMode(row.access_mode),
        start_date=row.start_date,
        end_date=row.end_date,
        keyword=row.keyword,
        information_sign=row.information_sign,
        physical_state=PhysicalState(row.physical_state) if row.physical_state else None,
        origin=Origin(row.origin),
        paper_code=row.paper_code,
        backed_up=row.backed_up,
        description=row.description,
    )


def summary(row: DossierRow, documents: int, pages: int) -> DossierSummary:
    return DossierSummary(row.id, row.unit_id, card(row), documents, pages, row.closed_at)
