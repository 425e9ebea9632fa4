"""Hard facts of a sentence: numbers with their units, dates, reference numbers, clauses, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.ground.tokens import FUNCTION_WORDS, Token, rarity, tokens
from vanthu.text import canonical_tone, nfc

_WORD_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_SCALES = {"mươi": 10, "mười": 10, "trăm": 100}
_UNIT_WORDS = (
    "ngày tháng năm giờ phút tuần quý người lần bản đồng triệu tỷ tỉ nghìn km m2 ha xã huyện tỉnh trang "
    "phần điểm tuổi buổi bước nhóm loại "
)
UNITS = frozenset(_UNIT_WORDS.split())
_DATE_WORDS = re.compile(
    r"ngày\s+(\d{1,2})\s*(?:tháng|/|-)\s*(\d{1,2})\s*(?:,?\s*năm|/|-)\s*(\d{4})", re.IGNORECASE
)
_DATE = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_MONTH = re.compile(r"tháng\s+(\d{1,2})\s*(?:/|-|,?\s*năm)\s*(\d{4})", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<![\w/])(\d+)((?:/\d{4})?\s?[-/]\s?[A-ZĐ][A-Za-zĐđ]*(?:[-/][A-ZĐ][\wĐđ]*)*)")
_CLAUSE = re.compile(
    r"\b(điều|khoản|điểm|chương|mục|phần|phụ lục)\s+(\d+[a-zđ]?|[ivxl]+|[a-zđ])\b", re.IGNORECASE
)
_LABEL = re.compile(r"^[ \t]*\d+(?:\.\d+)*[.)](?=\s)|[\[【]\d+[\]】]", re.MULTILINE)
"""The number of a paragraph or note counts nothing: "Điều 2", "2." and "[2]" do not prove "ngày 02"."""


_HEAD_PHRASES = (
    "ban|sở|bộ|cục|vụ|tổng cục|văn phòng|đảng uỷ|tỉnh uỷ|thành uỷ|huyện uỷ|chi bộ|uỷ ban|hội đồng|mặt trận"
    "|quốc hội|chính phủ|công an|toà án|viện kiểm sát|thanh tra|trung tâm|học viện|bí thư|phó bí thư|chủ tịch"
    "|phó chủ tịch|chánh văn phòng|giám đốc|bộ trưởng|thủ tướng|trưởng ban|phó trưởng ban|cấp uỷ|uỷ viên"
)
_HEADS = sorted(
    (tuple(canonical_tone(word) for word in head.split()) for head in _HEAD_PHRASES.split("|")),
    key=len,
    reverse=True,
)
_NO_BODIES = {("ban", "hành"), ("ban", "đầu"), ("ban", "ngày"), ("bộ", "máy"), ("bộ", "phận"), ("bộ", "tiêu")}
"""Words that only begin like an office ("ban hành", "bộ máy")."""


@dataclass(frozen=True, slots=True)
class Number:
    value: str
    """Canonical: no group dots, a point for decimals, `%` kept."""
    unit: str
    """The next word, where it counts something."""
    at: int
    """Index of its token."""


def dates(text: str) -> set[str]:
    """ISO dates and months, in whatever form they are written."""
    text = nfc(text)
    found = {f"{y}-{int(m):02}-{int(d):02}" for d, m, y in _DATE_WORDS.findall(text) + _DATE.findall(text)}
    rest = _DATE.sub("", _DATE_WORDS.sub("", text))
    return found | {f"{y}-{int(m):02}" for m, y in _MONTH.findall(rest)}


def references(text: str) -> set[str]:
    """Reference numbers without blanks, case folded: `57-nq/tw`."""
    found = {re.sub(r"\s+", "", a + b).lower().strip("-/") for a, b in _REFERENCE.findall(nfc(text))}
    return {reference for reference in found if re.search(r"[^\W\d_]{2}", reference)}


def clauses(text: str) -> set[tuple[str, str]]:
    """Places named: ("điều", "5"), ("khoản", "2")."""
    return {(kind.lower(), label.lower()) for kind, label in _CLAUSE.findall(nfc(text))}


def rewritten_dates(text: str, write: Callable[[str, str, str], str]) -> str:
    """Whole dates as `write` gives them from day, month and year."""
    text = nfc(text)
    for pattern in (_DATE_WORDS, _DATE):
        text = pattern.sub(lambda found: write(*found.groups()), text)
    return text


def without_dates(text: str) -> str:
    """Dates and reference numbers blanked out, offsets kept, so that other numbers stand alone."""
    text = nfc(text)
    for pattern in (_DATE_WORDS, _DATE, _MONTH, _REFERENCE):
        text = pattern.sub(_blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def numbers(text: str) -> list[Number]:
    """Numbers in figures and in words that count something; no dates, references or clauses."""
    found: list[Number] = []
    row = tokens(_LABEL.sub(_blank, _CLAUSE.sub(_blank, without_dates(text))))
    i = 0
    while i < len(row):
        value, used = value_at(row, i)
        if value is not None:
            unit = row[i + used].word if i + used < len(row) else ""
            found.append(Number(value, unit, i))
        i += max(used, 1)
    return found


def value_at(row: Sequence[Token], i: int) -> tuple[str | None, int]:
    """The number that begins at token `i` and how many tokens it takes; None where there is none."""
    word = row[i].word
    following = row[i + 1].word if i + 1 < len(row) else ""
    if word[0].isdigit():
        return canonical_number(word), 1
    if word not in _WORD_DIGITS or word in {"không", "tư"}:
        return None, 1
    if following in _SCALES and following != "mười":
        return _spelt(row, i)
    if word == "mười":
        ones = _WORD_DIGITS.get(following)
        more = ones is not None and ones < 10 and i + 2 < len(row) and row[i + 2].word in UNITS
        return (str(10 + (ones or 0)), 2) if more else ("10", 1)
    counts = following in UNITS and (word != "năm" or following in {"năm", "ngày", "tháng", "lần", "người"})
    return (str(_WORD_DIGITS[word]), 1) if counts else (None, 1)


def _spelt(row: Sequence[Token], i: int) -> tuple[str, int]:
    """`ba mươi lăm` → 35, `hai trăm` → 200."""
    total, at = 0, i
    while at < len(row) and row[at].word in _WORD_DIGITS:
        digit = _WORD_DIGITS[row[at].word]
        scale = _SCALES.get(row[at + 1].word) if at + 1 < len(row) else None
        total += digit * (scale or 1)
        at += 2 if scale else 1
        if not scale:
            break
    return str(total), at - i


def canonical_number(figure: str) -> str:
    """`1.800` → 1800, `2,5` → 2.5, `05` → 5, `30%` keeps its sign."""
    percent = "%" if figure.endswith("%") else ""
    figure = figure.rstrip("%")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", figure):
        figure = figure.replace(".", "")
    figure = figure.replace(",", ".")
    if figure.isdecimal():
        figure = str(int(figure))
    return figure + percent


def bodies(text: str) -> set[tuple[str, ...]]:
    """Offices and posts named, by head word and what tells it from others: ("ban", "tổ", "chức")."""
    row = tokens(text)
    return {tuple(token.word for token in row[start:end]) for start, end in body_places(row)}


def body_places(told: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the names of offices and posts stand among words: three words each."""
    found: list[tuple[int, int]] = []
    row = [token.word for token in told]
    i = 0
    while i < len(row):
        head = next((h for h in _HEADS if tuple(row[i : i + len(h)]) == h), None)
        if head is None:
            i += 1
            continue
        end = i + len(head)
        while (
            end < min(i + 3, len(row))
            and row[end] not in FUNCTION_WORDS
            and _runs_on(told[end - 1], told[end])
        ):
            end += 1
        if tuple(row[i : i + 2]) not in _NO_BODIES and (len(head) > 1 or _capital(told[i : i + 2])):
            found.append((i, end))
        i = end
    return found


