"""Places by their shape alone: closed frames in any ink, and patches of coloured ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.ink import Ink
from ocr.stamps.place import Candidate

_INKED = 70
_COLOURED = 40
_LEAST, _MOST = 18, 900
"""Sides of a stamp in pixels, at 150 dpi: 3 mm to 150 mm."""
_CLOSE = (7, 19)
"""Gaps in pixels across which coloured ink is taken as one patch: between letters, and letter-spaced."""
_FULL = 0.75
"""A frame fills at least this share of the rectangle about it."""
_PER_KIND = 4
_WITHIN = 0.8
"""Of a frame's sides the share that its words take; also tried without a frame, as a whole."""

Rectangle = tuple[Sequence[float], Sequence[float], float]


def shapes(ink: Ink, colour: Ink | None) -> list[Candidate]:
    """In the maps' own pixels; of every shape both what may be in a frame and, of coloured ink, the whole."""
    found = [place for rectangle in _frames(ink) for place in _places(rectangle, (_WITHIN,))]
    if colour is not None:
        found += [place for rectangle in _patches(colour) for place in _places(rectangle, (_WITHIN, 1.0))]
    return found


def _frames(ink: Ink) -> list[Rectangle]:
    contours, _ = cv2.findContours((ink > _INKED).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    return _largest(contours, _FULL)


def _patches(colour: Ink) -> Iterator[Rectangle]:
    strong = cv2.morphologyEx(
        (colour > _COLOURED).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)
    )
    for gap in _CLOSE:
        closed = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        yield from _largest(contours, 0.3)


def _largest(contours: Sequence[NDArray[Any]], full: float) -> list[Rectangle]:
    """The rectangles about the largest contours of a stamp's size that fill them."""
    kept: list[tuple[float, Rectangle]] = []
    for contour in contours:
        _, _, across, down = cv2.boundingRect(contour)
        if max(across, down) < 2 * _LEAST or min(across, down) < _LEAST or max(across, down) > _MOST:
            continue
        rectangle = cv2.minAreaRect(contour)
        sides = rectangle[1]
        area = sides[0] * sides[1]
        if min(sides) >= _LEAST and max(sides) < 9 * min(sides) and cv2.contourArea(contour) >= full * area:
            kept.append((area, rectangle))
    apart: list[tuple[float, Rectangle]] = []
    for area, rectangle in sorted(kept, key=lambda item: -item[0]):
        # The two edges of one line are one frame.
        same = any(
            area > 0.6 * other and np.hypot(*np.subtract(rectangle[0], one[0])) < 0.2 * min(one[1])
            for other, one in apart
        )
        if not same:
            apart.append((area, rectangle))
    return [rectangle for _, rectangle in apart[:_PER_KIND]]


def _places(rectangle: Rectangle, shares: Sequence[float]) -> Iterator[Candidate]:
    (x, y), (width, height), angle = rectangle
    if width < height:
        width, height, angle = height, width, angle + 90
    turns = (0,) if width > 1.8 * height else (0, 90)
    for share in shares:
        for turn in turns:
            sides = (width, height) if turn == 0 else (height, width)
            yield Candidate(x, y, sides[0] * share, sides[1] * share, angle + turn, 0.0)
