"""Whether numbers still belong to what the source ties them to (15 days to A, 30 days to B)."""

from __future__ import annotations

import re

from rag.ground import facts
from rag.ground.tokens import tokens
from vanthu.text import nfc

REACH = 8
"""Words on either side that tell what a number belongs to."""
MARGIN = 1.35
"""Another number fits the sentence's words so much better that the two must have been mixed up."""

_ACTS = re.compile(
    r"(thay thế|sửa đổi|bổ sung|bãi bỏ|huỷ bỏ|hủy bỏ|căn cứ|hướng dẫn|đính chính)"
    r"(?:\s+[^\s.;\d]+){0,8}\s+(\d+(?:/\d{4})?[-/][A-ZĐ][\wĐđ]*(?:[-/][A-ZĐ][\wĐđ]*)*)",
    re.IGNORECASE,
)


def acted_on(text: str) -> set[tuple[str, str]]:
    """What is done to which document: ("thay thế", "21-nq/tu")."""
    return {(act.lower(), number.lower()) for act, number in _ACTS.findall(nfc(text))}


def rebound(sentence: str, place: str) -> bool:
    """Whether a number stands among words that the source puts around another one."""
    said, written = tokens(facts.without_dates(sentence)), tokens(facts.without_dates(place))
    there = facts.numbers(place)
    for number in facts.numbers(sentence):
        around = facts.near(said, number.at, REACH)
        same = [_overlap(around, facts.near(written, n.at, REACH)) for n in there if n.value == number.value]
        rivals = [n for n in there if n.value != number.value and n.unit == number.unit]
        other = [_overlap(around, facts.near(written, n.at, REACH)) for n in rivals]
        if same and other and max(other) > MARGIN * max(same) + 1.0:
            return True
    return False


def _overlap(a: dict[str, float], b: dict[str, float]) -> float:
    return sum(min(weight, b[word]) for word, weight in a.items() if word in b)
