"""The stamp of the office that received a paper: "CÔNG VĂN ĐẾN", "ĐẾN Số … Ngày …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.page import Box, Line, Word
from vanthu.text import fold

_SAYS = re.compile(r"^\W*[DĐÐ][EÊẾÉÈỀẺỂẼỄ]N(?![^\W\d_a-z])")
"""The word by itself, or with what was written behind it."""
_BESIDE = re.compile(r"^\W*(?:so|gio|ngay|chuyen|luu)\b|cong van", re.IGNORECASE)
_REACH = 3.5
"""Heights of the word ĐẾN about it that a stamp without a frame takes."""


def says_received(lines: Sequence[Line]) -> bool:
    return any(_SAYS.match(word.text) for line in lines for word in line.words)


def received_boxes(lines: Sequence[Line], frames: Sequence[Box], ratio: float) -> list[Box]:
    """Where received stamps stand: the frame about the word ĐẾN, or without one what is beside it."""
    words = [word for line in lines for word in line.words]
    found: list[Box] = []
    for word in words:
        if not _SAYS.match(word.text):
            continue
        frame = min(
            (box for box in frames if _holds(box, word.box, 0.01)),
            key=lambda box: (box[2] - box[0]) * (box[3] - box[1]),
            default=None,
        )
        about = frame or _about(word.box, ratio)
        near = [other for other in words if other is not word and _holds(about, other.box, 0.0)]
        labels = [other for other in near if _BESIDE.match(fold(other.text))]
        filled = bool(re.search(r"\d", word.text)) or any(re.search(r"\d", other.text) for other in near)
        if len(labels) + bool(frame and filled) < (1 if frame else 2):
            continue
        # Without a frame no more is taken than the word and its labels: what is beside them may be print.
        box = frame or _union([word, *labels])
        if not any(_holds(other, box, 0.01) for other in found):
            found.append(box)
    return found


def _about(box: Box, ratio: float) -> Box:
    high = box[3] - box[1]
    return (
        box[0] - 0.5 * high * ratio,
        box[1] - _REACH * high,
        box[2] + 12 * high * ratio,
        box[3] + _REACH * high,
    )


def _union(words: Sequence[Word]) -> Box:
    return (
        min(w.box[0] for w in words),
        min(w.box[1] for w in words),
        max(w.box[2] for w in words),
        max(w.box[3] for w in words),
    )


def _holds(box: Box, other: Box, slack: float) -> bool:
    """Whether the middle of `other` lies in the box."""
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] - slack <= x <= box[2] + slack and box[1] - slack <= y <= box[3] + slack
