"""From a page's picture to the stamps on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from ocr.page import Box, Word
from ocr.raster import flat
from ocr.stamps.candidates import candidates, maps
from ocr.stamps.crop import Words, altered, normal
from ocr.stamps.ink import Ink
from ocr.stamps.judge import LEVELS, judged
from ocr.stamps.known import KnownWords
from ocr.stamps.place import Place
from ocr.stamps.reading import Read, read

_WORTH_JUDGING = 0.05
"""Belief of the first glance in a mark from which a place is judged."""
_WORTH_AGAIN = 0.35
"""Belief of the judge from which a place is looked at again, turned and cut a little differently."""
_WORTH_READING = 0.45
"""Belief in a mark, steadied so, from which a place is read."""
_MOST_READ = 8
_MOST_OF_A_PLACE = 3
# Belief from which, with what was read, a mark is suspected; tuned on the tuning half (docs/decisions/0006).
_BELIEVED_NEAR = 0.5
_BELIEVED_ALONE = 0.93
_BELIEVED_AGAINST = 0.985
_CONVINCED = 0.9
SQUARE = 2.0
"""Width in heights under which words may also run across a place."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A mark seen in the picture."""

    level: str
    """`confidential`, `secret` or `top_secret`."""
    box: Box
    """On the picture as it was given."""
    certainty: float
    """0..1."""
    sure: bool
    """False: suspected only, for a person to look at."""


@dataclass(frozen=True, slots=True)
class _Seen:
    place: Place
    ink: Ink
    level: str
    belief: float


def find_stamps(image: Image.Image, tesseract: str = "tesseract", words: Sequence[Word] = ()) -> list[Stamp]:
    """The secrecy stamps on an upright page, the surest first; they may stand at any angle and anywhere.

    `words` are those that the page's recognition has read, if it was read before; they spare looking where
    print alone stands.
    """
    picture = np.asarray(flat(image), np.uint8)
    if min(picture.shape[:2]) < 2:
        return []
    layers, factor = maps(picture)
    known = KnownWords(layers["ink"], words) if words else None
    seen = _believed([way for found in candidates(layers, known) for way in _ways(found)])
    if known is not None:
        # What was read already as other words counts as much as reading it again.
        seen = [one for one in seen if one.belief >= _BELIEVED_AGAINST or not known.words(one.place)]
    stamps = []
    for one, said in zip(seen, read([one.ink for one in seen], tesseract), strict=True):
        verdict = _decided(one, said)
        if verdict is not None:
            level, certainty, sure = verdict
            box = _box(one.place.times(1 / factor), picture.shape)
            stamps.append(Stamp(level, box, certainty, sure))
    return _joined(sorted(stamps, key=lambda stamp: -stamp.certainty))


def _ways(words: Words) -> list[_Seen]:
    """Upright and on its head; a nearly square place also lying on either side."""
    square = words.place.width < SQUARE * words.place.height
    return [
        _Seen(words.place.turned(quarters), np.ascontiguousarray(np.rot90(words.ink, quarters)), "none", 0.0)
        for quarters in ((0, 1, 2, 3) if square else (0, 2))
    ]


def _believed(ways: list[_Seen]) -> list[_Seen]:
    """What the judge takes for a mark, the likeliest first."""
    pictures = [normal(way.ink) for way in ways]
    glanced = 1.0 - judged(pictures, "glance")[:, 0]
    worth = [index for index, belief in enumerate(glanced) if belief >= _WORTH_JUDGING]
    ways = [ways[index] for index in worth]
    shares = judged([pictures[index] for index in worth])
    marks = [
        _Seen(way.place, way.ink, LEVELS[1 + int(share[1:].argmax())], 1.0 - float(share[0]))
        for way, share in zip(ways, shares, strict=True)
        if 1.0 - float(share[0]) >= _WORTH_AGAIN
    ]
    kept: list[_Seen] = []
    for one in sorted(marks, key=lambda one: -one.belief):
        here = sum(other.place.holds(one.place.x, one.place.y) for other in kept)
        if here < _MOST_OF_A_PLACE and len(kept) < _MOST_READ and not _part_of_more(one):
            kept.append(one)
    return [one for one in map(_looked_at_again, kept) if one.belief >= _WORTH_READING]


def _part_of_more(seen: _Seen) -> bool:
    """MẬT under other words is the end of BÍ MẬT, or of TUYỆT MẬT, which is found as a whole."""
    return seen.place.among and seen.level == "confidential"


def _looked_at_again(seen: _Seen) -> _Seen:
    """The belief steadied by looking at the words turned and cut a little differently."""
    beliefs = 1.0 - judged([normal(ink) for ink in altered(seen.ink)])[:, 0]
    return replace(seen, belief=(seen.belief + float(beliefs.sum())) / (1 + len(beliefs)))


def _decided(seen: _Seen, said: Read) -> tuple[str, float, bool] | None:
    """Level, certainty and whether it is sure; None where there is no mark."""
    if said.kind == "small":
        return None
    if said.kind == "exact":
        return said.level, max(0.97, seen.belief), True
    if said.kind == "near" and seen.belief >= _BELIEVED_NEAR:
        # Three letters nearly right (MẪU, MẤT) are not enough.
        sure = seen.belief >= _CONVINCED and said.level == seen.level != "confidential"
        return said.level, 0.95, sure
    least = _BELIEVED_AGAINST if said.kind == "other" else _BELIEVED_ALONE
    return (seen.level, 0.9 * seen.belief, False) if seen.belief >= least else None


def _joined(stamps: list[Stamp]) -> list[Stamp]:
    """One for those that lie over one another: the surest, with the highest level of them."""
    kept: list[Stamp] = []
    for stamp in stamps:
        same = next((index for index, other in enumerate(kept) if _meet(stamp.box, other.box)), None)
        if same is None:
            kept.append(stamp)
        elif stamp.sure or not kept[same].sure:
            level = max(stamp.level, kept[same].level, key=LEVELS.index)
            kept[same] = replace(kept[same], level=level)
    return kept


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _box(place: Place, shape: tuple[int, ...]) -> Box:
    """The upright box about the turned one, as shares of the picture."""
    turn = math.radians(place.angle)
    across = (abs(place.width * math.cos(turn)) + abs(place.height * math.sin(turn))) / 2
    down = (abs(place.width * math.sin(turn)) + abs(place.height * math.cos(turn))) / 2
    height, width = shape[:2]
    edges = (
        (place.x - across) / width,
        (place.y - down) / height,
        (place.x + across) / width,
        (place.y + down) / height,
    )
    left, top, right, bottom = (round(min(1.0, max(0.0, edge)), 5) for edge in edges)
    return left, top, right, bottom
