"""Issuing and parent body from the lines of a letterhead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml
from rapidfuzz.distance import Levenshtein

from ingest.cataloguing.segments import Segment
from ingest.cataloguing.slips import misspelt
from vanthu.text import canonical_tone, fold, nfc

_SYMBOLS_FILE = Path(__file__).with_name("bodies_by_symbol.yaml")
_FILE = Path(__file__).with_name("bodies.yaml")
_OPENS = re.compile(
    r"^(?:bo|so|ban|van phong|uy ban|hoi dong|dang bo|dang uy|chi bo|chi uy|cuc|tong cuc|vu|tinh uy|thanh uy"
    r"|huyen uy|quan uy|thi uy|chinh phu|thu tuong|quoc hoi|chu tich|truong|trung tam|chi cuc|vien|phong"
    r"|toa an|tong cong ty|hoc vien|dai hoc|hoi|doan|mat tran|cong ty|thanh tra|kiem toan|ngan hang|to"
    r"|bao hiem|kho bac|cong an|lien|dang|bch|ubnd|hdnd|uy ban)\b"
)
_UNFINISHED = re.compile(
    r"(?:^(?:ban chap hanh|ban thuong vu|uy ban thuong vu|ban chap hanh dang bo|van phong"
    r"|chu tich uy|thu tuong)"
    r"|\b(?:va|cua|nhan|cac|ve|chu nghia|trung|quan ly))$"
)
"""Heads that another body's name completes: `BAN THƯỜNG VỤ` over `TỈNH ỦY …`."""
_COMMITTEE = re.compile(
    r"^(?:uy ban nhan dan (?:tinh|thanh pho|xa|phuong|huyen|quan|dac khu)|tinh uy|thanh uy|dang uy) \w"
)
_OFFICE = re.compile(
    r"^(?:so (?!\d)|van phong|thanh tra\b|ban (?:to chuc|tuyen giao|noi chinh|dan van|quan ly|dan toc)"
    r"|trung tam|uy ban kiem tra|chi cuc|phong \w+ )"
)
_TWO_HEADS = re.compile(r"\w trung uong (?:ban|bo|uy ban|van phong)\b|^uy ban nhan dan .+ so \w")
"""What can only be two bodies run together."""
_NEEDS_PLACE = frozenset(
    {
        "uy ban nhan dan",
        "hoi dong nhan dan",
        "dang uy",
        "tinh uy",
        "thanh uy",
        "huyen uy",
        "dang bo",
        "cong an",
    }
)
_HEADS = ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "ĐẢNG ỦY", "TỈNH ỦY", "THÀNH ỦY", "VĂN PHÒNG")
_ONE_WORD_HEADS = frozenset({"bo", "so", "cuc", "vu", "ban", "phong", "vien"})
_TWO_WORD_HEADS = frozenset({"trung tam", "chi cuc", "tong cuc", "hoc vien", "benh vien", "bao tang"})
"""The word after these begins a name of its own: `Trung tâm Chuyển đổi số`."""
_PLACE_WORDS = {"tinh": "tỉnh", "xa": "xã", "phuong": "phường", "huyen": "huyện", "pho": "phố"}
_ACRONYMS = frozenset({"UBND", "HĐND", "MTTQ", "BCĐ", "UBKT"})
_PLACES = ("tinh", "thanh pho", "xa", "phuong", "huyen", "quan", "thi xa", "thi tran", "dac khu")
_QUARTERS = frozenset({"thon", "ap", "buon", "bon", "khom"})
"""Parts of a commune; their names follow."""
_PARTY_COMMITTEES = ("tinh uy", "thanh uy", "huyen uy", "quan uy", "thi uy", "dang uy", "dang bo", "chi bo")


@dataclass(frozen=True, slots=True)
class BodyRead:
    name: str
    place: tuple[Segment, ...]
    doubtful: bool
    """A closed list put letters right, no body's name begins so, or the name of its place is missing."""


def read_bodies(printed: Sequence[Segment]) -> list[BodyRead]:
    """The bodies named, parent first; the last is the issuer."""
    groups: list[list[Segment]] = []
    lines = [part for line in printed for part in _parted(line)]
    for line in lines:
        bare = line.bare
        joined = " ".join(item.bare for item in groups[-1]) if groups else ""
        if groups and (not _OPENS.match(bare) or _UNFINISHED.search(joined)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_read(group) for group in groups]


def _parted(line: Segment) -> list[Segment]:
    """Two bodies on one line (`BAN CHẤP HÀNH TRUNG ƯƠNG BAN TUYÊN GIÁO VÀ DÂN VẬN`) apart.

    Only where the first is on the closed list, or is a committee with the name of its place.
    """
    words = [_key(word.text) for word in line.words]
    for cut in range(len(words) - 1, 1, -1):
        first, second = " ".join(" ".join(words[:cut]).split()), " ".join(words[cut:])
        if not _OPENS.match(second) or " ".join(" ".join(words).split()) in _known():
            continue
        of_place = _COMMITTEE.match(first) and _OFFICE.match(second)
        if (first in _known() and not _UNFINISHED.search(first)) or of_place:
            parts = (line.part(0, cut), line.part(cut))
            return [part for part in parts if part]
    return [line]


