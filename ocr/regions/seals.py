"""Round seals, red or black, whole or faint: circles that many edges point away from.

Every edge votes for the middles that lie across it at each radius (Duda & Hart 1972, with the edge's
direction); letters vote for everything a little, a ring votes for one middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box

_DPI = 50
_RADII_MM = (13.5, 24.0)
"""Seals of Vietnamese bodies are 30 to 42 mm across, their inner rings a little less."""
_EDGE = 120.0
_LEAST = 0.25
"""Votes per edge pixel of a full ring. On the development scans and samples whole seals have .50 and more,
ghosts pressed through from another sheet .27 to .30, the best of pages without one .21."""
_WORTH = 0.22
"""With fewer at every other radius there is none at those between either."""
_OUTER = 0.5
"""Share of the best ring's votes that makes a wider ring about the same middle the seal's edge."""
_MOST = 4


@dataclass(frozen=True, slots=True)
class Circle:
    """In pixels of the picture that was given."""

    x: float
    y: float
    radius: float
    votes: float


def find_seals(picture: NDArray[np.uint8], dpi: int) -> list[Circle]:
    """The seals on a grey or colour picture, the clearest first."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    factor = _DPI / dpi
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=way)
    small = cv2.GaussianBlur(small, (0, 0), 0.8)
    across, down = cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    ys, xs = np.nonzero(strength > _EDGE)
    if len(xs) < 100:
        return []
    ux, uy = across[ys, xs] / strength[ys, xs], down[ys, xs] / strength[ys, xs]
    xs, ys = xs.astype(np.float32), ys.astype(np.float32)
    low, high = (mm / 25.4 * _DPI for mm in _RADII_MM)
    radii = list(range(int(low), int(high) + 1))
    best = np.zeros(small.shape[:2], np.float32)
    # Each vote counts for the places beside it: every other radius tells whether there is a ring at all.
    for some in (radii[::2], radii[1::2]):
        for radius in some:
            np.maximum(best, _votes(small.shape, (xs, ys), (ux, uy), radius), out=best)
        if float(best.max()) < _WORTH:
            return []
    found: list[Circle] = []
    while len(found) < _MOST:
        y, x = divmod(int(best.argmax()), small.shape[1])
        most = float(best[y, x])
        if most < _LEAST:
            break
        rings = [_votes_for((x, y), (xs, ys), (ux, uy), radius) for radius in radii]
        outer = max(
            (r for r, value in zip(radii, rings, strict=True) if value >= _OUTER * max(rings)),
            default=radii[0],
        )
        found.append(Circle(x / factor, y / factor, outer / factor, most))
        reach = round(1.5 * outer)
        best[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1] = 0.0
    return found


def _votes(
    shape: tuple[int, ...],
    edges: tuple[NDArray[Any], NDArray[Any]],
    ways: tuple[NDArray[Any], NDArray[Any]],
    radius: int,
) -> NDArray[np.float32]:
    """How many edges point to each place from `radius` away, as a share of a ring's."""
    (xs, ys), (ux, uy) = edges, ways
    height, width = shape[:2]
    # Votes for places beyond the edge fall into a margin.
    wide, high = width + 2 * radius + 2, height + 2 * radius + 2
    x = np.rint(np.concatenate([xs - radius * ux, xs + radius * ux])).astype(np.int32)
    y = np.rint(np.concatenate([ys - radius * uy, ys + radius * uy])).astype(np.int32)
    places = (y + (radius + 1)) * wide + (x + (radius + 1))
    counted = np.bincount(places, minlength=wide * high).reshape(high, wide).astype(np.float32)
    sums = counted[radius + 1 : radius + 1 + height, radius + 1 : radius + 1 + width]
    about = cv2.blur(np.ascontiguousarray(sums), (3, 3)) * 9.0
    return np.asarray(about / (2 * np.pi * radius), np.float32)


def _votes_for(
    middle: tuple[int, int],
    edges: tuple[NDArray[Any], NDArray[Any]],
    ways: tuple[NDArray[Any], NDArray[Any]],
    radius: int,
) -> float:
    """The votes of one ring, its middle a pixel or two off."""
    (xs, ys), (ux, uy) = edges, ways
    count = 0
    for side in (-radius, radius):
        near = (np.abs(xs + side * ux - middle[0]) <= 2.5) & (np.abs(ys + side * uy - middle[1]) <= 2.5)
        count += int(near.sum())
    return count / (2 * np.pi * radius)


def box_of(circle: Circle, shape: tuple[int, ...]) -> Box:
    """The square about it, in shares of the picture."""
    height, width = shape[:2]
    reach = 1.03 * circle.radius
    edges = (
        (circle.x - reach) / width,
        (circle.y - reach) / height,
        (circle.x + reach) / width,
        (circle.y + reach) / height,
    )
    left, top, right, bottom = (round(min(1.0, max(0.0, edge)), 5) for edge in edges)
    return left, top, right, bottom
