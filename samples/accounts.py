"""The sample accounts: one of each kind of user, so that a newcomer can try every part."""

from __future__ import annotations

from access.roles import SECOND_FACTOR, Role
from samples.library import UNIT_CODE
from vanthu.services import Services

ACCOUNTS: tuple[tuple[str, str, Role], ...] = (
    ("vanthu", "Nguyễn Thị Mẫu (văn thư)", Role.CLERK),
    ("chuyenvien", "Trần Văn Mẫu (chuyên viên)", Role.OFFICIAL),
    ("hocvien", "Lê Thị Mẫu (học viên)", Role.TRAINEE),
    ("giangvien", "Phạm Văn Mẫu (giảng viên)", Role.TRAINER),
    ("quantri", "Hoàng Thị Mẫu (quản trị)", Role.ADMINISTRATOR),
    ("luutru", "Vũ Văn Mẫu (lưu trữ)", Role.CUSTODIAN),
    ("kiemtra", "Đặng Thị Mẫu (kiểm tra)", Role.AUDITOR),
)

WITH_SECOND_FACTOR: tuple[str, ...] = tuple(name for name, _, role in ACCOUNTS if role in SECOND_FACTOR)
"""Who sets up a second factor at the first sign-in."""


def ensure_accounts(services: Services) -> list[tuple[str, str, str | None]]:
    """Username, display name and, for an account made just now, its password (shown this once)."""
    known = {account.username for account in services.accounts.list()}
    made: list[tuple[str, str, str | None]] = []
    for username, name, role in ACCOUNTS:
        password = None
        if username not in known:
            _, password = services.accounts.add(username, name, UNIT_CODE, [role])
        made.append((username, name, password))
    return made
