"""Invented documents of Party bodies, one function for each kind."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.drawn.heads import DrawnHead, party
from benchmarks.drawn.words import COMMUNES, PROVINCES, THINGS, person
from samples.source import Signer


def _old(text: str, random: Random) -> str:
    """The old placement of tones, as most Party documents have it."""
    if random.random() < 0.7:
        for new, old in (
            ("ủy", "uỷ"),
            ("Ủy", "Uỷ"),
            ("hóa", "hoá"),
            ("Hòa", "Hoà"),
            ("thủy", "thuỷ"),
            ("Thủy", "Thuỷ"),
        ):
            text = text.replace(new, old)
    return text


def provincial_party(type_name: str, code: str, symbol: str, subject: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(PROVINCES)
        authority, title = r.choice(
            [("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), ("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), ("T/M TỈNH ỦY", "BÍ THƯ")]
        )
        return party(
            r,
            type_name,
            code,
            _old(f"Tỉnh ủy {place}", r),
            f"{symbol}/TU",
            place=place,
            subject=_old(f"{subject} {r.choice(THINGS)}", r),
            signer=Signer(authority=(_old(authority, r),), title=title, name=person(r)),
        )

    return draw


def party_office(type_name: str, code: str, symbol: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(PROVINCES)
        body, short, chief = r.choice(
            [("Văn phòng", "VPTU", "CHÁNH VĂN PHÒNG"), ("Ban Tổ chức", "BTCTU", "TRƯỞNG BAN")]
        )
        more = {"addressees": (_old("Các đảng ủy trực thuộc", r),)} if code == "official_letter" else {}
        return party(
            r,
            type_name,
            code,
            body,
            f"{symbol}/{short}",
            place=place,
            parent_body=_old(f"Tỉnh ủy {place}", r),
            subject=_old(("việc " if more else "về ") + r.choice(THINGS), r),
            signer=Signer(authority=(f"K/T {chief}",), title=f"PHÓ {chief}", name=person(r)),
            **more,
        )

    return draw


def cell(r: Random) -> DrawnHead:
    place = r.choice(COMMUNES)
    return party(
        r,
        "Nghị quyết",
        "resolution",
        f"Chi bộ thôn {r.choice(COMMUNES)}",
        "NQ/CB",
        place=place,
        parent_body=_old(f"Đảng ủy xã {place}", r),
        subject="về nhiệm vụ tháng 6 và " + r.choice(THINGS),
        signer=Signer(authority=("T/M CHI BỘ",), title="BÍ THƯ", name=person(r)),
    )


def communal_party(r: Random) -> DrawnHead:
    place = r.choice(COMMUNES)
    return party(
        r,
        "Báo cáo",
        "report",
        _old(f"Đảng ủy xã {place}", r),
        "BC/ĐU",
        place=place,
        parent_body=f"Đảng bộ tỉnh {r.choice(PROVINCES)}",
        subject="tình hình thực hiện " + r.choice(THINGS),
        signer=Signer(authority=("T/M ĐẢNG ỦY",), title="BÍ THƯ", name=person(r)),
    )


def central_party(r: Random) -> DrawnHead:
    body, short = r.choice([("Ban Tổ chức", "BTCTW"), ("Văn phòng", "VPTW"), ("Ủy ban Kiểm tra", "UBKTTW")])
    chief = {"Ban Tổ chức": "TRƯỞNG BAN", "Văn phòng": "CHÁNH VĂN PHÒNG"}.get(body, "CHỦ NHIỆM")
    return party(
        r,
        "Hướng dẫn",
        "guidance",
        _old(body, r),
        f"HD/{short}",
        place="Hà Nội",
        parent_body="Ban Chấp hành Trung ương",
        subject=_old("thực hiện quy định về " + r.choice(THINGS), r),
        signer=Signer(authority=(f"K/T {chief}",), title=f"PHÓ {chief}", name=person(r)),
    )
