"""From a page's picture to the stamps on it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.page import Box
from ocr.raster import flat
from ocr.stamps.candidates import Candidate, candidates
from ocr.stamps.judge import LEVELS, judged

_SUSPECTED = 0.5
_SURE = 0.9
_LOOKED_AT_AGAIN = 0.05
"""Belief in a mark from which a place is judged once more, cut out in slightly different ways."""
_WAYS = ((0.0, 1.0), (4.0, 1.12), (-4.0, 0.9))
"""Degrees and share of the size by which the cut-outs differ."""


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
    stamps = []
    for place, shares in zip(*_believed(picture), strict=True):
        certainty = 1.0 - float(shares[0])
        if certainty >= _SUSPECTED:
            level = LEVELS[1 + int(shares[1:].argmax())]
            stamps.append(Stamp(level, _box(place, picture.shape), certainty, certainty >= _SURE))
    return sorted(stamps, key=lambda stamp: -stamp.certainty)


def _believed(picture: NDArray[np.uint8]) -> tuple[list[Candidate], list[NDArray[np.float32]]]:
    """The places worth a second look, and the mean of what is believed of each."""
    places = candidates(picture)
    first = judged(picture, places)
    kept, means = [], []
    for place, shares in zip(places, first, strict=True):
        if 1 - shares[0] < _LOOKED_AT_AGAIN:
            continue
        others = [
            replace(place, angle=place.angle + turn, width=place.width * size, height=place.height * size)
            for turn, size in _WAYS[1:]
        ]
        kept.append(place)
        means.append(np.concatenate([shares[None], judged(picture, others)]).mean(axis=0))
    return kept, means


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
