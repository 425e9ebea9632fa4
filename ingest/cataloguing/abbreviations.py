"""What a body is called in a symbol: UBND of Ủy ban nhân dân, SGDĐT of Sở Giáo dục và Đào tạo, TU of Tỉnh ủy.

Decree 30/2020/NĐ-CP (Appendix I) and Guidance 36-HD/VPTW: the abbreviation of the body that issues, or of
the office that drafts a letter. A Party organ adds that of the committee it serves: VPTU, UBKTTW.
"""

from __future__ import annotations

import re
from enum import Enum

from rapidfuzz.distance import Levenshtein

from vanthu.text import fold, nfc

_FIXED = {
    "chinh phu": "CP",
    "thu tuong chinh phu": "TTg",
    "thu tuong": "TTg",
    "chu tich nuoc": "CTN",
    "bo chinh tri": "TW",
    "ban bi thu": "TW",
    "ban chap hanh trung uong": "TW",
    "quoc hoi": "QH",
    "uy ban thuong vu quoc hoi": "UBTVQH",
    "ban thuong vu tinh uy": "TU",
}
_COMMITTEES = {
    "tinh uy": "TU",
    "thanh uy": "TU",
    "huyen uy": "HU",
    "quan uy": "QU",
    "thi uy": "TxU",
    "dang uy": "ĐU",
    "dang bo": "ĐU",
    "chi bo": "CB",
    "ban chap hanh dang bo": "TU",
}
_PLACE = re.compile(
    r" (?:tinh|thanh pho|xa|phuong|huyen|quan|thi xa|thi tran|dac khu|viet nam|trung uong)\b.*"
)
"""In words parted by single blanks."""
_LEFT_OUT = frozenset({"va", "cua", "ve"})


class Agreement(Enum):
    AGREES = "agrees"
    SILENT = "silent"
    NEARLY = "nearly"
    """One letter away: one of the two was misread."""
    DIFFERS = "differs"


def abbreviations(body: str, parent: str | None = None) -> frozenset[str]:
    """What may stand for the body in a symbol."""
    folded = " ".join(re.sub(r"[^\w\s]", " ", fold(body)).split())
    own: set[str] = set()
    for start, short in _FIXED.items():
        if folded == start or folded.startswith(start + " tinh") or folded.startswith(start + " thanh"):
            own.add(short)
    for start, short in _COMMITTEES.items():
        if folded.startswith(start):
            own.add(short)
    initials = _initials(body)
    own.add(initials)
    if parent:
        own |= {initials + short for short in abbreviations(parent)}
    for ending in ("TW",):
        if "trung uong" in folded:
            own.add(initials + ending)
    return frozenset(own)


def _initials(body: str) -> str:
    words = re.sub(r"[^\w\s]", " ", nfc(body)).split()
    folded = " ".join(fold(word) for word in words)
    kept = len(_PLACE.sub("", folded).split())
    heads = [word for word in words[: max(kept, 1)] if fold(word) not in _LEFT_OUT]
    return "".join(_plain(word[0].upper()) for word in heads)


def _plain(letter: str) -> str:
    return "Đ" if letter == "Đ" else fold(letter).upper()


def agreement(symbol: str, body: str, parent: str | None = None) -> Agreement:
    """Whether one of the symbol's parts names the body."""
    parts = [part.rstrip("0123456789") for part in re.split(r"[-/]", symbol)]
    names = abbreviations(body, parent)
    if any(part in names for part in parts):
        return Agreement.AGREES
    bodies = [part for part in parts[1:] or parts if len(part) > 1]
    if any(Levenshtein.distance(part, name) == 1 for part in bodies for name in names if len(name) > 1):
        return Agreement.NEARLY
    loose = {name.upper().replace("Đ", "D") for name in names}
    last = [part.upper().replace("Đ", "D") for part in parts if len(part) > 1]
    if any(_within(part, name) or _within(name, part) for part in last for name in loose if len(name) > 1):
        return Agreement.SILENT
    return Agreement.DIFFERS


def _within(part: str, whole: str) -> bool:
    """Whether the letters of `part` stand in `whole` in their order: bodies shorten themselves freely."""
    letters = iter(whole)
    return all(letter in letters for letter in part)
