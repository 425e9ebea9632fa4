"""What a sentence adds to a place and what it exchanges, word by word, once usual wordings are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rag.ground import facts
from rag.ground.tokens import FUNCTION_WORDS, Token, coverage, rarity, tokens
from vanthu.text import canonical_tone

_SAME = (
    "bao gồm|gồm có|gồm",
    "bảo đảm|đảm bảo",
    "hằng năm|hàng năm|mỗi năm",
    "hằng tháng|hàng tháng|mỗi tháng",
    "hằng quý|hàng quý|mỗi quý",
    "hằng tuần|hàng tuần|mỗi tuần",
    "trong thời hạn|trong vòng|trong thời gian",
    "kể từ|tính từ",
    "nghiêm cấm|bị cấm|cấm",
    "có nghĩa vụ|có trách nhiệm|chịu trách nhiệm",
    "được quyền|có quyền|được phép",
    "tiến hành|thực hiện|thi hành",
    "quy định|nêu",
    "đối với|với",
    "thông qua|qua",
    "nhằm|để|nhằm mục đích",
    "căn cứ vào|căn cứ|dựa trên|dựa vào",
    "phối hợp với|cùng với|phối hợp cùng",
    "kịp thời|nhanh chóng",
    "và|đồng thời|cùng lúc",
    "vì vậy|do đó|vì thế|do vậy",
    "tuy nhiên|nhưng|song",
    "theo quy định của pháp luật|theo pháp luật|theo luật định",
    "phải|cần phải",
    "đồng chí|ông|bà",
    "chậm nhất|muộn nhất",
    "hủy|huỷ bỏ",
    "xảy ra|phát sinh",
    "gửi đến|gửi tới|gửi về|gửi cho|gửi",
    "tổ chức thực hiện|tổ chức làm",
    "cán bộ, công chức|cán bộ công chức",
    "không cho phép|không được phép|không được",
)
"""Usual wordings of the same thing; the first stands for all."""
_SUPPLIED_WORDS = (
    "việc sự các những này đó trên nói nêu trường hợp cụ thể như vậy gọi tắt cùng nhau riêng thì đều khoản "
    "điều điểm"
)
_SUPPLIED = frozenset(_SUPPLIED_WORDS.split())
"""Words a writer supplies for a sentence to stand by itself; they add nothing."""
_SPEAKS_OF = re.compile(
    r"\b(?:phải|được|có trách nhiệm|có quyền|có nghĩa vụ|có thể|không|nghiêm cấm|cấm|là|gồm|chủ trì"
    r"|quyết định)\b"
)
_SPELT = {
    "hai": "2", "ba": "3", "bốn": "4", "sáu": "6", "bảy": "7", "bẩy": "7", "tám": "8", "chín": "9",
    "mười": "10",
}  # fmt: skip
_DATES = frozenset(("ngày", "tháng", "năm", "giai", "đoạn"))
_POSTS = frozenset(("tịch", "trưởng", "phó", "chánh", "đốc", "tướng"))
"""Syllables of posts: the chairman of a committee is not the committee."""
_NEGATIONS = frozenset(("không", "chưa", "chẳng", "cấm"))
_LONGEST_SUBJECT = 14
BEGINS = 4
"""Words by which what is said of a subject is found again."""
SHORT = 4
"""Words that are at most exchanged or left out for it to count as a change of one thing."""
AROUND = 2
"""Words that must be the same on either side of what was exchanged."""


def canonical(text: str) -> list[str]:
    """The words of a text; dates, numbers and usual wordings in one form each."""
    row = _numbers_written(tokens(_dates_joined(text)))
    out: list[str] = []
    i = 0
    while i < len(row):
        length, same = next(
            (
                (n, found)
                for n in range(min(_LONGEST, len(row) - i), 0, -1)
                if (found := _WORDINGS.get(tuple(row[i : i + n])))
            ),
            (1, None),
        )
        out += list(same) if same else row[i : i + length]
        i += length
    return out


def added(claim: str, place: Sequence[str], beside: Sequence[str]) -> tuple[float, bool]:
    """The share of the claim's weight in words that neither the place nor what stands above it holds, and
    whether one of them is in the claim's subject."""
    row = canonical(claim)
    held = {*place, *beside, *_SUPPLIED, *FUNCTION_WORDS}
    fresh = [word for word in row if word not in held]
    if not fresh:
        return 0.0, False
    told = set(subject(claim))
    weight = sum(map(rarity, row)) or 1.0
    return sum(map(rarity, fresh)) / weight, any(word in told for word in fresh)


