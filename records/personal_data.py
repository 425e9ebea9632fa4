"""Personal data in a text, covered sign by sign: the text keeps its length, so places in it stay true.

What counts (Law 91/2025/QH15, Decree 356/2025/NĐ-CP: basic data): identity numbers, passports, phones,
e-mail, bank accounts, tax codes, insurance and Party card numbers, dates of birth, home addresses, plates.
Names of persons are not covered: an official document without them says nothing. Numbers that could as well
be something else are covered only behind their label ("Số tài khoản: …").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from records import personal_addresses
from records.folded import Folded

COVER = "•"
"""What stands in the place of each covered letter and digit."""

Check = Callable[[str], bool]

_NUMBER = r"[0-9](?:[ .\-]?[0-9])"
_AFTER = r"(?![0-9]|[.,][0-9])"
_ALONE = r"(?<![0-9a-z])(?<![0-9][.,/:\-])"
_OF = r"(?:\s{0,4}(?:so|la|ma|cua (?:toi|ong|ba))){0,3}\s{0,4}[:.\-–]{0,4}\s{0,4}"
"""Between a label and its value: "số", "là", a colon, perhaps a line's end."""


def _labelled(labels: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{labels})(?![a-z]){_OF}(?P<value>{value})")


_IDENTITY = (
    r"cccd|cmnd|cmtnd|cmt|so dinh danh(?: ca nhan)?|ma dinh danh(?: ca nhan)?|dinh danh ca nhan"
    r"|(?:the )?can cuoc(?: cong dan)?|(?:giay )?chung minh(?: nhan dan| thu)?|cccd/cmnd|cmnd/cccd"
    r"|cmnd\s?\(cccd\)|cccd\s?\(cmnd\)|so giay to(?: tuy than)?"
)
_ACCOUNT = r"(?:so )?tai khoan(?: ngan hang| so| nhan tien| tien gui)*|so tk|stk|tk(?: ngan hang| so)?|iban"
_TAX = r"ma so thue(?: ca nhan| tncn)?|mst|msdn|ma so doanh nghiep|ma so hkd"
_INSURANCE = r"(?:so |ma so |the |so so |so the )*(?:bhxh|bhyt|bao hiem xa hoi|bao hiem y te)"
_PARTY = (
    r"so the(?: dang(?: vien)?)?|the dang(?: vien)?|so tdv|so hieu dang vien|ma (?:so )?dang vien"
    r"|so ly lich(?: dang vien)?"
)
_PHONE = (
    r"(?:so )?(?:dien thoai|dt|sdt|dtdd|dtcd|dtcq|dtnr|di dong|tel|phone|mobile|hotline|fax|zalo|viber)"
    r"(?: (?:lien he|di dong|co dinh|co quan|nha rieng|ban))*"
)
_PLATE = r"bien (?:so|kiem soat|dang ky)(?: xe)?|bks|so xe"
_DATE = (
    r"(?:ngay\s{0,4})?[0-9]{1,2}(?:\s{0,4}[/.\-]\s{0,4}|\s{1,4}thang\s{1,4})[0-9]{1,2}(?:\s{0,4}[/.\-]\s{0,4}|\s{1,4}nam\s{1,4})[0-9]{2,4}"
    r"|(?:thang\s{0,4})?[0-9]{1,2}\s{0,4}[/.\-]\s{0,4}(?:19|20)[0-9]{2}|(?:nam\s{0,4})?(?:19|20)[0-9]{2}(?![0-9])"
)


def _groups_of_a_phone(value: str) -> bool:
    """Not ten digits of a date or of a row of a table."""
    if re.match(r"[0-9]{1,2}[.\-][0-9]{1,2}[.\-](?:19|20)[0-9]{2}(?![0-9])", value):
        return False
    return all(len(group) > 1 for group in re.split(r"[ .\-()+]+", value.replace("(0)", ""))[1:] if group)


def _always(_value: str) -> bool:
    return True


