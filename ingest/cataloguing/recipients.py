"""Who receives the document: the list under "Nơi nhận", or whom a letter addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.cataloguing.segments import Segment
from ingest.cataloguing.slips import misspelt
from vanthu.text import fold

RECIPIENTS = re.compile(r"^\W*noi nhan\s*(?:[:;.,]|$)")
BULLET = re.compile(r"^\s*[-~–—_•+*](?:[-~–—_•+*]|\s+(?=[-~–—_•+*]\s))*\s*")
_LINE_END = re.compile(r"(?<!\W)[^\w;,.:]*+[;,.:]\W*+$")
_TWO_IN_ONE = re.compile(r"^Lưu [A-ZĐ]{2}|\s[:;]\s|;\s+[A-ZĐÀ-Ỹ]")
_AROUND = " ;,.:|-–—~_*'\"“”‘’„`\\"
_SURE = 0.6
_LOST = 1.7
"""Lines this many times as far apart as usual have lost one between them."""


@dataclass(frozen=True, slots=True)
class Recipients:
    names: tuple[str, ...]
    where: tuple[Segment, ...]
    doubtful: bool
    """A word may be misread, a line lost, or two run together."""


def read_recipients(pieces: Sequence[Segment]) -> Recipients | None:
    """The bulleted list under "Nơi nhận", ended by its "Lưu" line."""
    start = next((i for i in range(len(pieces)) if RECIPIENTS.match(pieces[i].folded)), None)
    if start is None:
        return None
    head = pieces[start]
    names: list[str] = []
    where: list[Segment] = [head]
    ends: list[bool] = []
    last = head
    for item in pieces[start + 1 :]:
        if item.page != head.page or item.box[0] > head.box[0] + 0.2:
            continue
        if (item.box[1] - last.box[3]) > 3 * max(head.height, 1e-6):
            break
        bullet = BULLET.match(item.text)
        printed = BULLET.sub("", item.text)
        text = printed.strip(_AROUND)
        ended = bool(_LINE_END.search(printed))
        if text and (bullet or (ends and ends[-1])):  # after a semicolon the next one begins, its dash lost
            names.append(text)
            ends.append(ended)
        elif names and text:
            names[-1] += " " + text
            ends[-1] = ended
        else:
            continue
        where.append(item)
        last = item
        if fold(text).startswith("luu"):
            break
    unended = not names or not fold(names[-1]).startswith("luu")
    lost = unended or not all(ends) or _line_lost(where)
    doubtful = head.scanned and (lost or _unsure(names, where))
    return Recipients(tuple(names), tuple(where), doubtful) if names else None


def _line_lost(where: Sequence[Segment]) -> bool:
    """Whether lines follow each other at unequal distances: one between them was not read."""
    steps = [after.box[1] - before.box[1] for before, after in pairwise(where)]
    usual = sorted(steps)[(len(steps) - 1) // 2] if steps else 0.0
    return any(step > _LOST * usual for step in steps)


def _unsure(names: Sequence[str], where: Sequence[Segment]) -> bool:
    if any(misspelt(name) or _TWO_IN_ONE.search(name) for name in names):
        return True
    words = [word for item in where for word in item.words if any(c.isalnum() for c in word.text)]
    return any(word.confidence < _SURE for word in words)


def read_addressees(pieces: Sequence[Segment]) -> Recipients | None:
    """What follows "Kính gửi" of a letter: one line, or a bulleted list."""
    start = next((i for i, item in enumerate(pieces) if item.bare.startswith("kinh gui")), None)
    if start is None:
        return None
    where = [pieces[start]]
    first = re.sub(r"^\W*\w+\s+\w+\s*:?\s*", "", pieces[start].text).strip(" ;,.:")
    names = [first] if first else []
    for item in pieces[start + 1 : start + 15]:
        if not BULLET.match(item.text):
            break
        names.append(BULLET.sub("", item.text).strip(" ;,."))
        where.append(item)
    doubtful = pieces[start].scanned  # most letters have "Nơi nhận" too: it was not read
    return Recipients(tuple(name for name in names if name), tuple(where), doubtful) if names else None
