"""Follow-up questions made whole with the words of the question before ("còn cấp xã thì sao?")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.types import Turn
from rag.understand.foreign import plain_digits
from rag.understand.leaning import leaning
from rag.understand.numbers import read_numbers
from rag.understand.places import Mention, read_places
from vanthu.text import fold, squeeze

REMEMBERED = 60
"""Syllables of an earlier question that are carried over."""
TURNS = 6
"""Turns looked back through a chain of follow-ups."""

_HEADS = (
    "cap", "so", "ban", "dieu", "khoan", "nhom", "loai", "muc", "huyen", "xa", "tinh", "vung", "nguoi",
    "dang", "can", "cong", "vien", "chi",
)  # fmt: skip
"""Words with which the thing asked about and the one before begin alike: "cấp tỉnh", "cấp xã"."""
_DATED = re.compile(r"\b(nam|thang|quy) (?:\d[\d/]*|i{1,3}|iv)\b")
_ASKS = re.compile(
    r"\b(?:gi|ai|nao|bao nhieu|may|khi nao|o dau|bao lau|the nao|tai sao|vi sao|co phai|duoc khong|khong"
    r"|what|who|when|where|which|how|why)\b"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A question that stands by itself."""

    question: str
    asked: str
    """What is newly asked: sentences are chosen by it, passages found by the whole."""
    document_ids: tuple[int, ...] | None = None
    """The documents it points back to by "văn bản này" or "ai ký?"; None where it does not."""


def made_whole(question: str, history: Sequence[Turn]) -> Whole:
    """`question`, completed from the turns before where it leans on them; unchanged otherwise."""
    question = squeeze(question)
    if not history or not question:
        return Whole(question, question)
    history = [*history][-TURNS:]
    last = history[-1]
    how = leaning(question)
    pointed = tuple(last.document_ids) if how.at_document and last.document_ids else None
    if not how.leans:
        return Whole(question, question, pointed)
    earlier = " ".join(made_whole(last.question, history[:-1]).question.rstrip("?. ؟").split()[:REMEMBERED])
    focus = how.focus or question
    whole = (_replaced(earlier, focus) or _merged(earlier, focus)) if how.opened else f"{earlier}. {focus}"
    return Whole(whole, focus if whole.startswith(f"{earlier}. ") else whole, pointed)


def _replaced(earlier: str, focus: str) -> str | None:
    """The earlier question of another document or place: "Còn Nghị quyết 57?", "thế còn khoản 3"."""
    plain = plain_digits(focus)
    numbers, before = read_numbers(plain), read_numbers(earlier)
    if numbers and len(before) == 1 and _whole_of(plain, numbers[0].start, numbers[0].end):
        return f"{earlier[: before[0].start]}{focus}{earlier[before[0].end :]}?"
    places, there = read_places(plain), read_places(earlier)
    if len(places) == 1 and len(there) == 1 and _whole_of(plain, places[0].start, places[0].end):
        return f"{earlier[: there[0].start]}{_beside(places[0], there[0], focus)}{earlier[there[0].end :]}?"
    return None


def _whole_of(text: str, start: int, end: int) -> bool:
    return len(text[:start].split()) + len(text[end:].split()) <= 1


def _beside(new: Mention, old: Mention, focus: str) -> str:
    """The new place, with the article and clause of the old one where it names only a part."""
    one, other = new.places[0], old.places[0]
    if one.article is not None or other.article is None:
        return focus
    clause = f" khoản {other.clause}" if one.clause is None and other.clause else ""
    return f"{focus}{clause} Điều {other.article}"


def _merged(earlier: str, focus: str) -> str:
    """The earlier question about the new thing: in the place of its like, or added to it."""
    if _ASKS.search(fold(focus)) and len(focus.split()) > 3:
        return f"{earlier}. {focus}"
    new_date = _DATED.match(fold(focus))
    old_date = _DATED.search(fold(earlier)) if new_date else None
    if new_date and old_date and new_date[1] == old_date[1]:
        return f"{earlier[: old_date.start()]}{focus}{earlier[old_date.end() :]}?"
    words, plain = earlier.split(), fold(earlier).split()
    new = fold(focus).split()
    for head in _HEADS:
        if new[:1] == [head] and head in plain[:-1]:
            at = plain.index(head)
            return " ".join([*words[:at], focus, *words[at + 2 :]]) + "?"
    return f"{earlier} {focus}?"
