"""What a dossier's codes are called (Circular 05/2025/TT-BNV)."""

from __future__ import annotations

from records.dossiers.types import AccessMode, DossierSummary, Origin, PhysicalState, Retention
from ui.web.words import day
from vanthu.i18n import translate

RETENTION: dict[Retention, str] = {
    Retention.PERMANENT: "Vĩnh viễn",
    Retention.YEARS_70: "70 năm",
    Retention.YEARS_50: "50 năm",
    Retention.YEARS_30: "30 năm",
    Retention.YEARS_20: "20 năm",
    Retention.YEARS_10: "10 năm",
    Retention.OTHER: "Thời hạn khác",
}
ACCESS: dict[AccessMode, str] = {AccessMode.PUBLIC: "Công khai", AccessMode.CONDITIONAL: "Có điều kiện"}
PHYSICAL: dict[PhysicalState, str] = {
    PhysicalState.GOOD: "Tốt",
    PhysicalState.FAIR: "Bình thường",
    PhysicalState.DAMAGED: "Hỏng",
}
ORIGIN: dict[Origin, str] = {
    Origin.BORN_DIGITAL: "Gốc điện tử",
    Origin.DIGITISED: "Số hoá",
    Origin.MIXED: "Hỗn hợp",
}


def facts(summary: DossierSummary) -> tuple[str, ...]:
    """A dossier in one line."""
    card = summary.card
    span = " – ".join(day(each) for each in (card.start_date, card.end_date) if each)
    return (
        card.code,
        f"{translate('Thời hạn lưu trữ')}: {translate(RETENTION[card.retention]).lower()}",
        span,
        translate("{count} văn bản").format(count=summary.documents),
        translate("{count} trang").format(count=summary.pages),
    )
