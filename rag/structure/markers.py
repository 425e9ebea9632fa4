"""What a line announces: a chapter, an article, a clause, a point, an annex, the closing block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from vanthu.text import fold


class Level(IntEnum):
    """Structural levels, outermost first. Articles and below hold text; those above are headings."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    SUBSECTION = 4
    ROMAN = 5
    ARTICLE = 6
    CLAUSE = 7
    SUBCLAUSE = 8
    POINT = 9
    ITEM = 10


@dataclass(frozen=True, slots=True)
class Marker:
    level: Level
    label: str
    """The number or letter alone: `5`, `II`, `a`, `1.2`; an annex's may be empty."""
    rest: str
    """What follows the marker on the line."""


_ROMAN = r"[IVXL]{1,6}"
_NUMBER = r"[0-9lIOo]{1,4}"
_HEADINGS = (
    (
        Level.ANNEX,
        re.compile(
            rf"^(?:PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ|số))?\s*({_ROMAN}|\d{{1,2}}[A-Za-z]?|[A-Z])?(?=$|[\s.:)–-])"
        ),
    ),
    (Level.PART, re.compile(rf"^(?:PHẦN|Phần)\s+((?:THỨ|thứ)\s+\w+|{_ROMAN}|\d{{1,2}})(?=$|[\s.:–-])")),
    (Level.CHAPTER, re.compile(rf"^(?:CHƯƠNG|Chương|Chuơng|Chưong)\s+({_ROMAN}|\d{{1,2}}|l+)(?=$|[\s.:–-])")),
    (Level.SECTION, re.compile(rf"^(?:MỤC|Mục)\s+({_ROMAN}|\d{{1,2}})(?=$|[\s.:–-])")),
    (Level.SUBSECTION, re.compile(r"^(?:TIỂU MỤC|Tiểu mục)\s+(\d{1,2})(?=$|[\s.:–-])")),
)
_ARTICLE = re.compile(rf"^[ĐD]i[êềéểếe]u\s+({_NUMBER})\s?([a-zđ])?\s*(?:[.:,]\s*|$)", re.IGNORECASE)
_ROMAN_HEADING = re.compile(rf"^({_ROMAN})\s?(?:[-–./]|\.-)\s*(?=[\w“\"])")
_SUBCLAUSE = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})\s?[.)\-–]?\s+(?=[^\d%\s])")
_CLAUSE = re.compile(r"^([0-9]{1,3}|[lI])\s?(?:[.)]|[-–](?=\s))\s*(?=[^\d\s.,])")
_POINT = re.compile(r"^([a-zđ]|[a-z]\d|[dđ])\s?[)]\s*(?=\S)")
_ITEM = re.compile(r"^[-–+•*]\s+(?=\S)")

_CLOSING = re.compile(
    r"^(?:noi nhan\s*[:.]?(?:\s|$)|(?:t/m|k/t|t/l)\s+\S|(?:tm|kt|tl|tuq|q)\.\s*\S)", re.IGNORECASE
)
_SIGNING_TITLE = re.compile(
    r"^(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|TỔNG BÍ THƯ|BÍ THƯ|PHÓ BÍ THƯ"
    r"|CHÁNH VĂN PHÒNG|GIÁM ĐỐC|CỤC TRƯỞNG|TRƯỞNG BAN|THƯỜNG TRỰC BAN BÍ THƯ)\b"
)
_TYPE_TITLE = re.compile(
    r"^(?:NGHỊ QUYẾT|QUYẾT ĐỊNH|CHỈ THỊ|KẾT LUẬN|QUY CHẾ|QUY ĐỊNH|THÔNG TRI|HƯỚNG DẪN"
    r"|THÔNG BÁO|BÁO CÁO|KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|TỜ TRÌNH|BIÊN BẢN|NGHỊ ĐỊNH"
    r"|THÔNG TƯ|LUẬT|BỘ LUẬT|PHÁP LỆNH|ĐIỀU LỆ|DANH MỤC|CÔNG ĐIỆN|GIẤY MỜI|QUY TRÌNH)(?:\s|$)"
)
_ENDS_SENTENCE = re.compile(r"[.;:!?…”\"]\s*$|\./\.\s*$")
_LEADS_ON = re.compile(
    r"(?:[,(]|\b(?:tại|của|và|theo|các|hoặc|với|về|đến|từ|là|này|khoản \d+|điểm \w))\s*$", re.IGNORECASE
)


