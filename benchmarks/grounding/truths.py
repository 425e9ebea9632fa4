"""True sentences as a careful writer would put them: verbatim, shortened, joined, lightly reworded."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from benchmarks.grounding.lies import lowered
from benchmarks.grounding.material import Stated

Truth = Callable[[Stated, Random], str | None]

_WORDED = (
    ("hằng năm", "hàng năm"), ("ủy ban", "uỷ ban"), ("Ủy ban", "Uỷ ban"), ("tòa án", "toà án"),
    ("hủy", "huỷ"), ("bao gồm", "gồm"), ("trong thời hạn", "trong vòng"),
    ("kể từ ngày", "tính từ ngày"), ("do đó", "vì vậy"), ("nghiêm cấm", "cấm"),
    ("có nghĩa vụ", "có trách nhiệm"), ("được quyền", "có quyền"), ("nhằm", "để"), ("đối với", "với"),
    ("tiến hành", "thực hiện"), ("quy định tại", "nêu tại"), ("thông qua", "qua"),
    ("cơ quan, tổ chức, cá nhân", "các cơ quan, tổ chức và cá nhân"), ("đồng thời", "cùng lúc"),
    ("theo quy định của pháp luật", "theo pháp luật"), ("tổ chức thực hiện", "tổ chức làm"),
    ("kịp thời", "nhanh chóng"), ("bảo đảm", "đảm bảo"), ("căn cứ vào", "căn cứ"),
)  # fmt: skip
_SPELT = {2: "hai", 3: "ba", 5: "năm", 6: "sáu", 10: "mười", 15: "mười lăm", 20: "hai mươi", 30: "ba mươi"}
_ASIDE = re.compile(r"\s*\((?:sau đây|dưới đây)[^)]*\)")
_ACCORDING = re.compile(
    r",?\s+theo (?:đúng )?quy định "
    r"(?:của pháp luật|của Luật này|tại [^,;.]{4,60}|của [^,;.]{4,50})(?=[.;,]|$)"
)
_OPENING = re.compile(
    r"^((?:Trong (?:thời hạn|trường hợp)|Trường hợp|Khi|Hằng năm|Trước khi|Sau khi|Đến năm)\b[^,;]{4,120}),"
    r"\s+(.+?)\.?$"
)
_DATE_WORDS = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})")


def verbatim(stated: Stated, random: Random) -> str | None:
    return stated.text


def attributed(stated: Stated, random: Random) -> str | None:
    """ "Theo Điều 5, …" """
    return f"Theo Điều {stated.article}, {lowered(stated.text)}" if stated.article else None


def introduced(stated: Stated, random: Random) -> str | None:
    """An item of a list as a sentence of its own, with what introduces the list."""
    if not stated.lead or len(stated.lead.split()) > 40:
        return None
    lead = re.sub(r"\s*(?:sau đây|dưới đây|như sau|sau|bao gồm)?\s*:$", "", stated.lead)
    return f"{lead[0].upper()}{lead[1:]} {lowered(stated.text)}"


def shortened(stated: Stated, random: Random) -> str | None:
    """Without an aside in brackets and without "theo quy định …"."""
    short = _ACCORDING.sub("", _ASIDE.sub("", stated.text)).strip()
    return short if short != stated.text and len(short.split()) > 6 else None


def first_statement(stated: Stated, random: Random) -> str | None:
    """One of the statements between semicolons."""
    parts = [part.strip() for part in stated.text.rstrip(".").split(";")]
    whole = [part for part in parts if len(part.split()) >= 7]
    return (
        f"{whole[0][0].upper()}{whole[0][1:]}." if len(parts) > 1 and whole and whole[0] == parts[0] else None
    )


def turned_about(stated: Stated, random: Random) -> str | None:
    """ "Trong thời hạn …, A phải …" as "A phải … trong thời hạn …"."""
    found = _OPENING.match(stated.text)
    if not found or ";" in stated.text or found.group(2).startswith("thì"):
        return None
    said = re.sub(r"^thì\s+", "", found.group(2))
    return f"{said[0].upper()}{said[1:]} {lowered(found.group(1))}."


def reworded(stated: Stated, random: Random) -> str | None:
    """One to three usual words for other usual words."""
    held = [(old, new) for old, new in _WORDED if old in stated.text]
    if not held:
        return None
    text = stated.text
    for old, new in random.sample(held, min(3, len(held))):
        text = text.replace(old, new)
    return text


def numbers_written_otherwise(stated: Stated, random: Random) -> str | None:
    """05 as 5, 30 as ba mươi, 01/7/2025 as ngày 01 tháng 7 năm 2025."""
    text = _DATE_WORDS.sub(lambda m: f"ngày {m[1]}/{m[2]}/{m[3]}", stated.text)
    if text == stated.text:
        text = re.sub(r"(?<!ngày )" + _DATE.pattern, lambda m: f"{m[1]}-{m[2]}-{m[3]}", text)
    if text == stated.text:
        text = re.sub(
            r"(?<=\s)0?(\d{1,2}) (?=(?:ngày|tháng|năm|giờ|người|lần)\b(?! \d))",
            lambda m: f"{_SPELT.get(int(m[1]), int(m[1]))} ", text, count=1,
        )  # fmt: skip
    return text if text != stated.text else None


def joined(stated: Stated, random: Random) -> str | None:
    """Two statements of one passage in one sentence."""
    own = [
        other for other in stated.siblings if other.rstrip(".")[8:] in stated.own and len(other.split()) < 40
    ]
    if not own:
        return None
    other = random.choice(own)
    return f"{stated.text.rstrip('.')}; {lowered(other)}"


TRUTHS: dict[str, Truth] = {
    "verbatim": verbatim,
    "with its article": attributed,
    "item with its introduction": introduced,
    "shortened": shortened,
    "first of several": first_statement,
    "turned about": turned_about,
    "reworded": reworded,
    "numbers written otherwise": numbers_written_otherwise,
    "joined": joined,
}
