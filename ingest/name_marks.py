"""A secrecy level named in a file's name or a short property: "Tờ trình MẬT.pdf". A doubt, never a proof."""

from __future__ import annotations

import re

from records.types import SecrecyLevel
from vanthu.text import fold, nfc

_WORD = re.compile(r"[^\W\d_]+")
_TOP, _SECRET = SecrecyLevel.TOP_SECRET, SecrecyLevel.SECRET
_LEVELS = {"tuyệt": _TOP, "tuyet": _TOP, "tối": _SECRET, "toi": _SECRET}
_IN_ONE = {"tuyệtmật": _TOP, "tuyetmat": _TOP, "tốimật": _SECRET, "toimat": _SECRET}
_BEFORE = {"bi", "bao", "co", "than", "can", "giai", "khong", "het", "huyen", "ho"}
"""Bí mật, bảo mật, cơ mật, thân mật, cẩn mật, giải mật, không mật, hết mật, huyền mật: no marks."""
_AFTER = {"do", "ong", "khau", "ma", "vu", "thu", "thiet", "nghi", "danh", "hoa", "cau", "uoc", "tong"}
"""Mật độ, mật ong, mật khẩu, mật mã, mật vụ, mật thư, mật thiết, mật nghị, mật danh and so on."""


def level_in_name(name: str) -> SecrecyLevel | None:
    """The highest level the words name; None where they name none."""
    words = _WORD.findall(nfc(name).rsplit(".", 1)[0] if "." in name else nfc(name))
    folded = [fold(word) for word in words]
    found = [level for index in range(len(words)) if (level := _at(words, folded, index))]
    return max(found, key=list(SecrecyLevel).index, default=None)


def _at(words: list[str], folded: list[str], index: int) -> SecrecyLevel | None:
    word = words[index].lower()
    if word in _IN_ONE:
        return _IN_ONE[word]
    if word not in {"mật", "mat"}:
        return None
    before = words[index - 1].lower() if index else ""
    if before in _LEVELS:
        return _LEVELS[before]
    before = fold(before)
    after = folded[index + 1] if index + 1 < len(words) else ""
    if before in _BEFORE or after in _AFTER:
        return None
    # Without accents it may be mất or mặt; a mark stands at an end of the name, in capitals.
    at_an_end = words[index] == "MAT" and (index in {0, len(words) - 1})
    return SecrecyLevel.CONFIDENTIAL if word == "mật" or at_an_end else None
