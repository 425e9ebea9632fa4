"""What a request to an AI tool says, found by its wording, and what it must not say.

Everything is compared without marks, case and punctuation: people type requests in every way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from vanthu.text import fold

_COUNT = r"(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|tram|nua)"
_PIECE = r"(?:tu|chu|cau|trang|muc|y|dong|doan|phan|cot|buoc|o)"
PARTS: dict[str, re.Pattern[str]] = {
    "role": re.compile(
        r" (?:(?:ban|em|toi|tro ly) (?:hay )?(?:la|dong vai)|dong vai|vao vai|trong vai|vai tro|voi tu cach"
        r"|nhu mot (?:chuyen vien|can bo|cong chuc|van thu|nguoi)) "
    ),
    "task": re.compile(
        r" (?:nhiem vu|soan|viet|lap|tom tat|neu|liet ke|de xuat|goi y|so sanh|giai thich|chuan bi|xay dung"
        r"|sua|phan tich|dich|trinh bay|thiet ke|dua ra|lam|tao|thao|phac|tong hop|ra soat) "
    ),
    "context": re.compile(
        r" (?:boi canh|hoan canh|tinh huong|truong hop|muc dich|doi tuong|phuc vu|nham|danh cho|gui cho"
        r"|nguoi (?:doc|nhan|nghe|dan|du)|de (?:trinh|gui|tra loi|bao cao|dang|phat|doc)"
        r"|(?:trinh|gui|cho) (?:lanh dao|chu tich|cap tren|cong dan|can bo|nhan dan|uy ban|hoi dong)) "
    ),
    "format": re.compile(
        r" (?:khuon dang|dinh dang|bo cuc|gach dau dong|ke bang|dang bang|bang gom|de trong"
        r"|giong (?:van )?\w+"
        rf"|{_COUNT} {_PIECE}|{_COUNT} {_COUNT} {_PIECE}|{_COUNT} {_COUNT} {_COUNT} {_PIECE}) "
    ),
}
"""The four parts of a good request and the wordings that show each."""

_NUMBER_OF_A_PERSON = re.compile(r"(?<!\d)(?:\+84|0)(?:[ .-]{0,2}\d){8,11}(?!\d)")
"""A telephone or identity number: both begin with 0 in Viet Nam and have nine to twelve digits."""
_WORD = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"[\w.-]{1,64}@[\w-]{1,64}\.\w")
LONG_ENOUGH = 8
"""Letters from which a name is looked for through blanks and dots too; shorter ones hide in other words."""


def part_said(part: str, text: str) -> bool:
    """Whether a text has one of `PARTS`."""
    return PARTS[part].search(_words(text)) is not None


def says_one(text: str, forms: Iterable[str]) -> bool:
    """Whether one of the wordings stands in the text as whole words."""
    words = _words(text)
    return any(_words(form) in words for form in forms)


def lets_out(text: str, forms: Iterable[str]) -> bool:
    """Whether the text holds one of the wordings, however it is spaced, dotted, cased or marked."""
    words, run = _words(text), _run(text)
    return any(_words(form) in words or (_searchable(form) and _bare(form) in run) for form in forms)


def has_personal_shape(text: str) -> bool:
    """Whether anything in it looks like a telephone or identity number, or an e-mail address."""
    plain = _plain(text)
    return bool(_NUMBER_OF_A_PERSON.search(plain) or _MAIL.search(plain))


def _plain(text: str) -> str:
    """Without marks and invisible characters; digits and letters of full width as usual ones."""
    shown = "".join(
        char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf"
    )
    return fold(shown)


def _words(text: str) -> str:
    """Its words with a blank on either side of each."""
    return f" {' '.join(_WORD.findall(_plain(text)))} "


def _run(text: str) -> str:
    """Its letters and digits in one run."""
    return "".join(_WORD.findall(_plain(text)))


def _searchable(form: str) -> bool:
    return len(_bare(form)) >= LONG_ENOUGH


def _bare(form: str) -> str:
    """A number without the 0 that +84 stands for."""
    run = _run(form)
    return run.removeprefix("0") if run.isdigit() else run