def ends_sentence(text: str) -> bool:
    """Whether a line ends with closing punctuation."""
    return bool(_ENDS_SENTENCE.search(text))


def leads_on(text: str) -> bool:
    """Whether a line plainly goes on in the next one: "… theo quy định tại"."""
    return bool(_LEADS_ON.search(text))


def is_upper(text: str) -> bool:
    """Whether the letters are capitals (a tenth may be otherwise, for OCR)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def is_type_title(text: str) -> bool:
    """Whether a line is a printed type name: "QUY CHẾ", "KẾ HOẠCH"."""
    return bool(_TYPE_TITLE.match(text)) and is_upper(text) and len(text.split()) <= 12


def opens_document(text: str) -> bool:
    """Whether a line heads a document: the national title, the Party's, or a printed type name."""
    national = text.startswith(("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐẢNG CỘNG SẢN"))
    found = _TYPE_TITLE.match(text)
    return national or bool(found and (is_upper(text) or text[found.end() :][:1].isupper()))


def opens_closing(text: str) -> bool:
    """Whether a line opens the recipients or the signature block."""
    if _CLOSING.match(fold(text)):
        return fold(text).startswith("noi nhan") or is_upper(text[:24])
    return bool(_SIGNING_TITLE.match(text)) and is_upper(text) and len(text.split()) <= 10


def heading_marker(text: str) -> Marker | None:
    """A marker above the article: it must stand alone or with a title, not run on as a sentence."""
    for level, pattern in _HEADINGS:
        found = pattern.match(text)
        if not found:
            continue
        rest = text[found.end() :].strip()
        title = rest.lstrip(".:–- ").strip()
        separated = rest[:1] in {".", ":", "-", "–"}
        if (
            not title
            or is_upper(title)
            or (separated and title[:1].isupper() and not title.endswith((";", ",")))
        ):
            return Marker(level, found.group(1) or "", title)
        if level is Level.ANNEX and title.startswith("("):
            return Marker(level, found.group(1) or "", title)
    return None


def roman_marker(text: str) -> Marker | None:
    """`I- MỤC ĐÍCH`, `II. TỔ CHỨC THỰC HIỆN` (a title, so not a long sentence)."""
    found = _ROMAN_HEADING.match(text)
    if not found:
        return None
    return Marker(Level.ROMAN, found.group(1), text[found.end() :].strip())


def article_marker(text: str) -> Marker | None:
    """`Điều 5. …`, also as recognition misreads it: `Điều l.`, `Điểu 5.`"""
    found = _ARTICLE.match(text)
    if not found:
        return None
    digits = found.group(1).translate(str.maketrans("lIOo", "1100"))
    label = f"{int(digits)}{found.group(2) or ''}"
    return Marker(Level.ARTICLE, label, text[found.end() :].strip())


def clause_marker(text: str) -> Marker | None:
    """`1.`, `1-` or `1)` before words (a number such as `1.800` is none); `l.` is read as 1."""
    found = _CLAUSE.match(text)
    if not found:
        return None
    label = "1" if found.group(1) in "lI" else str(int(found.group(1)))
    return Marker(Level.CLAUSE, label, text[found.end() :].strip())


def minor_marker(text: str) -> Marker | None:
    """`1.1.`, `a)` or a dash."""
    if found := _SUBCLAUSE.match(text):
        return Marker(Level.SUBCLAUSE, found.group(1), text[found.end() :].strip())
    if found := _POINT.match(text):
        return Marker(Level.POINT, found.group(1), text[found.end() :].strip())
    if found := _ITEM.match(text):
        return Marker(Level.ITEM, "-", text[found.end() :].strip())
    return None


def any_marker(text: str) -> Marker | None:
    """The marker a line starts with, whatever its level."""
    for find in (heading_marker, article_marker, roman_marker, minor_marker, clause_marker):
        if marker := find(text):
            return marker
    return None
