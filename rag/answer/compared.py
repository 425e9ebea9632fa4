"""A question that sets two things side by side, cut into one question about each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vanthu.text import fold, nfc

_LED = re.compile(
    r"(?:^|\b)(?:hay |hãy )?(?:so sanh|(?:su |diem )?khac (?:nhau|biet)(?: gi)?(?: la gi)?(?: o)? giua"
    r"|giua|giong va khac nhau giua|diem giong(?: nhau)? va khac(?: nhau)? (?:cua|giua))\s+(?P<both>.+)$"
)
_TAILED = re.compile(
    r"^(?P<both>.+?)\s+(?:co (?:gi|diem gi) )?(?:khac nhau|khac biet|khac gi nhau|giong va khac nhau|khac gi)"
    r"(?:\s+(?:nhu the nao|the nao|ra sao|gi|o (?:diem|cho) nao|khong))?\W*$"
)
_APART = re.compile(
    r"^(?P<one>.+?)\s+khac (?:gi )?(?:so )?(?:voi )?(?P<other>.+?)"
    r"(?:\s+(?:o (?:diem|cho) nao|the nao|ra sao|gi|khong))?\W*$"
)
_JOINT = re.compile(r"\s+(?:va|voi|so voi|va voi)\s+")
_ASPECT = re.compile(r",?\s+(?:ve|doi voi|trong|o cho)\s+(?P<aspect>[^?]+?)\W*$")
_TAIL = re.compile(r"\s+(?:khac nhau|khac biet|khac gi nhau|khac gi)\b.*$")
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
    text = nfc(question).strip(" ?.")
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
    if tailed := _TAILED.search(plain):
        return text[tailed.start("both") : tailed.end("both")], ""
    if apart := _APART.search(plain):
        one = text[apart.start("one") : apart.end("one")]
        return f"{one} và {text[apart.start('other') : apart.end('other')]}", ""
    return None, ""


def _completed(one: str, other: str) -> str:
    """The second thing with the words it shares with the first: "thời hạn của cấp tỉnh", "cấp xã"."""
    words, plain = one.split(), fold(one).split()
    first = fold(other).split()[0]
    if first in plain[1:]:
        at = len(plain) - 1 - plain[::-1].index(first)
        return " ".join([*words[:at], other])
    return other