def exchanged(claim: Sequence[str], place: Sequence[str]) -> str | None:
    """What was exchanged between two rows that agree around it: `number`, or a lost `negation` or `name`."""
    steps = SequenceMatcher(None, place, claim, autojunk=False).get_opcodes()
    for at, (kind, a, b, c, d) in enumerate(steps):
        if kind in {"equal", "insert"} or b - a > SHORT or d - c > SHORT:
            continue
        if not _agreed(steps, at - 1) or not _agreed(steps, at + 1):
            continue
        lost, gained = place[a:b], claim[c:d]
        if kind == "replace" and _figures(lost) and _figures(gained) and _figures(lost) != _figures(gained):
            return "number"
        if _NEGATIONS & set(lost) and not _NEGATIONS & set(gained):
            return "negation"
        if any(claim.count(word) < place.count(word) for word in _POSTS & set(lost)):
            return "name"
    return None


def _agreed(steps: Sequence[tuple[str, int, int, int, int]], at: int) -> bool:
    """Whether what stands beside an exchange is the same; so are the two ends of a row."""
    if not 0 <= at < len(steps):
        return True
    kind, a, b, _, _ = steps[at]
    return kind == "equal" and b - a >= AROUND


def _figures(row: Sequence[str]) -> list[str]:
    return [word for word in row if word[0].isdigit()]


def subject(claim: str) -> list[str]:
    """What stands before the first word that says something of it; nothing where that is far off."""
    found = _SPEAKS_OF.search(claim)
    row = canonical(claim[: found.start()] if found else "")
    return row if len(row) <= _LONGEST_SUBJECT else []


def of_another(claim: str, statements: Sequence[str], beside: Sequence[str]) -> bool:
    """Whether a claim takes its subject from one statement and what it says of it from another one.

    What is said is looked for word by word in the statement that holds most of it: its own subject stands
    before that. Where it has none, what stands above the statement is its subject; dates and document
    numbers may stand there in any case.
    """
    told = subject(claim)
    said = canonical(claim)[len(told) :]
    if not told or len(said) < BEGINS:
        return False
    rows = [canonical(statement) for statement in statements]
    held = max(rows, key=lambda row: coverage(said, row))
    at = _found(said[:BEGINS], held)
    before = held[:at] if at is not None else held
    own = at is not None and sum(word not in FUNCTION_WORDS for word in before) >= AROUND
    above = (word for word in beside if not own or word in _DATES or any(c.isdigit() for c in word))
    known = {*before, *_SUPPLIED, *FUNCTION_WORDS, *above}
    return any(word not in known for word in told)


def _found(part: Sequence[str], row: Sequence[str]) -> int | None:
    """Where `part` stands in `row`, the last time."""
    size = len(part)
    return next((i for i in range(len(row) - size, -1, -1) if list(row[i : i + size]) == list(part)), None)


def _dates_joined(text: str) -> str:
    """Dates as one word: 2025-07-01 would be taken apart, so 20250701."""
    return facts.rewritten_dates(text, lambda day, month, year: f" {year}{int(month):02}{int(day):02} ")


def _numbers_written(told: Sequence[Token]) -> list[str]:
    """The words, numbers in figures however they were written; reference numbers as they are."""
    row: list[str] = []
    i = 0
    while i < len(told):
        reference = "/" in told[i].word or "-" in told[i].word
        value, used = (None, 1) if reference else facts.value_at(told, i)
        row.append(value or _SPELT.get(told[i].word, told[i].word))
        i += used if value else 1
    return row


def _wordings() -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for group in _SAME:
        first, *others = (
            tuple(canonical_tone(word) for word in one.replace(",", "").split()) for one in group.split("|")
        )
        found.update(dict.fromkeys([first, *others], first))
    return found


_WORDINGS = _wordings()
_LONGEST = max(map(len, _WORDINGS))
