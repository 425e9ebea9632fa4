"""Yes or no, where the quoted sentence alone decides it; else the sentence is left to speak."""

from __future__ import annotations

import re
from typing import Literal

from rag.ground.tokens import coverage, words
from vanthu.text import fold, nfc

Verdict = Literal["yes", "no"]

_CONDITION = re.compile(
    r"\b(?:trừ|nếu|trường hợp|khi|chỉ|ngoài ra|ít nhất|tối thiểu|tối đa|trong phạm vi|theo quy định|có thể)\b"
)
"""What makes a plain yes or no too much."""
_FORBIDS = re.compile(
    r"\b(?:khong duoc|nghiem cam|cam|khong cho phep|khong (?:dua|gui|su dung|thuc hien|ap dung))\b"
)
_ALLOWS = re.compile(r"\b(?:duoc|duoc phep|co quyen|co the)\b")
_BINDS = re.compile(r"\b(?:phai|co trach nhiem|bat buoc|co nghia vu)\b")
_ASKS_LEAVE = re.compile(r"\b(?:co )?duoc(?: phep)?\b|\bco the\b|\bco quyen\b")
_ASKS_DUTY = re.compile(r"\b(?:co )?phai (?!la\b)|\bbat buoc\b|\bcan phai\b")
_ASKING = re.compile(r"\b(?:có|được|phép|phải|không|quyền|thể|bắt buộc|hay|à|co|duoc|phep|phai|khong)\b|\?")
COVERED = 0.75
"""Share of the weight of what is asked about that the sentence must hold."""


def verdict(question: str, sentence: str, heading: str) -> Verdict | None:
    """`question` asks leave or duty; `sentence`, under its heading, gives, denies or imposes it."""
    plain, said = " ".join(fold(question).split()), " ".join(fold(sentence).split())
    above = " ".join(fold(heading).split())
    about = words(_ASKING.sub(" ", question.lower()))
    if (
        _CONDITION.search(nfc(sentence).lower())
        or ". " in said.strip(". ")
        or coverage(about, words(sentence)) < COVERED
    ):
        return None
    listed = re.search(r"\b(?:hanh vi|viec)\b.*\b(?:khong duoc|bi (?:nghiem )?cam|cam)\b", above)
    forbids = bool(_FORBIDS.search(said) or listed)
    denies = "khong" in said.split()
    if _ASKS_LEAVE.search(plain):
        if forbids:
            return "no"
        return "yes" if _ALLOWS.search(said) and not denies else None
    if _ASKS_DUTY.search(plain):
        if "khong phai" in said:
            return "no"
        return "yes" if _BINDS.search(said) and not denies else None
    return None
