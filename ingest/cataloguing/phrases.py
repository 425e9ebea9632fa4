"""Turns of phrase by which a Vietnamese document says what it does to another (on folded text)."""

from __future__ import annotations

import re

from records.types import RelationKind

_KIND_NOUN = (
    r"(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet|quyet dinh|quy dinh|quy che|thong tu|chi thi|ket luan"
    r"|ke hoach|chuong trinh|huong dan|thong bao|de an|lenh|van ban|to trinh|bao cao|cong van)"
)
_ACTS = "sua doi|bo sung|dieu chinh|thay the|bai bo|huy bo|huong dan|quy dinh chi tiet"
_HEADING = r"(?:chuong|dieu|muc)\s+[\divxlc]{1,5}[.:]?\s*"

OPENS_BASIS = re.compile(r"^\W*can cu\b")
OPENS_IMPLEMENTING = re.compile(r"^\W*(?:trien khai |to chuc )?thuc hien\b")
CONTINUES_LIST = re.compile(rf"^\W*(?:va\s+)?{_KIND_NOUN}\b")
"""After "Căn cứ …;" or "Thực hiện …;" a clause that begins with a document belongs to the same list."""

PASSIVE = re.compile(
    r"\b(?:(?:da )?duoc|bi)\s+(?:sua doi|bo sung|thay the|bai bo|dinh chinh|hop nhat|huong dan|dieu chinh)\b"
)
ASKED = re.compile(r"\b(?:de nghi|yeu cau|kien nghi|giao|chu tri|tham muu|de xuat|ra soat|de|nham)\b")
"""What follows is for others to do, or for later."""
AS_FOLLOWS = re.compile(r"^.{0,90}?\bnhu sau\b")
REVIEWED = re.compile(r"\b(?:ket qua|tinh hinh|so ket|tong ket|kiem diem|tien do|bao cao)\b.{0,60}$")
"""A document about how another is carried out does not carry it out."""
NEGATED = re.compile(r"\b(?:khong|chua)\s+(?:\w+\s+){0,2}?(?:thay the|bai bo|huy bo|sua doi)\b")
SELF = re.compile(
    r"\b(?:nghi quyet|quyet dinh|quy dinh|quy che|nghi dinh|thong tu|chi thi|ket luan|huong dan|ke hoach"
    r"|luat|van ban) nay\b"
)
LAPSES_AFTER = re.compile(r"^.{0,200}?\bhet hieu luc\b.{0,60}?\bngay\b.{0,60}?\bnay\b")
"""`… hết hiệu lực kể từ ngày Quyết định này có hiệu lực`."""
OPENS_REPEAL = re.compile(r"^\W*(?:[\da-z]{1,3}[.)]\s*)?(?:bai bo|huy bo)\b")
ACT_HEADING = re.compile(rf"^\W*(?:\d+\s+)?{_HEADING}(?:{_ACTS})\b")
ACT_ITEM = re.compile(rf"^\W*(?:[\da-z]{{1,3}}[.)]\s*)?(?:{_ACTS})\b")
AMENDING_SUBJECT = re.compile(r"\b(?:sua doi|bo sung|thay the|bai bo)\b")

VERBS = {
    RelationKind.REPEALS: re.compile(r"\b(?:bai bo|huy bo)\b"),
    RelationKind.REPLACES: re.compile(r"\bthay the\b(?!\s+(?:cum tu|tu|bang)\b)"),
    RelationKind.AMENDS: re.compile(
        r"\b(?:sua doi,? bo sung|sua doi|bo sung|(?<!pham vi )(?<!doi tuong )dieu chinh(?! theo\b))\b"
    ),
    RelationKind.GUIDES: re.compile(r"\b(?:quy dinh chi tiet|huong dan(?! so\b)(?: thi hanh| thuc hien)?)\b"),
    RelationKind.IMPLEMENTS: re.compile(
        r"\b(?:trien khai(?: thuc hien)?|to chuc thuc hien|thuc hien|thi hanh|cu the hoa)\b"
    ),
}


def last_verb(before: str) -> tuple[RelationKind | None, int]:
    """The verb nearest before the reference and where it stands; of overlapping ones the longer."""
    best: tuple[int, int, RelationKind] | None = None
    for kind, pattern in VERBS.items():
        for match in pattern.finditer(before):
            start, end = match.span()
            later = best is None or start >= best[1]
            if later or (best is not None and start < best[0] and end >= best[1]):
                best = (start, end, kind)
    return (best[2], best[0]) if best else (None, 0)


def after_verb(before: str, verb_at: int) -> str:
    """What stands between the implementing verb and the reference, where its object is named."""
    match = VERBS[RelationKind.IMPLEMENTS].match(before, verb_at)
    return before[match.end() :] if match else before[verb_at:]
