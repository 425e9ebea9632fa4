"""A picture as ink on paper: how dark, and how coloured, each place is; shade and paper colour taken out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]
"""0 where there is paper, 255 where there is full ink."""

_STEP = 8
"""Paper is judged on a copy this many times smaller."""
_DARKEST_PAPER = 90
_GREY = 14
"""Colour below this is what compression leaves in grey places."""


def ink_maps(picture: NDArray[np.uint8]) -> tuple[Ink, Ink | None]:
    """Darkness in whichever colour is darkest (red ink counts as much as black), and colour by itself.

    The second is None for a picture without coloured ink. Under coloured stamps black print vanishes in it.
    """
    flat = _without_paper(picture)
    if flat.ndim == 2:
        return np.asarray(255 - flat, np.uint8), None
    red, green, blue = cv2.split(flat)
    low = cv2.min(cv2.min(red, green), blue)
    high = cv2.max(cv2.max(red, green), blue)
    colour = cv2.subtract(cv2.subtract(high, low), np.full_like(low, _GREY))
    ink = np.asarray(cv2.bitwise_not(low), np.uint8)
    if not colour.any():
        return ink, None
    return ink, np.asarray(cv2.convertScaleAbs(colour, alpha=1.6), np.uint8)


def _without_paper(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    small = cv2.resize(
        picture, (max(1, width // _STEP), max(1, height // _STEP)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.blur(cv2.dilate(small, np.ones((9, 9), np.uint8)), (9, 9))
    paper = cv2.resize(np.maximum(paper, _DARKEST_PAPER), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(picture, paper, scale=255), np.uint8)


def without_specks(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with single pixels darker, or lighter, than all that are about them made like those."""
    about = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.uint8)
    lifted = np.maximum(picture, cv2.erode(picture, about))
    return np.asarray(np.minimum(lifted, cv2.dilate(lifted, about)), np.uint8)
