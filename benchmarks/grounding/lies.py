"""False sentences, each made from a true statement by one change that makes it say something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.grounding.material import STATES, Stated
from rag.ground.tokens import coverage, words

Lie = Callable[[Stated, Random], str | None]
"""The false sentence; None where the statement does not lend itself to it."""

_NUMBER = re.compile(r"(?<![\d./,-])(?<![Đđ]iều )(?<!hoản )(?<!hương )(?<!số )(\d{1,4})(?![\d./,-]\S|/)")
_DATE = re.compile(r"(\d{1,2})(/|-| tháng )(\d{1,2})(/|-| năm )(\d{4})")
_UNITS = (("ngày", "tháng", "giờ"), ("tháng", "năm", "ngày"), ("năm", "tháng", "ngày"), ("giờ", "ngày"),
          ("triệu", "tỷ", "nghìn"), ("hằng năm", "hằng tháng", "hằng quý"))  # fmt: skip
_OFFICES = (
    "Văn phòng Trung ương Đảng", "Ban Tổ chức Trung ương", "Bộ Nội vụ", "Bộ Công an", "Bộ Tài chính",
    "Bộ Quốc phòng", "Bộ Khoa học và Công nghệ", "Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân cấp xã",
    "Hội đồng nhân dân", "Tòa án nhân dân", "Viện kiểm sát nhân dân", "Chính phủ", "Thủ tướng Chính phủ",
    "Quốc hội", "Chủ tịch nước", "Ban Bí thư", "Bộ Chính trị", "Ủy ban thường vụ Quốc hội", "Chánh án",
    "Giám đốc Sở", "Bộ trưởng", "Chủ tịch Ủy ban nhân dân", "Tỉnh ủy", "Đảng ủy", "Thanh tra Chính phủ",
)  # fmt: skip
_DROPPED = (("không được", "được"), ("không phải", "phải"), ("không có", "có"), ("không thuộc", "thuộc"),
            ("nghiêm cấm", "cho phép"), ("chưa được", "được"), ("không", ""))  # fmt: skip
_ADDED = (("phải", "không phải"), ("được", "không được"), ("có quyền", "không có quyền"),
          ("có trách nhiệm", "không có trách nhiệm"), ("có nghĩa vụ", "không có nghĩa vụ"),
          ("có hiệu lực", "không có hiệu lực"))  # fmt: skip
_MODALITY = (("có thể", "phải"), ("có quyền", "phải"), ("có trách nhiệm", "có thể"),
             ("có nghĩa vụ", "có quyền"), ("được phép", "phải"), ("phải", "có thể"))  # fmt: skip
_OPPOSITES = (
    ("tối đa", "tối thiểu"), ("tối thiểu", "tối đa"), ("ít nhất", "không quá"), ("không quá", "ít nhất"),
    ("trở lên", "trở xuống"), ("trở xuống", "trở lên"), ("trước khi", "sau khi"), ("sau khi", "trước khi"),
    ("tăng", "giảm"), ("giảm", "tăng"), ("trong nước", "nước ngoài"), ("trực tiếp", "gián tiếp"),
    ("bắt buộc", "tự nguyện"), ("công khai", "bí mật"), ("cấp tỉnh", "cấp xã"), ("cấp xã", "cấp tỉnh"),
    ("tất cả", "một số"), ("bãi bỏ", "ban hành"), ("trước ngày", "sau ngày"), ("bản chính", "bản sao"),
)  # fmt: skip
_SPLITTERS = (
    "có trách nhiệm",
    "có quyền",
    "có nghĩa vụ",
    "không được",
    "phải",
    "là",
    "gồm",
    "quyết định",
    "chủ trì",
)
_EXCEPTION = re.compile(r",?\s+(?:trừ|ngoại trừ)\s+(?:các\s+)?(?:trường hợp|khi)\b[^.;]*")
_REFERENCES = ("Nghị định số {n}/2031/NĐ-CP", "Quyết định số {n}-QĐ/TW", "Thông tư số {n}/2029/TT-BNV",
               "Nghị quyết số {n}-NQ/TW")  # fmt: skip


def number(stated: Stated, random: Random) -> str | None:
    """Another number, where one counts something; half the time one that stands in the same passage."""
    found = [m for m in _NUMBER.finditer(stated.text) if not _in_date(stated.text, m.start())]
    if not found:
        return None
    at = random.choice(found)
    old = at.group(1)
    around = [n for n in _NUMBER.findall(stated.own) if int(n) != int(old)]
    new = random.choice(around) if around and random.random() < 0.5 else str(_other(int(old), random))
    return stated.text[: at.start()] + new + stated.text[at.end() :]


def unit(stated: Stated, random: Random) -> str | None:
    """Days for months, millions for thousands."""
    for old, *new in random.sample(_UNITS, len(_UNITS)):
        pattern = old if " " in old else rf"(?<=\d )(?:{old})\b(?! \d)"
        if (found := re.search(pattern, stated.text)) and not _in_date(stated.text, found.start()):
            return stated.text[: found.start()] + random.choice(new) + stated.text[found.end() :]
    return None


def date(stated: Stated, random: Random) -> str | None:
    found = list(_DATE.finditer(stated.text))
    if not found:
        return None
    at = random.choice(found)
    day, first, month, second, year = at.groups()
    changed = random.choice(
        [
            (str(int(day) % 28 + 1), month, year),
            (day, str(int(month) % 12 + 1), year),
            (day, month, str(int(year) + 1)),
        ]
    )
    return (
        stated.text[: at.start()]
        + f"{changed[0]}{first}{changed[1]}{second}{changed[2]}"
        + stated.text[at.end() :]
    )


def office(stated: Stated, random: Random) -> str | None:
    """Another office or post in the place of one that is named; half the time one of the same passages."""
    named = [o for o in _OFFICES if re.search(rf"\b{o}\b", stated.text)]
    if not named:
        return None
    old = random.choice(sorted(named, key=len)[-2:])
    near = [o for o in _OFFICES if o in " ".join(stated.passages) and o not in old and old not in o]
    others = [o for o in _OFFICES if o not in old and old not in o]
    new = random.choice(near if near and random.random() < 0.5 else others)
    changed = re.sub(rf"\b{old}\b", new, stated.text)
    return None if re.search(r"\b(\w+ \w+) (?:\w+ ){0,4}\1\b", changed) else changed


def negation_dropped(stated: Stated, random: Random) -> str | None:
    return _replaced(stated.text, _DROPPED)


def negation_added(stated: Stated, random: Random) -> str | None:
    if re.search(r"\b(?:không|chưa|nghiêm cấm|trừ)\b", stated.text):
        return None
    return _replaced(stated.text, random.sample(_ADDED, len(_ADDED)))


def modality(stated: Stated, random: Random) -> str | None:
    if re.search(r"\bkhông (?:phải|thể|có)\b", stated.text):
        return None
    return _replaced(stated.text, random.sample(_MODALITY, len(_MODALITY)))


def opposite(stated: Stated, random: Random) -> str | None:
    return _replaced(stated.text, random.sample(_OPPOSITES, len(_OPPOSITES)))


def exception_dropped(stated: Stated, random: Random) -> str | None:
    """ "…, trừ trường hợp …" cut off."""
    short = _EXCEPTION.sub("", stated.text)
    whole = STATES.search(short) and not re.match(r"(?:Khi|Trong|Trường hợp|Nếu)\b", short)
    return f"{short.rstrip(' .;')}." if whole and short != stated.text and len(short.split()) > 6 else None


def merged(stated: Stated, random: Random) -> str | None:
    """What one statement says of its subject, said of the subject of another."""
    for sibling in random.sample(stated.siblings, len(stated.siblings)):
        for word in _SPLITTERS:
            own, other = _halved(stated.text, word), _halved(sibling, word)
            if own and other and _differ(own[0], other[0]) and _differ(own[1], other[1]):
                return f"{other[0]} {word} {own[1]}"
    return None


def wrong_article(stated: Stated, random: Random) -> str | None:
    """A true sentence said to stand in another article."""
    if stated.article is None:
        return None
    told = f"Điều {int(re.sub(r'[^0-9]', '', stated.article) or 1) + random.randint(40, 90)}"
    if any(told in passage for passage in stated.passages):
        return None
    return f"Theo {told}, {lowered(stated.text)}"


def wrong_reference(stated: Stated, random: Random) -> str | None:
    """A true sentence said to stand in another document."""
    return f"Theo {random.choice(_REFERENCES).format(n=random.randint(11, 299))}, {lowered(stated.text)}"


def invented(stated: Stated, random: Random) -> str | None:
    """A consequence that nobody wrote, hung on a true beginning."""
    half = (
        _halved(stated.text, "phải")
        or _halved(stated.text, "không được")
        or _halved(stated.text, "có trách nhiệm")
    )
    if half is None:
        return None
    more = ("nộp phạt {n} triệu đồng", "báo cáo Thủ tướng Chính phủ trong {n} ngày",
            "có ít nhất {n} năm kinh nghiệm", "lập hồ sơ thành {n} bộ gửi cơ quan cấp trên")  # fmt: skip
    return f"{half[0]} phải {random.choice(more).format(n=random.randint(2, 40))}."


LIES: dict[str, Lie] = {
    "wrong number": number,
    "wrong unit": unit,
    "wrong date": date,
    "swapped office": office,
    "negation dropped": negation_dropped,
    "negation added": negation_added,
    "modality changed": modality,
    "opposite": opposite,
    "exception dropped": exception_dropped,
    "clauses merged": merged,
    "invented article": wrong_article,
    "invented reference": wrong_reference,
    "invented duty": invented,
}


def told_elsewhere(sentence: str, passages: Sequence[str]) -> bool:
    """Whether the lie happens to be what another place says word for word."""
    plain = " ".join(words(sentence))
    return any(plain in " ".join(words(passage)) for passage in passages)


def _replaced(text: str, table: Sequence[tuple[str, str]]) -> str | None:
    for old, new in table:
        found = re.search(rf"(?<!không )(?<!chưa )\b{old}\b", text, re.IGNORECASE)
        if found:
            changed = f"{text[: found.start()]}{new}{text[found.end() :]}".replace("  ", " ").strip()
            return changed[0].upper() + changed[1:]
    return None


def _halved(text: str, word: str) -> tuple[str, str] | None:
    """Subject and the rest, where `word` stands once between a short subject and something of weight."""
    parts = re.split(rf"\s{word}\s", text)
    if len(parts) != 2:
        return None
    subject, rest = parts
    named = 2 <= len(subject.split()) <= 14 and not re.search(
        r"[,;:]|\b(?:mà|khi|nếu|thì|không|được|phải)\b", subject
    )
    return (subject, rest) if named and len(rest.split()) >= 4 else None


def _differ(one: str, other: str) -> bool:
    a, b = words(one), words(other)
    return coverage(a, b) < 0.5 and coverage(b, a) < 0.5


def _other(value: int, random: Random) -> int:
    return random.choice(
        [v for v in (value + 1, value + 5, value * 2, value * 10, max(1, value - 1)) if v != value]
    )


def _in_date(text: str, at: int) -> bool:
    return any(found.start() <= at < found.end() for found in _DATE.finditer(text))


def lowered(text: str) -> str:
    """With a small first letter, unless it begins with a name or a place of the document."""
    first = text.split(maxsplit=1)[0]
    return text if re.match(r"Điều \d", text) or not first[1:].islower() else text[0].lower() + text[1:]