def _read(group: Sequence[Segment]) -> BodyRead:
    printed = " ".join(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", item.text) for item in group)
    printed, respelt = _common_head(printed)
    known, corrected = _from_list(printed)
    corrected = corrected or respelt
    unlikely = not _OPENS.match(_key(printed)) or _key(printed) in _NEEDS_PLACE
    two = not known and bool(_TWO_HEADS.search(_key(printed)))
    name = known or body_name(printed)
    odd = any(line.scanned for line in group) and (misspelt(name) or _odd_place(name))
    name = _with_place_word(name)
    figures = bool(re.search(r"[\d:]", printed))  # a number's line taken for a body's
    return BodyRead(name, tuple(group), corrected or unlikely or two or odd or figures)


def _odd_place(name: str) -> bool:
    """Whether the word before a place's name has marks that it does not have: `tính Lam Giang`."""
    return any(
        _PLACE_WORDS.get(fold(word), nfc(word.lower())) != nfc(word.lower())
        for word, after in pairwise(name.split())
        if after[:1].isupper()
    )


def _with_place_word(name: str) -> str:
    """`tính Lam Giang` as it must be; such a name is flagged."""
    words = name.split()
    for at, (word, after) in enumerate(pairwise(words)):
        if word.islower() and after[:1].isupper():
            words[at] = _PLACE_WORDS.get(fold(word), word)
    return " ".join(words)


def _common_head(printed: str) -> tuple[str, bool]:
    """`ỦY BAN NHÂN ĐÂN …` put right: the same letters with other marks make no other body."""
    words = printed.split()
    for head in _HEADS:
        wanted = head.split()
        start = words[: len(wanted)]
        if fold(" ".join(start)) == fold(head) and _spelling(" ".join(start)) != _spelling(head):
            return " ".join([*wanted, *words[len(wanted) :]]), True
    return printed, False


@cache
def known_names() -> frozenset[str]:
    """Folded names of the closed list."""
    return frozenset(_known())


@cache
def listed_names() -> tuple[str, ...]:
    """Names of the closed list as officials write them."""
    return tuple(_known().values())


@cache
def _by_symbol() -> dict[str, str]:
    return dict(yaml.safe_load(_SYMBOLS_FILE.read_text("utf-8")))


def disagrees_with_symbol(body: str, symbol: str) -> bool:
    """Whether the symbol's last part names another body: one of the two was misread."""
    wanted = _by_symbol().get(re.split(r"[-/]", symbol)[-1])
    return wanted is not None and wanted not in _key(body)


@cache
def _known() -> dict[str, str]:
    names = yaml.safe_load(_FILE.read_text("utf-8"))
    return {_key(name): name for name in names}


def _key(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(name)).split())


def _from_list(printed: str) -> tuple[str | None, bool]:
    """The closed list's name for what was printed, and whether any letter or mark had to change."""
    key = _key(printed)
    name = _known().get(key)
    if name is None and len(key) >= 10:
        head = key.split()[0]  # `Sở Tài chính` is not `Bộ Tài chính` misread
        near = [
            k
            for k in _known()
            if k.split()[0] == head and Levenshtein.distance(k, key) <= max(1, len(key) // 14)
        ]
        name = _known()[near[0]] if len(near) == 1 else None
    if name is None:
        return None, False
    return name, _spelling(name) != _spelling(printed)


def _spelling(name: str) -> str:
    words = re.sub(r"[^\w\s]", " ", nfc(name)).lower().split()
    return " ".join(canonical_tone(word) for word in words)


def body_name(printed: str) -> str:
    """A name in capitals as it is written in text: `SỞ NỘI VỤ TỈNH SÔNG LAM` to `Sở Nội vụ tỉnh Sông Lam`.

    Names of places keep capitals; where it cannot be known what is a name, only the first word does.
    """
    words = nfc(printed).split()
    folded = [fold(word).strip(",.;") for word in words]
    result = [word.lower() if word.isupper() and word not in _ACRONYMS else word for word in words]
    index = _listed_beginning(words, result)
    while index < len(words):
        two = " ".join(folded[index : index + 2])
        if two in _PARTY_COMMITTEES:
            result[index] = _capital(result[index])
            index += 2
            while index < len(words) and " ".join(folded[index : index + 2]) not in _PLACES:
                if folded[index] in {*_PLACES, *_QUARTERS} or _starts_body(folded, index):
                    break
                result[index] = _capital(result[index])
                index += 1
            continue
        if index and two != "xa hoi" and (two in _PLACES or folded[index] in _PLACES):
            index += 2 if two in _PLACES else 1
            while index < len(words) and not _starts_body(folded, index):
                result[index] = _capital(result[index])
                index += 1
            continue
        if index and folded[index] in _QUARTERS:  # `Chi bộ thôn Đắk Mol`
            index += 1
            while index < len(words) and not _starts_body(folded, index):
                result[index] = _capital(result[index])
                index += 1
            continue
        if two == "trung uong":  # the centre, in names of bodies
            result[index] = _capital(result[index])
        if index and words[index - 1] in {"-", "–"}:
            result[index] = _capital(result[index])
        if index == 1 and folded[0] in _ONE_WORD_HEADS:
            result[index] = _capital(result[index])
        if index == 2 and " ".join(folded[:2]) in _TWO_WORD_HEADS:
            result[index] = _capital(result[index])
        index += 1
    result[0] = _capital(result[0])
    return " ".join(result)


def _listed_beginning(words: Sequence[str], result: list[str]) -> int:
    """Write the longest beginning that is on the closed list as it is there; how many words it has.

    Its last word must end the name: what follows is a place, or nothing.
    """
    for end in range(len(words), 1, -1):
        name = _known().get(_key(" ".join(words[:end])))
        follows = fold(words[end]) if end < len(words) else ""
        if name and len(name.split()) == end and (not follows or follows in {"tinh", "thanh"}):
            listed = name.split()
            result[:end] = [
                _capital(word) if like[0].isupper() else word
                for word, like in zip(result, listed, strict=False)
            ]
            return end
    return 0


def _starts_body(folded: Sequence[str], index: int) -> bool:
    return " ".join(folded[index : index + 2]) in {"van phong", "uy ban", "hoi dong", *_PARTY_COMMITTEES}


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
