"""The banner that signing software lays over a page: who signed, when, with which certificate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.page import Line, Word
from vanthu.text import fold

_SIGNER = re.compile(r"nguoi ky\s?[:;.]|\b\w{0,2}i ky\s?:|(?:duoc )?ky boi\b|(?:digitally )?signed by\b")
"""The second: where the page's edge cut off the beginning."""
_TIME = re.compile(r"(?:thoi gian|ngay) ky\s?[:;.]|\+0?7[:.]00\b|\bdate\s?[:;] ?\d")
_OTHER = re.compile(
    r"e?mail\s?[:;.]|\S{3,}@\S+\.\w+|\bco quan\s?[:;]|\bchuc vu\s?[:;]|\bto chuc\s?[:;]"
    r"|\.gov\.vn|chinhphu\.vn"
)
_NEAR = 3.0
"""Line heights between the lines of one banner."""
_APART = 3.5
"""Text heights of blank after which a row's words are something else: a note in the corner."""


def banner_words(lines: Sequence[Line], ratio: float) -> list[list[Word]]:
    """The words of each banner on the page. One line that might belong to one is none yet."""
    cues = [(line, _cue(line)) for line in lines if line.words and _cue(line) > 0]
    groups: list[list[tuple[Line, float]]] = []
    for line, weight in sorted(cues, key=lambda cue: cue[0].box[1]):
        home = next((g for g in groups if any(_close(other, line) for other, _ in g)), None)
        if home is None:
            groups.append([(line, weight)])
        else:
            home.append((line, weight))
    found = []
    for group in groups:
        if sum(weight for _, weight in group) < 2:
            continue
        words = [word for line, _ in group for word in _run(line, ratio)]
        left, right = min(w.box[0] for w in words), max(w.box[2] for w in words)
        top, bottom = min(w.box[1] for w in words), max(w.box[3] for w in words)
        high = max((w.box[3] - w.box[1] for w in words), default=0.0)
        taken = {id(word) for word in words}
        # Lines between those that were told: the name of the signer's office, the time half read.
        for line in lines:
            for word in line.words:
                x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
                beside = left - 2 * high * ratio < x < right and top - 0.3 * high < y < bottom + 0.3 * high
                if beside and id(word) not in taken:
                    words.append(word)
        found.append(words)
    return found


def _cue(line: Line) -> float:
    """How much the line looks like a banner's: 2 is enough by itself."""
    folded = fold(line.text)
    weight = 1.2 * bool(_SIGNER.search(folded)) + 1.2 * bool(_TIME.search(folded))
    return weight + bool(_OTHER.search(folded)) * 1.0


def _close(one: Line, other: Line) -> bool:
    high = max(one.box[3] - one.box[1], other.box[3] - other.box[1])
    below = max(one.box[1], other.box[1]) - min(one.box[3], other.box[3])
    return below < _NEAR * high and one.box[0] < other.box[2] and other.box[0] < one.box[2]


def _run(line: Line, ratio: float) -> list[Word]:
    """The line's words about its cue that stand together."""
    runs: list[list[Word]] = [[]]
    for word in line.words:
        high = max(word.box[3] - word.box[1], 1e-6) * ratio
        if runs[-1] and (word.box[0] - runs[-1][-1].box[2]) / high > _APART:
            runs.append([])
        runs[-1].append(word)
    cued = re.compile(f"{_SIGNER.pattern}|{_TIME.pattern}|{_OTHER.pattern}")
    return next((run for run in runs if cued.search(fold(" ".join(w.text for w in run)))), list(line.words))
