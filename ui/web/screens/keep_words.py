"""Words of classes and grants as custodians and readers see them."""

from __future__ import annotations

from access.grant_views import GrantView
from records.types import DataClass
from ui.web import markup
from ui.web.words import day
from vanthu.i18n import translate

CLASSES: dict[DataClass, tuple[str, str, str]] = {
    DataClass.ORDINARY: ("Thường", "description", "quiet"),
    DataClass.SENSITIVE: ("Nhạy cảm", "privacy_tip", "warn"),
    DataClass.CONFIDENTIAL: ("Mật", "lock", "stop"),
    DataClass.SECRET: ("Tối mật", "enhanced_encryption", "stop"),
}
"""Class to words, icon and kind (Regulation 384-QĐ/TW, Art. 4.6)."""

GRANT_STATES: dict[str, tuple[str, str, str]] = {
    "asked": ("Chờ duyệt", "hourglass_empty", "warn"),
    "coming": ("Chưa đến ngày", "schedule", ""),
    "in_force": ("Đang được xem", "check_circle", "good"),
    "expired": ("Hết hạn", "event_busy", "quiet"),
    "revoked": ("Đã thu hồi", "block", "quiet"),
    "declined": ("Không được duyệt", "cancel", "quiet"),
}


def class_state(data_class: DataClass) -> str:
    words, icon, kind = CLASSES[data_class]
    return markup.state(translate(words), icon, kind)


def grant_state(state: str) -> str:
    words, icon, kind = GRANT_STATES[state]
    return markup.state(translate(words), icon, kind)


def span(view: GrantView) -> str:
    """From which day to which."""
    words = translate("từ {first} đến hết {last}")
    return words.format(first=day(view.from_day), last=day(view.until_day))