_RULES: tuple[tuple[re.Pattern[str], Check], ...] = (
    # Behind a label. Recognition reads 0 as O now and then.
    (_labelled(_IDENTITY, r"[0-9o](?:[ .\-]?[0-9o]){7,12}(?![0-9])"), _always),
    (_labelled(r"ho chieu|passport", r"[a-z]{0,2}\s?[0-9]{6,9}(?![0-9])"), _always),
    (_labelled(_ACCOUNT, rf"[a-z]{{0,4}}{_NUMBER}{{5,18}}(?![0-9])"), _always),
    (_labelled(_TAX, rf"{_NUMBER}{{9,12}}(?:\s?-\s?[0-9]{{3}})?(?![0-9])"), _always),
    (_labelled(_INSURANCE, rf"(?:[a-z]{{2}}\s?[0-9]\s?)?{_NUMBER}{{7,14}}(?![0-9])"), _always),
    (_labelled(_PARTY, rf"{_NUMBER}{{4,11}}(?![0-9])"), _always),
    (
        _labelled(
            _PHONE,
            r"[+(]?[0-9](?:[ .\-()]{0,2}[0-9]){4,13}"
            r"(?:\s*[/,;\-–]\s*[+(]?[0-9](?:[ .\-()]{0,2}[0-9]){4,13})*(?![0-9])",
        ),
        _always,
    ),
    (
        _labelled(_PLATE, r"[0-9]{2}\s?-?\s?[a-z]{1,2}\s?[0-9]?\s?[-–. ]?\s?[0-9]{3}\.?[0-9]{1,2}(?![0-9])"),
        _always,
    ),
    # Without a label, where the form is one's own.
    (re.compile(rf"{_ALONE}(?P<value>0[0-9]{{11}}){_AFTER}"), _always),
    (
        re.compile(
            rf"{_ALONE}(?P<value>0[0-9]{{2}}(?P<s>[ .])[0-9]{{3}}(?P=s)[0-9]{{3}}(?P=s)[0-9]{{3}}){_AFTER}"
        ),
        _always,
    ),
    (re.compile(rf"{_ALONE}(?P<value>0[0-9]{{3}}(?P<s>[ .])[0-9]{{4}}(?P=s)[0-9]{{4}}){_AFTER}"), _always),
    (
        re.compile(rf"{_ALONE}(?P<value>[0-9]{{9}}){_AFTER}(?!\s?(?:dong|vnd|d|usd)(?![a-z])|/|-[a-z])"),
        _always,
    ),
    (
        re.compile(
            r"(?<![0-9a-z])(?<![0-9][.,/:\-])(?P<value>"
            r"(?:(?:\(?\+\s?84\)?|0084|84)[ .\-]?(?:\(0\)|0)?[ .\-]?|0)[35789](?:[ .\-]{0,2}[0-9]){8}"
            rf"){_AFTER}"
        ),
        _groups_of_a_phone,
    ),
    (
        re.compile(
            r"(?<![0-9a-z])(?<![0-9][.,/:\-])(?P<value>"
            r"(?:\(?\+\s?84\)?[ .\-]?\(?0?|0084[ .\-]?|\(?0)2[0-9]{1,2}"
            r"\)?[ .\-]{0,3}[0-9](?:[ .\-]?[0-9]){6,7}"
            rf"){_AFTER}"
        ),
        _groups_of_a_phone,
    ),
    (
        re.compile(
            r"(?<![0-9a-z])(?<![0-9][.,/:\-])(?P<value>"
            r"\(?0(?:4|8|[2-7][0-9]{1,2})\)?[ .\-]{1,2}[0-9]{3,4}[ .\-]?[0-9]{3,4}|080[ .\-]?[0-9]{5}"
            rf"){_AFTER}"
        ),
        _groups_of_a_phone,
    ),
    (
        re.compile(
            r"(?<![a-z0-9._%+\-])(?P<value>(?:[a-z0-9._%+\-]+@|[a-z]*[0-9._][a-z0-9._%+\-]* @)"
            r" ?[a-z0-9\-]+(?: ?\. ?[a-z0-9\-]+)*\. ?[a-z]{2,})"
        ),
        _always,
    ),
)

_BORN = re.compile(
    r"(?<![a-z])(?P<label>(?:ngay,? (?:thang,? )?(?:nam )?sinh|(?:thang,? )?nam sinh|sinh ngay|sinh nam|sinh)"
    rf"(?![a-z])(?:\s{{0,4}}\([^()\n]{{0,30}}\))?)\s{{0,4}}[:.]?\s{{0,4}}(?P<value>{_DATE})"
)
_OTHER_BIRTHS = re.compile(
    r"an|cuu|dan|ho|hoc|hy|khai|ky|moi|muu|nghien|nhan|phat|phuc|quan|tai|te|thi|thu|truong|tuyen|ve|vi"
)
"""Words before "sinh" that make another word of it: học sinh, vệ sinh, phát sinh năm 2020."""
_PASSPORT = re.compile(rf"{_ALONE}(?P<value>[a-z][0-9]{{7,8}})(?![0-9a-z/])")
_PLATE_FORM = re.compile(
    rf"{_ALONE}(?P<value>[1-9][0-9]\s?-?\s?[a-z]{{1,2}}[0-9]?\s?[-– .]\s?"
    rf"(?:[0-9]{{3}}\.[0-9]{{2}}|[0-9]{{5}})"
    rf"|[1-9][0-9][a-z]{{1,2}}[0-9]{{3}}\.[0-9]{{2}}){_AFTER}(?!/)"
)


def mask(text: str) -> str:
    """`text` with personal data covered; of the same length."""
    folded = Folded(text)
    signs: list[str] | None = None
    for start, end in _found(folded):
        signs = signs or list(text)
        for place in range(*folded.original(start, end)):
            sign = text[place]
            if sign.isalnum() or unicodedata.combining(sign):
                signs[place] = COVER
    return text if signs is None else "".join(signs)


def masked_places(text: str) -> list[bool]:
    """For each sign of `text`, whether `mask` covers it."""
    return [before != after for before, after in zip(text, mask(text), strict=True)]


def _found(folded: Folded) -> Iterator[tuple[int, int]]:
    """Places in the folded text."""
    for pattern, check in _RULES:
        for match in pattern.finditer(folded.text):
            if check(match["value"]):
                yield match.span("value")
    for match in _BORN.finditer(folded.text):
        if _is_birth(folded, match.start("label")):
            yield match.span("value")
    for pattern in (_PASSPORT, _PLATE_FORM):
        for match in pattern.finditer(folded.text):
            if folded.upper(*match.span("value")):
                yield match.span("value")
    yield from personal_addresses.found(folded)


def _is_birth(folded: Folded, start: int) -> bool:
    """Whether "sinh" there is about a birth: not the second half of another word."""
    before = folded.text[:start].rstrip(" ")
    if not folded.text.startswith("sinh", start) or not before or not before[-1].isalpha():
        return True
    word = re.search(r"[a-z]+$", before)
    if word is None or _OTHER_BIRTHS.fullmatch(word[0]):
        return False
    return folded.capital(word.start())
