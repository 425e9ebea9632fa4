"""A question that sets two things side by side, cut into one question about each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.understand.numbers import read_numbers
from vanthu.text import fold, nfc

_LED = re.compile(
    r"(?:^|\b)(?:hay |hãy )?(?:so sanh|(?:su |diem )?khac (?:nhau|biet)(?: gi)?(?: la gi)?(?: o)? giua"
    r"|giua|giong va khac nhau giua|diem giong(?: nhau)? va khac(?: nhau)? (?:cua|giua))\s+(?P<both>.+)$"
)
_DIFFERS = re.compile(r"(?: co(?: diem)? gi)?(?: giong va)? khac(?: nhau| biet| gi nhau| gi)?\b")
_ASKED_AFTER = re.compile(r"(?: nhu)?(?: the nao| ra sao| gi| khong| o (?:diem|cho) nao)$")
_WITH = re.compile(r"^(?: so)?(?: voi)? ")
_JOINT = re.compile(r"(?<!doi) (?:va|voi|so voi|va voi) ")
_ASPECT = re.compile(r",? (?:ve|doi voi|trong|o cho) (?P<aspect>[^?]*\w)\W*$")
_TAIL = re.compile(r" (?:khac nhau|khac biet|khac gi nhau|khac gi)\b.*$")
MOST_SYLLABLES = 40


@dataclass(frozen=True, slots=True)
class Compared:
    one: str
    other: str
    """What is set side by side, in the question's words."""
    questions: tuple[str, str]
    """What to look for on each side."""


def compared(question: str) -> Compared | None:
    """The two things; None where the question does not tell them apart."""
    text = " ".join(nfc(question).split()).strip(" ?.")
    plain = fold(text)
    if len(plain.split()) > MOST_SYLLABLES:
        return None
    both, aspect = _both(text, plain)
    if both is None:
        return None
    joints = list(_JOINT.finditer(fold(both)))
    if not joints:
        return None
    joint = min(joints, key=lambda j: abs(j.start() - (len(both) - j.end())))
    one, other = both[: joint.start()].strip(" ,"), both[joint.end() :].strip(" ,")
    if not one or not other:
        return None
    if aspect:
        return Compared(one, other, (f"{aspect} {one}", f"{aspect} {other}"))
    return Compared(one, other, (one, _completed(one, other)))


def _both(text: str, plain: str) -> tuple[str | None, str]:
    aspect = ""
    if led := _LED.search(plain):
        start, end = led.start("both"), led.end("both")
        aspect_found = _ASPECT.search(plain, start, end)
        if aspect_found:
            aspect = text[aspect_found.start("aspect") : aspect_found.end("aspect")]
            end = aspect_found.start()
        tail = _TAIL.search(plain, start, end)
        before = text[: led.start()].strip(" ,")
        return text[start : tail.start() if tail else end], aspect or (
            before if len(before.split()) > 1 else ""
        )
    differs = _DIFFERS.search(plain)
    if differs is None:
        return None, ""
    one, rest = text[: differs.start()], text[differs.end() :]
    if asked := _ASKED_AFTER.search(fold(rest)):
        rest = rest[: asked.start()]
    if not rest.strip():
        return one, ""
    if aspect_found := _ASPECT.match(fold(rest)):
        return one, rest[aspect_found.start("aspect") :]
    shared = _WITH.match(fold(rest))
    return f"{one} và {rest[shared.end() if shared else 0 :].strip()}", ""


def _completed(one: str, other: str) -> str:
    """The second thing with the words it shares with the first: "thời hạn của cấp tỉnh", "cấp xã"."""
    if read_numbers(other):
        return other
    words, plain = one.split(), fold(one).split()
    first = fold(other).split()[0]
    if first in plain[1:]:
        at = len(plain) - 1 - plain[::-1].index(first)
        return " ".join([*words[:at], other])
    return other
