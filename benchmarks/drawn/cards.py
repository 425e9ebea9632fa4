"""Invented documents: head, foot and text of one of each kind for a seed, State and Party forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Literal

from benchmarks.drawn.words import COMMUNES, DEPARTMENTS, MINISTRIES, PROVINCES, THINGS, about, person
from samples.source import Head, Signer


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


def _old(text: str, random: Random) -> str:
    """The old placement of tones, as most Party documents have it."""
    if random.random() < 0.7:
        for new, old in (("ủy", "uỷ"), ("Ủy", "Uỷ"), ("hóa", "hoá"), ("Hòa", "Hoà"), ("thủy", "thuỷ"), ("Thủy", "Thuỷ")):
            text = text.replace(new, old)
    return text


def _day(random: Random, first: int = 2019, last: int = 2026) -> date:
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


_STATE = ("Như Điều 3", "Văn phòng Chính phủ", "Các sở, ban, ngành", "HĐND tỉnh", "Cổng Thông tin điện tử",
          "Kiểm toán nhà nước", "Tòa án nhân dân tối cao", "UBND các xã, phường")  # fmt: skip
_PARTY = ("Các ban xây dựng Đảng", "Các đảng uỷ trực thuộc", "Thường trực Tỉnh uỷ", "Ban Bí thư (để báo cáo)",
          "Mặt trận Tổ quốc và các đoàn thể", "Các chi bộ trực thuộc")  # fmt: skip


def _state(random: Random, type_name: str, code: str, body: str, symbol: str, **more: object) -> DrawnHead:
    day = more.pop("day", None) or _day(random)
    assert isinstance(day, date)
    base_year = day.year - random.randint(1, 6)
    values = {
        "form": "state",
        "type": type_name,
        "code": code,
        "issuing_body": body,
        "symbol": symbol,
        "place": "Hà Nội",
        "recipients": _recipients(random, end=f"Lưu: VT, {random.choice(['NC', 'TH', 'KTTH', 'CĐS'])}.", lines=_STATE),
        "bases": (
            f"Căn cứ Luật Tổ chức chính quyền địa phương số {random.randint(20, 90)}/{base_year}/QH15;",
            f"Căn cứ Nghị định số {random.randint(2, 180)}/{base_year}/NĐ-CP ngày {random.randint(1, 28)} tháng "
            f"{random.randint(3, 9)} năm {base_year} của Chính phủ;",
        ),
        **_common(random, day),
        **more,
    }
    return DrawnHead.model_validate(values)


def _party(random: Random, type_name: str, code: str, body: str, symbol: str, **more: object) -> DrawnHead:
    day = more.pop("day", None) or _day(random)
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


def _decree(r: Random) -> DrawnHead:
    day = _day(r, 2024)
    deputy = r.random() < 0.5
    sign = Signer(
        authority=("TM. CHÍNH PHỦ", "KT. THỦ TƯỚNG") if deputy else ("TM. CHÍNH PHỦ",),
        title="PHÓ THỦ TƯỚNG" if deputy else "THỦ TƯỚNG",
        name=person(r),
    )
    subject = "Quy định chi tiết một số điều và biện pháp thi hành Luật về " + r.choice(THINGS)
    return _state(r, "Nghị định", "decree", "Chính phủ", f"{day.year}/NĐ-CP", day=day, subject=subject, signer=sign)


def _circular(r: Random) -> DrawnHead:
    body, short = r.choice(list(MINISTRIES.items()))
    day = _day(r, 2020)
    sign = (
        Signer(authority=("KT. BỘ TRƯỞNG",), title="THỨ TRƯỞNG", name=person(r))
        if r.random() < 0.7
        else Signer(title="BỘ TRƯỞNG", name=person(r))
    )
    subject = about(r, r.choice(["Quy định về", "Hướng dẫn thực hiện", "Sửa đổi, bổ sung một số điều của Thông tư quy định về"]))
    return _state(r, "Thông tư", "circular", body, f"{day.year}/TT-{short}", day=day, subject=subject, signer=sign)


def _joint_circular(r: Random) -> DrawnHead:
    (one, first), (two, second) = r.sample(list(MINISTRIES.items()), 2)
    day = _day(r, 2008, 2016)
    signs = [Signer(authority=("KT. BỘ TRƯỞNG", body.upper()), title="THỨ TRƯỞNG", name=person(r)) for body in (one, two)]
    return _state(
        r, "Thông tư liên tịch", "joint_circular", f"{one} - {two}", f"{day.year}/TTLT-{first}-{second}", day=day,
        subject=about(r, "Hướng dẫn"), signer=signs[1], co_signer=signs[0], joint=(one, two),
    )  # fmt: skip


def _prime_minister(r: Random) -> DrawnHead:
    return _state(
        r, "Quyết định", "decision", "Thủ tướng Chính phủ", "QĐ-TTg", subject="Về việc phê duyệt Đề án " + r.choice(THINGS),
        signer=Signer(authority=("KT. THỦ TƯỚNG",), title="PHÓ THỦ TƯỚNG", name=person(r)),
    )  # fmt: skip


def _province_people(r: Random, name: str) -> str:
    return f"Ủy ban nhân dân {'thành phố' if name in {'Đồng Nai'} else 'tỉnh'} {name}"


def _chair(r: Random) -> Signer:
    if r.random() < 0.5:
        return Signer(authority=("TM. ỦY BAN NHÂN DÂN",), title="CHỦ TỊCH", name=person(r))
    return Signer(authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), title="PHÓ CHỦ TỊCH", name=person(r))


def _provincial(type_name: str, code: str, symbol: str, verb: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(PROVINCES)
        body = _province_people(r, place)
        return _state(r, type_name, code, body, f"{symbol}-UBND", place=place, subject=about(r, verb), signer=_chair(r))

    return draw


def _communal(type_name: str, code: str, symbol: str, verb: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(COMMUNES)
        kind = r.choice(["xã", "phường"])
        return _state(
            r, type_name, code, f"Ủy ban nhân dân {kind} {place}", f"{symbol}-UBND", place=place,
            subject=about(r, verb), signer=_chair(r),
        )  # fmt: skip

    return draw


def _council(r: Random) -> DrawnHead:
    place = r.choice(PROVINCES)
    return _state(
        r, "Nghị quyết", "resolution", f"Hội đồng nhân dân tỉnh {place}", "NQ-HĐND", place=place,
        subject=about(r, "Về việc thông qua chính sách"), signer=Signer(title="CHỦ TỊCH", name=person(r)),
    )  # fmt: skip


def _department(type_name: str, code: str, symbol: str, verb: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(PROVINCES)
        body, (short, unit) = r.choice(list(DEPARTMENTS.items()))
        letter = code == "official_letter"
        deputy = r.random() < 0.6
        sign = Signer(
            authority=("KT. GIÁM ĐỐC",) if deputy else (),
            title="PHÓ GIÁM ĐỐC" if deputy else "GIÁM ĐỐC",
            name=person(r),
        )
        more: dict[str, object] = {}
        if letter:
            more["addressees"] = tuple(r.sample(["Ủy ban nhân dân các xã, phường", "Các sở, ban, ngành", "Kho bạc Nhà nước khu vực"], r.randint(1, 2)))
            more["urgency"] = r.choice([None, None, "urgent"])
        return _state(
            r, type_name, code, body, f"{short}-{unit}" if letter else f"{symbol}-{short}", place=place,
            parent_body=f"Ủy ban nhân dân tỉnh {place}", subject=about(r, verb), signer=sign, **more,
        )  # fmt: skip

    return draw


def _draft(r: Random) -> DrawnHead:
    head = _provincial("Kế hoạch", "plan", "KH", "Triển khai")(r)
    return head.model_copy(update={"draft": True, "number_by_hand": False, "day_by_hand": False})


def _telegram(r: Random) -> DrawnHead:
    head = _provincial("Công điện", "official_telegram", "CĐ", "Về việc chủ động")(r)
    return head.model_copy(update={"urgency": r.choice(["urgent", "very_urgent", "express"])})


def _office_notice(r: Random) -> DrawnHead:
    place = r.choice(PROVINCES)
    return _state(
        r, "Thông báo", "notice", _province_people(r, place), "TB-UBND", place=place, subject=about(r, "Về việc nghỉ và"),
        signer=Signer(authority=("TL. CHỦ TỊCH",), title="CHÁNH VĂN PHÒNG", name=person(r)),
    )  # fmt: skip


def _slipped(r: Random) -> DrawnHead:
    head = _provincial("Quyết định", "decision", "QĐ", "Về việc ban hành Quy chế")(r)
    return head.model_copy(update={"slip": True, "format": "pdf", "number_by_hand": False, "day_by_hand": False})


def _provincial_party(type_name: str, code: str, symbol: str, subject: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(PROVINCES)
        authority, title = r.choice([("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), ("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), ("T/M TỈNH ỦY", "BÍ THƯ")])
        return _party(
            r, type_name, code, _old(f"Tỉnh ủy {place}", r), f"{symbol}/TU", place=place,
            subject=_old(f"{subject} {r.choice(THINGS)}", r),
            signer=Signer(authority=(_old(authority, r),), title=title, name=person(r)),
        )  # fmt: skip

    return draw


def _party_office(type_name: str, code: str, symbol: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(PROVINCES)
        body, short, chief = r.choice(
            [("Văn phòng", "VPTU", "CHÁNH VĂN PHÒNG"), ("Ban Tổ chức", "BTCTU", "TRƯỞNG BAN")]
        )
        more = {"addressees": (_old("Các đảng ủy trực thuộc", r),)} if code == "official_letter" else {}
        return _party(
            r, type_name, code, body, f"{symbol}/{short}", place=place, parent_body=_old(f"Tỉnh ủy {place}", r),
            subject=_old(("việc " if more else "về ") + r.choice(THINGS), r),
            signer=Signer(authority=(f"K/T {chief}",), title=f"PHÓ {chief}", name=person(r)), **more,
        )  # fmt: skip

    return draw


def _cell(r: Random) -> DrawnHead:
    place = r.choice(COMMUNES)
    return _party(
        r, "Nghị quyết", "resolution", f"Chi bộ thôn {r.choice(COMMUNES)}", "NQ/CB", place=place,
        parent_body=_old(f"Đảng ủy xã {place}", r), subject="về nhiệm vụ tháng 6 và " + r.choice(THINGS),
        signer=Signer(authority=("T/M CHI BỘ",), title="BÍ THƯ", name=person(r)),
    )  # fmt: skip


def _communal_party(r: Random) -> DrawnHead:
    place = r.choice(COMMUNES)
    return _party(
        r, "Báo cáo", "report", _old(f"Đảng ủy xã {place}", r), "BC/ĐU", place=place,
        parent_body=f"Đảng bộ tỉnh {r.choice(PROVINCES)}", subject="tình hình thực hiện " + r.choice(THINGS),
        signer=Signer(authority=("T/M ĐẢNG ỦY",), title="BÍ THƯ", name=person(r)),
    )  # fmt: skip


def _central_party(r: Random) -> DrawnHead:
    body, short = r.choice([("Ban Tổ chức", "BTCTW"), ("Văn phòng", "VPTW"), ("Ủy ban Kiểm tra", "UBKTTW")])
    chief = {"Ban Tổ chức": "TRƯỞNG BAN", "Văn phòng": "CHÁNH VĂN PHÒNG"}.get(body, "CHỦ NHIỆM")
    return _party(
        r, "Hướng dẫn", "guidance", _old(body, r), f"HD/{short}", place="Hà Nội",
        parent_body="Ban Chấp hành Trung ương", subject=_old("thực hiện quy định về " + r.choice(THINGS), r),
        signer=Signer(authority=(f"K/T {chief}",), title=f"PHÓ {chief}", name=person(r)),
    )  # fmt: skip


KINDS: tuple[Callable[[Random], DrawnHead], ...] = (
    _decree,
    _circular,
    _joint_circular,
    _prime_minister,
    _provincial("Kế hoạch", "plan", "KH", "Thực hiện"),
    _provincial("Quyết định", "decision", "QĐ", "Về việc phê duyệt Phương án"),
    _provincial("Chỉ thị", "directive", "CT", "Về việc tăng cường"),
    _communal("Báo cáo", "report", "BC", "Kết quả thực hiện"),
    _communal("Giấy mời", "invitation", "GM", "Họp triển khai"),
    _council,
    _department("Công văn", "official_letter", "", "triển khai"),
    _department("Công văn", "official_letter", "", "báo cáo kết quả"),
    _department("Tờ trình", "submission", "TTr", "Về việc phê duyệt dự toán"),
    _department("Hướng dẫn", "guidance", "HD", "Lập hồ sơ"),
    _draft,
    _telegram,
    _office_notice,
    _slipped,
    _provincial_party("Kết luận", "conclusion", "KL", "của Ban Thường vụ về"),
    _provincial_party("Quy định", "regulation", "QĐ", "về"),
    _provincial_party("Chương trình", "programme", "CTr", "hành động về"),
    _party_office("Công văn", "official_letter", "CV"),
    _party_office("Thông báo", "notice", "TB"),
    _cell,
    _communal_party,
    _central_party,
)
"""One function for each kind: 26 documents a seed."""
