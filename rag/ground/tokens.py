"""Text as the grounding check compares it: lower-case syllables and symbols in one tone placement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rag.lexical.frequencies import standard
from rag.lexical.terms import Spelling, term_ids
from vanthu.text import canonical_tone, nfc

_TOKEN = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{4}"  # 22/12/2024
    r"|\d+(?:/\d{4})?[-/][A-ZĐ][A-Za-zĐđ]*(?:[-/][A-ZĐ][\wĐđ]*)*"  # 57-NQ/TW, 30/2020/NĐ-CP
    r"|\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:[^\W_]*)",
    re.UNICODE,
)

_FUNCTION = (
    "và hoặc là của các những cho với về tại trong ngoài theo từ đến để do bởi thì mà này đó kia ấy đã "
    "đang sẽ được bị có ở trên dưới khi nếu như sau trước một cũng vẫn rằng việc sự cái con vào ra lên "
    "xuống lại thêm nữa nên vì gì nào bao nhiêu ai đâu sao thế "
)
FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""Syllables that carry too little meaning to count as evidence."""


@dataclass(frozen=True, slots=True)
class Token:
    word: str
    """Lower case, one tone placement."""
    shown: str
    start: int


def tokens(text: str) -> list[Token]:
    """Words, numbers, dates and reference numbers of `text` in order."""
    text = nfc(text)
    text = re.sub(r"(?<=\d)\s+%", "%", text)
    return [Token(canonical_tone(m.group().lower()), m.group(), m.start()) for m in _TOKEN.finditer(text)]


def words(text: str) -> list[str]:
    """The words alone."""
    return [token.word for token in tokens(text)]


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """How much finding `word` tells; function words next to nothing."""
    weight = float(standard().rarity(term_ids([word], Spelling.EXACT))[0])
    return 0.1 * weight if word in FUNCTION_WORDS else weight


def coverage(of: Sequence[str], by: Sequence[str]) -> float:
    """The share of the weight of words and of neighbouring pairs in `of` that `by` holds too, 0..1."""
    if not of:
        return 0.0
    held = set(by)
    total = sum(rarity(word) for word in of) or 1.0
    single = sum(rarity(word) for word in of if word in held) / total
    pairs = list(pairwise(of))
    if not pairs:
        return single
    held_pairs = set(pairwise(by))
    weights = [rarity(a) + rarity(b) for a, b in pairs]
    double = sum(w for pair, w in zip(pairs, weights, strict=True) if pair in held_pairs) / (
        sum(weights) or 1.0
    )
    return 0.6 * single + 0.4 * double
