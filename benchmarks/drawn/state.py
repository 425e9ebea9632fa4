"""Invented documents of State bodies, one function for each kind."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.drawn.heads import DrawnHead, day_between, state
from benchmarks.drawn.words import COMMUNES, DEPARTMENTS, MINISTRIES, PROVINCES, THINGS, about, person
from samples.source import Signer


def decree(r: Random) -> DrawnHead:
    day = day_between(r, 2024)
    deputy = r.random() < 0.5
    sign = Signer(
        authority=("TM. CHÍNH PHỦ", "KT. THỦ TƯỚNG") if deputy else ("TM. CHÍNH PHỦ",),
        title="PHÓ THỦ TƯỚNG" if deputy else "THỦ TƯỚNG",
        name=person(r),
    )
    subject = "Quy định chi tiết một số điều và biện pháp thi hành Luật về " + r.choice(THINGS)
    return state(
        r, "Nghị định", "decree", "Chính phủ", f"{day.year}/NĐ-CP", day=day, subject=subject, signer=sign
    )


def circular(r: Random) -> DrawnHead:
    body, short = r.choice(list(MINISTRIES.items()))
    day = day_between(r, 2020)
    sign = (
        Signer(authority=("KT. BỘ TRƯỞNG",), title="THỨ TRƯỞNG", name=person(r))
        if r.random() < 0.7
        else Signer(title="BỘ TRƯỞNG", name=person(r))
    )
    subject = about(
        r,
        r.choice(
            ["Quy định về", "Hướng dẫn thực hiện", "Sửa đổi, bổ sung một số điều của Thông tư quy định về"]
        ),
    )
    return state(
        r, "Thông tư", "circular", body, f"{day.year}/TT-{short}", day=day, subject=subject, signer=sign
    )


def joint_circular(r: Random) -> DrawnHead:
    (one, first), (two, second) = r.sample(list(MINISTRIES.items()), 2)
    day = day_between(r, 2008, 2016)
    signs = [
        Signer(authority=("KT. BỘ TRƯỞNG", body.upper()), title="THỨ TRƯỞNG", name=person(r))
        for body in (one, two)
    ]
    return state(
        r,
        "Thông tư liên tịch",
        "joint_circular",
        f"{one} - {two}",
        f"{day.year}/TTLT-{first}-{second}",
        day=day,
        subject=about(r, "Hướng dẫn"),
        signer=signs[1],
        co_signer=signs[0],
        joint=(one, two),
    )


def prime_minister(r: Random) -> DrawnHead:
    return state(
        r,
        "Quyết định",
        "decision",
        "Thủ tướng Chính phủ",
        "QĐ-TTg",
        subject="Về việc phê duyệt Đề án " + r.choice(THINGS),
        signer=Signer(authority=("KT. THỦ TƯỚNG",), title="PHÓ THỦ TƯỚNG", name=person(r)),
    )


def _province_people(r: Random, name: str) -> str:
    return f"Ủy ban nhân dân {'thành phố' if name in {'Đồng Nai'} else 'tỉnh'} {name}"


def _chair(r: Random) -> Signer:
    if r.random() < 0.5:
        return Signer(authority=("TM. ỦY BAN NHÂN DÂN",), title="CHỦ TỊCH", name=person(r))
    return Signer(authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), title="PHÓ CHỦ TỊCH", name=person(r))


def provincial(type_name: str, code: str, symbol: str, verb: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(PROVINCES)
        body = _province_people(r, place)
        return state(
            r, type_name, code, body, f"{symbol}-UBND", place=place, subject=about(r, verb), signer=_chair(r)
        )

    return draw


def communal(type_name: str, code: str, symbol: str, verb: str) -> Callable[[Random], DrawnHead]:
    def draw(r: Random) -> DrawnHead:
        place = r.choice(COMMUNES)
        kind = r.choice(["xã", "phường"])
        return state(
            r,
            type_name,
            code,
            f"Ủy ban nhân dân {kind} {place}",
            f"{symbol}-UBND",
            place=place,
            subject=about(r, verb),
            signer=_chair(r),
        )

    return draw


def council(r: Random) -> DrawnHead:
    place = r.choice(PROVINCES)
    return state(
        r,
        "Nghị quyết",
        "resolution",
        f"Hội đồng nhân dân tỉnh {place}",
        "NQ-HĐND",
        place=place,
        subject=about(r, "Về việc thông qua chính sách"),
        signer=Signer(title="CHỦ TỊCH", name=person(r)),
    )


def department(type_name: str, code: str, symbol: str, verb: str) -> Callable[[Random], DrawnHead]:
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
            more["addressees"] = tuple(
                r.sample(
                    ["Ủy ban nhân dân các xã, phường", "Các sở, ban, ngành", "Kho bạc Nhà nước khu vực"],
                    r.randint(1, 2),
                )
            )
            more["urgency"] = r.choice([None, None, "urgent"])
        return state(
            r,
            type_name,
            code,
            body,
            f"{short}-{unit}" if letter else f"{symbol}-{short}",
            place=place,
            parent_body=f"Ủy ban nhân dân tỉnh {place}",
            subject=about(r, verb),
            signer=sign,
            **more,
        )

    return draw


def draft(r: Random) -> DrawnHead:
    head = provincial("Kế hoạch", "plan", "KH", "Triển khai")(r)
    return head.model_copy(update={"draft": True, "number_by_hand": False, "day_by_hand": False})


def telegram(r: Random) -> DrawnHead:
    head = provincial("Công điện", "official_telegram", "CĐ", "Về việc chủ động")(r)
    return head.model_copy(update={"urgency": r.choice(["urgent", "very_urgent", "express"])})


def office_notice(r: Random) -> DrawnHead:
    place = r.choice(PROVINCES)
    return state(
        r,
        "Thông báo",
        "notice",
        _province_people(r, place),
        "TB-UBND",
        place=place,
        subject=about(r, "Về việc nghỉ và"),
        signer=Signer(authority=("TL. CHỦ TỊCH",), title="CHÁNH VĂN PHÒNG", name=person(r)),
    )


def slipped(r: Random) -> DrawnHead:
    head = provincial("Quyết định", "decision", "QĐ", "Về việc ban hành Quy chế")(r)
    return head.model_copy(
        update={"slip": True, "format": "pdf", "number_by_hand": False, "day_by_hand": False}
    )
