"""Follow-up questions made whole with the words of the question before ("còn cấp xã thì sao?")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.types import Turn
from vanthu.text import fold, squeeze

SHORT = 7
"""A question of at most this many syllables that asks nothing by itself leans on the one before."""
REMEMBERED = 60
"""Syllables of an earlier question that are carried over."""

_OPENS = re.compile(r"^(?:the con|vay con|con|the|vay|the thi|vay thi|nhung con|the nhung)\s+", re.IGNORECASE)
_CLOSES = re.compile(
    r"(?:\s+(?:thi sao|thi the nao|la sao|ra sao|the nao|sao|nhi|a))?[\s?.]*$", re.IGNORECASE
)
_POINTS_BACK = re.compile(r"\b(?:nó|họ|đó|này|ấy|nêu trên|nói trên)\b", re.IGNORECASE)
_POINTS_BACK_UNMARKED = re.compile(r"\b(?:cai|viec|dieu|truong hop|noi dung)\s+(?:nay|do|ay)\b")
_THIS_DOCUMENT = re.compile(
    r"\b(?:van ban|quy dinh|nghi quyet|quyet dinh|ke hoach|chi thi|huong dan|thong bao|luat|quy che)"
    r"\s+(?:nay|do|tren|ay)\b"
)
_ASKS = re.compile(
    r"\b(?:gi|ai|nao|bao nhieu|may|khi nao|o dau|bao lau|the nao|tai sao|vi sao|co phai|duoc khong|la gi)\b"
)
_HEADS = (
    "cap",
    "so",
    "ban",
    "dieu",
    "khoan",
    "nam",
    "thang",
    "nhom",
    "loai",
    "muc",
    "huyen",
    "xa",
    "tinh",
    "vung",
)
"""Words with which the thing asked about and the thing asked before begin alike: "cấp tỉnh", "cấp xã"."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A question that stands by itself."""

    question: str
    asked: str
    """What is newly asked: sentences are chosen by it, passages found by the whole."""
    document_ids: tuple[int, ...] | None = None
    """The documents it points back to by "văn bản này"; None where it does not."""


def made_whole(question: str, history: Sequence[Turn]) -> Whole:
    """`question`, completed from the last turn where it leans on it; unchanged otherwise."""
    question = squeeze(question)
    if not history or not question:
        return Whole(question, question)
    last = history[-1]
    plain = fold(question)
    pointed = tuple(last.document_ids) if last.document_ids and _THIS_DOCUMENT.search(plain) else None
    opened = _OPENS.match(plain)
    leans = bool(opened) or bool(pointed) or _points_back(question, plain) or _asks_nothing(plain)
    if not leans:
        return Whole(question, question, pointed)
    earlier = " ".join(squeeze(last.question).rstrip("?. ").split()[:REMEMBERED])
    focus = _focus(question, plain) if opened else question
    whole = _merged(earlier, focus) if opened else f"{earlier}. {focus}"
    return Whole(whole, focus if whole.startswith(f"{earlier}. ") else whole, pointed)


def _points_back(question: str, plain: str) -> bool:
    """ "đó", "này" are told from "do", "nay" by their marks alone; without marks only in fixed phrases."""
    return bool(_POINTS_BACK.search(question) or _POINTS_BACK_UNMARKED.search(plain))


def _asks_nothing(plain: str) -> bool:
    return (
        len(plain.split()) <= SHORT
        and not _ASKS.search(plain.split(" thi ", maxsplit=1)[0])
        and plain.endswith(("?", "sao"))
    )


def _focus(question: str, plain: str) -> str:
    """What is newly asked about: the question without "còn … thì sao"."""
    start = opened.end() if (opened := _OPENS.match(plain)) else 0
    closing = _CLOSES.search(plain, start)
    return question[start : closing.start() if closing else len(question)].strip(" ,?") or question


def _merged(earlier: str, focus: str) -> str:
    """The earlier question about the new thing: in the place of its like, or added to it."""
    if _ASKS.search(fold(focus)) and len(focus.split()) > 4:
        return f"{earlier}. {focus}"
    words, plain = earlier.split(), fold(earlier).split()
    new = fold(focus).split()
    for head in _HEADS:
        if new[:1] == [head] and head in plain[:-1]:
            at = plain.index(head)
            return " ".join([*words[:at], focus, *words[at + 2 :]]) + "?"
    return f"{earlier} {focus}?"
