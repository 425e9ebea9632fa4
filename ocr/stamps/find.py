"""From a page's picture to the stamps on it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.page import Box
from ocr.raster import flat
from ocr.stamps.candidates import candidates
from ocr.stamps.judge import LEVELS, both_ways, judged
from ocr.stamps.place import Candidate

_SUSPECTED = 0.85
"""Set so that at most about two unmarked pages in a hundred are suspected (see docs/benchmarks.md)."""
_SURE = 0.97
_LOOKED_AT_AGAIN = 0.05
"""Belief in a mark from which a place is judged once more, cut out in slightly different ways."""
_OTHER_CUTS = ((5.0, 1.12), (-5.0, 0.92))
"""Degrees and share of the size by which these differ from the first."""


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


def find_stamps(image: Image.Image) -> list[Stamp]:
    """The secrecy stamps on an upright page, the surest first; they may stand at any angle and anywhere."""
    picture = np.asarray(flat(image), np.uint8)
    if min(picture.shape[:2]) < 2:
        return []
    seen: list[tuple[Candidate, NDArray[np.float32]]] = []
    for place, shares in sorted(_believed(picture), key=lambda item: float(item[1][0])):
        if not any(other.holds(place.x, place.y) or place.holds(other.x, other.y) for other, _ in seen):
            seen.append((place, shares))
    stamps = []
    for place, shares in seen:
        certainty = 1.0 - float(shares[0])
        if certainty >= _SUSPECTED:
            level = LEVELS[1 + int(shares[1:].argmax())]
            stamps.append(Stamp(level, _box(place, picture.shape), certainty, certainty >= _SURE))
    return stamps


def _believed(picture: NDArray[np.uint8]) -> Iterator[tuple[Candidate, NDArray[np.float32]]]:
    """The places worth a second look, and the mean of what is believed of each."""
    for found in candidates(picture):
        ways = both_ways(found)
        first = judged(picture, ways)
        better = int(first[:, 0].argmin())
        place = ways[better]
        if 1 - first[better, 0] >= _LOOKED_AT_AGAIN:
            others = [
                replace(place, angle=place.angle + turn, width=place.width * size, height=place.height * size)
                for turn, size in _OTHER_CUTS
            ]
            yield place, np.concatenate([first[better, None], judged(picture, others)]).mean(axis=0)


def _box(place: Candidate, shape: tuple[int, ...]) -> Box:
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
