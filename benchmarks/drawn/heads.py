"""What the heads of invented documents have in common, State and Party form."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Literal

from samples.source import Head


class DrawnHead(Head):
    """A sample's head and what else documents carry."""

    draft: bool = False
    """Number and date are blank."""
    urgency: Literal["urgent", "very_urgent", "express"] | None = None
    code: str
    """Code of the type, as stored."""
    joint: tuple[str, ...] = ()
    """The bodies of a joint document; `issuing_body` names them as printed."""
    slip: bool = False
    """A text layer that says OĐ for QĐ, as poor recognition before us left it."""
    bases: tuple[str, ...] = ()


def day_between(random: Random, first: int = 2019, last: int = 2026) -> date:
    span = (date(last, 9, 30) - date(first, 1, 5)).days
    return date(first, 1, 5) + timedelta(days=random.randrange(span))


def _common(random: Random, day: date, *, top: int = 900) -> dict[str, object]:
    scanned = random.random() < 0.8
    return {
        "number": f"{random.randint(1, top):02d}",
        "date": day,
        "number_by_hand": scanned and random.random() < 0.3,
        "day_by_hand": scanned and random.random() < 0.35,
        "format": "scan" if scanned else "pdf",
        "scan": random.choice(["gray", "gray", "colour", "bitonal"]),
        "black_edge": random.choice(["none", "none", "top", "left", "right"]),
    }


def _recipients(random: Random, *, end: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    some = random.sample(lines, k=min(len(lines), random.randint(2, 4)))
    return (*[f"{line};" for line in some], end)


_STATE = (
    "Như Điều 3",
    "Văn phòng Chính phủ",
    "Các sở, ban, ngành",
    "HĐND tỉnh",
    "Cổng Thông tin điện tử",
    "Kiểm toán nhà nước",
    "Tòa án nhân dân tối cao",
    "UBND các xã, phường",
)
_PARTY = (
    "Các ban xây dựng Đảng",
    "Các đảng uỷ trực thuộc",
    "Thường trực Tỉnh uỷ",
    "Ban Bí thư (để báo cáo)",
    "Mặt trận Tổ quốc và các đoàn thể",
    "Các chi bộ trực thuộc",
)


def state(random: Random, type_name: str, code: str, body: str, symbol: str, **more: object) -> DrawnHead:
    day = more.pop("day", None) or day_between(random)
    assert isinstance(day, date)
    base_year = day.year - random.randint(1, 6)
    values = {
        "form": "state",
        "type": type_name,
        "code": code,
        "issuing_body": body,
        "symbol": symbol,
        "place": "Hà Nội",
        "recipients": _recipients(
            random, end=f"Lưu: VT, {random.choice(['NC', 'TH', 'KTTH', 'CĐS'])}.", lines=_STATE
        ),
        "bases": (
            f"Căn cứ Luật Tổ chức chính quyền địa phương số {random.randint(20, 90)}/{base_year}/QH15;",
            f"Căn cứ Nghị định số {random.randint(2, 180)}/{base_year}/NĐ-CP "
            f"ngày {random.randint(1, 28)} tháng "
            f"{random.randint(3, 9)} năm {base_year} của Chính phủ;",
        ),
        **_common(random, day),
        **more,
    }
    return DrawnHead.model_validate(values)


def party(random: Random, type_name: str, code: str, body: str, symbol: str, **more: object) -> DrawnHead:
    day = more.pop("day", None) or day_between(random)
    assert isinstance(day, date)
    values = {
        "form": "party",
        "type": type_name,
        "code": code,
        "issuing_body": body,
        "symbol": symbol,
        "recipients": _recipients(random, end="Lưu Văn phòng.", lines=_PARTY),
        **_common(random, day, top=400),
        **more,
    }
    return DrawnHead.model_validate(values)
