"""Where a mark may stand: the finder looks at the page in several sizes, in all ink and in coloured ink."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.ink import Ink, ink_maps, without_specks
from ocr.stamps.networks import run
from ocr.stamps.place import Candidate
from ocr.stamps.shapes import shapes

SHORT_SIDE = 1240
"""Pixels across a portrait page at the largest size looked at (150 dpi for A4)."""
_LONG_SIDE = 2800
"""Of strips, which would otherwise grow without bound."""
_SIZES = (1.0, 0.5, 0.25, 0.125)
_GRID = 8
_LEAST = 0.12
"""Score under which a place is not looked at again."""
_MOST = 8
_COLOURED = 40
_LEAST_COLOUR = 60
"""A page with fewer coloured pixels has no coloured stamp."""


def candidates(picture: NDArray[np.uint8]) -> list[Candidate]:
    """The likeliest places first; positions are in the pixels of `picture`."""
    factor = min(SHORT_SIDE / min(picture.shape[:2]), _LONG_SIDE / max(picture.shape[:2]))
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    if factor > 1:
        picture = without_specks(picture)
    scaled = np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)
    ink, colour = ink_maps(scaled if factor > 1 else without_specks(scaled))
    found = _look(ink, 0, 0)
    if colour is not None:
        found += _look_at_colour(colour)
    return [
        replace(c, x=c.x / factor, y=c.y / factor, width=c.width / factor, height=c.height / factor)
        for c in (*_apart(found), *shapes(ink, colour))
    ]


def _look_at_colour(colour: Ink) -> list[Candidate]:
    """Only the part of the page that has coloured ink is looked at."""
    strong = cv2.morphologyEx(
        (colour > _COLOURED).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)
    )
    if int(strong.sum()) < _LEAST_COLOUR:
        return []
    x, y, width, height = cv2.boundingRect(strong)
    edge = 48
    left, top = max(0, x - edge), max(0, y - edge)
    return _look(colour[top : y + height + edge, left : x + width + edge], left, top)


def _look(ink: Ink, left: int, top: int) -> list[Candidate]:
    found = []
    for size in _SIZES:
        small = ink if size == 1.0 else cv2.resize(ink, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
        if min(small.shape) < 2 * _GRID:
            break
        out = run("finder", (small[None, None] / 255).astype(np.float32))[0]
        scores = 1 / (1 + np.exp(-out[:3].max(axis=0)))
        for row, column in zip(*np.nonzero(scores > _LEAST), strict=True):
            cell = out[:, row, column]
            found.append(
                Candidate(
                    x=left + ((column + 0.5) * _GRID + float(cell[3]) * 2 * _GRID) / size,
                    y=top + ((row + 0.5) * _GRID + float(cell[4]) * 2 * _GRID) / size,
                    width=40 * math.exp(min(3.0, float(cell[5]))) / size,
                    height=16 * math.exp(min(3.0, float(cell[6]))) / size,
                    angle=math.degrees(math.atan2(cell[7], cell[8])),
                    score=float(scores[row, column]),
                )
            )
    return found


def _apart(found: list[Candidate]) -> list[Candidate]:
    """The best of each place."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda c: -c.score):
        if len(kept) == _MOST:
            break
        if not any(other.holds(one.x, one.y) or one.holds(other.x, other.y, 0.6) for other in kept):
            kept.append(one)
    return kept
