"""Bodies that issue together (thông tư liên tịch): all of them are the issuer, none is the parent.

`BỘ TÀI CHÍNH - BỘ NỘI VỤ`, broken anywhere, or one under the other. The symbol names them in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.cataloguing.abbreviations import Agreement, agreement
from ingest.cataloguing.bodies import BodyRead, read_bodies
from ingest.cataloguing.segments import Segment
from vanthu.text import fold

JOINT_KINDS = frozenset({"joint_circular", "joint_resolution"})
SEPARATOR = " - "
_DASH = re.compile(r"^[-–—]+$")
_OPENS = frozenset(
    {"bo", "uy", "toa", "vien", "ban", "ngan", "thanh", "kiem", "van", "tong", "hoi", "so", "chinh"}
)


def joint_body(lines: Sequence[Segment], symbol: str | None) -> BodyRead | None:
    """The bodies as one issuer, doubtful unless the symbol names each; None where only one is named."""
    groups: list[list[Segment]] = [[]]
    for line in lines:
        start = 0
        words = [fold(word.text) for word in line.words]
        if (not _ends_in_dash(groups[-1]) and groups[-1] and words[0] == "bo") or (
            _ends_in_dash(groups[-1]) and words[0] in _OPENS
        ):
            groups.append([])
        for at in range(1, len(words) - 1):
            if _DASH.match(words[at]) and words[at + 1] in _OPENS:
                groups[-1] += [part for part in (line.part(start, at),) if part]
                groups.append([])
                start = at + 1
        groups[-1] += [part for part in (line.part(start),) if part]
    named = [_one(group) for group in groups if group]
    if len(named) < 2 or not all(named):
        return None
    bodies = [body for body in named if body]
    parts = re.split(r"[-/]", symbol or "")
    own = [part for part in parts if part not in {"TTLT", "NQLT"} and not part.isdigit()]
    certain = len(own) == len(bodies) and all(
        agreement(part, body.name) is Agreement.AGREES for part, body in zip(own, bodies, strict=True)
    )
    doubtful = not certain or any(body.doubtful for body in bodies)
    place = tuple(segment for body in bodies for segment in body.place)
    return BodyRead(SEPARATOR.join(body.name for body in bodies), place, doubtful)


def _ends_in_dash(group: Sequence[Segment]) -> bool:
    return bool(group) and bool(_DASH.match(group[-1].words[-1].text))


def _one(lines: Sequence[Segment]) -> BodyRead | None:
    """The one body that these lines name together."""
    words = tuple(word for line in lines for word in line.words)
    whole = Segment(words, lines[0].page, lines[0].scanned)
    read = read_bodies([whole])
    return BodyRead(read[0].name, tuple(lines), read[0].doubtful) if len(read) == 1 else None
