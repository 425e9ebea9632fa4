"""Where somebody lives, in a folded text: behind a label, or from a house number on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from records.folded import Folded

_LABELS = (
    r"(?:noi |dia chi |ho khau |dang ky |dia chi dang ky )*(?:thuong tru|tam tru|cu tru)|hktt|ho khau"
    r"|noi o(?: hien nay| hien tai)?|cho o(?: hien nay| hien tai)?|noi sinh|que quan|nguyen quan"
    r"|noi dang ky khai sinh|dia chi(?: nha(?: rieng)?| lien he| lien lac| noi o| hien nay| hien tai)*"
)
_LABEL = re.compile(rf"(?<![a-z])(?:{_LABELS})(?![a-z])")
_A_PERSONS = re.compile(r"thuong tru|tam tru|hktt|ho khau|sinh|quan|dia chi|o$")
"""Labels of forms, behind which any name is a place; laws write of "nơi cư trú: ..." as well."""
_COLON = re.compile(r"\s{0,4}(?:\([^()\n]{0,40}\)\s{0,4})?:\s{0,4}")
_AT = re.compile(r"[ ,]{0,4}(?:(?:hien nay|hien tai|tai|o|la)\s{1,4}){0,4}")
_PLACES = (
    r"xa|phuong|thi tran|huyen|quan|tinh|thanh pho|thi xa|tp|thon|ap|ban|buon|lang|xom|to|to dan pho|khu pho"
    r"|khoi|khom|so nha|nha so|duong|pho|ngo|ngach|hem|kiet|can ho|phong|chung cu|khu|dac khu"
)
_PLACE = re.compile(rf"(?:{_PLACES})(?:\s*\.\s*|\s+(?:so\s+)?)(?=[a-z0-9])")
_NUMBERED = r"[0-9]{1,5}[a-z]?(?:[/\-][0-9]{1,5}[a-z]?)*"
_HOUSE = re.compile(
    rf"(?<![a-z])(?:(?:so nha|nha so)\s*:?\s*[0-9]"
    rf"|(?:so|ngo|ngach|hem|kiet)\s+{_NUMBERED},?\s+(?:duong|pho|ngo|ngach|hem|kiet)\s+(?=[a-z0-9]))"
)
_NUMBERED_HOUSE = re.compile(rf"(?:so\s+)?{_NUMBERED}(?:,|\s+(?:duong|pho|ngo|ngach|hem|kiet)\s|\s+[a-z])")
_NEXT = (
    r"(?:so (?:dien|dinh|tai|the|cccd|cmnd)|noi |ngay |ho va |dan toc|ton giao|gioi tinh|nghe nghiep|chuc vu"
    r"|quoc tich|trinh do|dien thoai|dt|sdt|email|cccd|cmnd|can cuoc|ma so|mst|sinh |la nguoi|duoc |da "
    r"|co hanh vi|bi )"
)
"""What begins the next entry of a form, or the rest of the sentence."""
_NEXT_ENTRY = re.compile(_NEXT)
_STOP = re.compile(
    r";|\n|(?<=[a-z0-9]{3})\.(?=\s|$)|\s[-–]\s(?=[a-z ]{3,30}:)"
    rf"|,?\s{{1,9}}(?={_NEXT}[^,;\n]{{0,30}}:?)|\)"
)
_CUT_OFF = re.compile(rf"(?:,|-|\b(?:{_PLACES}))\s*$")
_LONGEST = 160
_CARRIED_ON = 40
"""A line at least this long may run over to one that begins with a place."""


def found(folded: Folded) -> Iterator[tuple[int, int]]:
    """Stretches that tell where somebody lives or comes from."""
    text = folded.text
    for label in _LABEL.finditer(text):
        colon = _COLON.match(text, label.end())
        if colon:
            start = colon.end()
            fits = not _NEXT_ENTRY.match(text, start) and (
                _placed(folded, start) or (folded.capital(start) and _A_PERSONS.search(label[0]) is not None)
            )
        else:
            at = _AT.match(text, label.end())
            start = at.end() if at else label.end()
            fits = _placed(folded, start)
        if fits:
            yield start, _end(folded, start)
    for house in _HOUSE.finditer(text):
        if text.startswith(("so nha", "nha so"), house.start()) or folded.capital_or_digit(house.end()):
            yield house.start(), _end(folded, house.start())


def _placed(folded: Folded, start: int) -> bool:
    """Whether a place's name begins there: "xã Đông Anh", "số 12", "phường 5"; not "xã nơi người đó ở"."""
    place = _PLACE.match(folded.text, start)
    if place is None:
        return _NUMBERED_HOUSE.match(folded.text, start) is not None
    return folded.capital_or_digit(place.end())


def _end(folded: Folded, start: int) -> int:
    """Where the address ends: at the clause's end, and on the next line if it plainly runs over."""
    text, limit = folded.text, min(len(folded.text), start + _LONGEST)
    end = start
    while True:
        stop = _STOP.search(text, end + (end != start), limit)
        if stop is None:
            return limit
        if stop[0] != "\n" or not _runs_over(folded, start, stop.start()):
            return stop.start()
        end = stop.end()


def _runs_over(folded: Folded, start: int, line_end: int) -> bool:
    text = folded.text
    after = line_end + 1
    if after >= len(text) or not text[after].isalpha():
        return False
    line = text[text.rfind("\n", 0, line_end) + 1 : line_end]
    if _CUT_OFF.search(line):
        return True
    if _labels_line(text, after):
        return False
    return not folded.capital(after) or (len(line) >= _CARRIED_ON and _placed(folded, after))


def _labels_line(text: str, start: int) -> bool:
    """Whether the line begins with "something:"."""
    end = text.find("\n", start)
    return ":" in text[start : end if end >= 0 else len(text)][:40]