def _runs_on(before: Token, after: Token) -> bool:
    """Whether nothing but a blank stands between two words."""
    return after.start == before.start + len(before.shown) + 1


def _capital(named: Sequence[Token]) -> bool:
    """Whether a short word heads an office: "Sở Nội vụ", not "cơ sở" or "bộ hồ sơ"."""
    return any(token.shown[0].isupper() for token in named)


def capitals(text: str) -> set[tuple[str, ...]]:
    """Capitalised words inside sentences: neighbouring ones in pairs, single ones alone."""
    text = nfc(text)
    row = tokens(text)
    if all(token.shown.isupper() for token in row if token.shown.isalpha()):
        return set()
    capital = [t.shown.isalpha() and t.shown[0].isupper() and not _opens(text, t.start) for t in row]
    found: set[tuple[str, ...]] = set()
    for i, token in enumerate(row):
        if not capital[i]:
            continue
        if i + 1 < len(row) and capital[i + 1] and row[i + 1].start == token.start + len(token.shown) + 1:
            found.add((token.word, row[i + 1].word))
        else:
            found.add((token.word,))
    return found


def _opens(text: str, start: int) -> bool:
    """Whether the word at `start` opens a sentence or an item, where any word is capitalised."""
    before = text[:start].rstrip(' “"(')
    return not before or before[-1] in ".:;!?\n-)"


def acronyms(text: str) -> set[str]:
    """Words in capitals of two to six letters (UBND, BTV), unless the whole text is in capitals."""
    row = tokens(text)
    if all(token.shown.isupper() for token in row):
        return set()
    return {t.word for t in row if t.shown.isalpha() and t.shown.isupper() and 2 <= len(t.shown) <= 6}


def near(row: Sequence[Token], at: int, reach: int = 8) -> dict[str, float]:
    """Content words around token `at` with their weight, which falls with the distance."""
    low, high = max(0, at - reach), min(len(row), at + reach + 1)
    return {
        row[i].word: rarity(row[i].word) / (1 + 0.15 * abs(i - at))
        for i in range(low, high)
        if i != at and not row[i].word[0].isdigit()
    }
