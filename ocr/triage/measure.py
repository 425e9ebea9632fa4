"""Cheap measures on a grey page: paper, ink, noise, size of letters, a sheet's outline on a dark desk."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_LOOK = 500
"""Pixels of the short side of the copy that paper and outline are measured on."""
_MOST = 12_000_000
_ENOUGH = 300
"""Letters in the middle quarter or half of a page by which it is measured; with fewer all of it is."""
_SHEET = (0.35, 0.97)
"""Shares of the picture that a photographed sheet covers."""
_STRAIGHT = 0.012
"""Share of the picture by which a sheet's corners may differ from an upright rectangle's without matter."""


@dataclass(frozen=True, slots=True)
class Condition:
    paper: float
    """Grey level of the paper, 0..255."""
    contrast: float
    """Levels between paper and ink."""
    uneven: float
    """Levels between the darkest and the lightest tenth of the paper."""
    grain: float
    """Standard deviation of the paper's noise, levels."""
    specks: float
    """Dots of one to three pixels for each letter."""
    ghost: float
    """Grey apart from any ink, for each pixel of ink: the other side showing through."""
    letter: float
    """Median height of letters without marks, pixels; 0 if there are too few to tell."""
    sheet: NDArray[np.float32] | None
    """Corners of a photographed sheet in pixels: upper left, upper right, lower right, lower left."""


def measure(page: Grey) -> Condition:
    paper = float(np.median(page[::3, ::3]))
    upright = page if paper >= 110 else np.asarray(255 - page, np.uint8)
    factor = min(1.0, _LOOK / max(1, min(page.shape)))
    small = np.asarray(
        cv2.resize(upright, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
    )
    ground = paper_of(small)
    inner = ground[
        ground.shape[0] // 20 : -max(1, ground.shape[0] // 20),
        ground.shape[1] // 20 : -max(1, ground.shape[1] // 20),
    ]
    low, high = np.percentile(inner, (4, 90)) if inner.size else (255.0, 255.0)
    letter, specks, contrast, ghost = _letters(_middle(upright))
    return Condition(
        paper,
        contrast,
        float(high - low),
        _grain(_middle(upright)),
        specks,
        ghost,
        letter,
        _sheet(small, factor),
    )


def _middle(page: Grey) -> Grey:
    """The page, or of a map the middle: letters are counted pixel by pixel."""
    over = math.sqrt(page.size / _MOST)
    if over <= 1.0:
        return page
    height, width = (round(side / over) for side in page.shape)
    top, left = (page.shape[0] - height) // 2, (page.shape[1] - width) // 2
    return page[top : top + height, left : left + width]


def paper_of(page: Grey) -> Grey:
    """The paper without what is printed on it: light and shade, folds, stains."""
    reach = max(3, round(min(page.shape) / 45)) | 1
    bright = cv2.morphologyEx(page, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.medianBlur(bright, min(2 * reach + 1, 61)), np.uint8)


def _grain(page: Grey) -> float:
    """From differences between neighbours where there is no edge (median absolute deviation)."""
    step = page[::2, 1::2].astype(np.int16)[:, : page.shape[1] // 2] - page[::2, ::2][:, : page.shape[1] // 2]
    return float(np.median(np.abs(step)) / 0.6745 / np.sqrt(2.0))


def _letters(page: Grey) -> tuple[float, float, float, float]:
    """Height of letters, specks for each of them, their contrast, and what shines through beside them."""
    ground = cv2.resize(
        paper_of(
            np.asarray(cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)
        ),
        (page.shape[1], page.shape[0]),
        interpolation=cv2.INTER_LINEAR,
    )
    darker = np.asarray(cv2.subtract(ground, page), np.uint8)
    marks = darker[::2, ::2][darker[::2, ::2] > 18]
    strongest = float(np.percentile(marks, 80)) if marks.size > 200 else 0.0
    dark = (darker > max(18.0, 0.45 * strongest)).astype(np.uint8)
    ghost = _ghost(darker[::2, ::2], strongest)
    eighth = dark.shape[0] // 8
    for margin in (3 * eighth, 2 * eighth, 0):
        area, high, letters = _pieces(dark[margin : dark.shape[0] - margin])
        if letters.sum() >= _ENOUGH:
            break
    count = int(letters.sum())
    specks = int((area <= 3).sum()) / max(1, count)
    if count < 40:
        return 0.0, specks, strongest, ghost
    # Dots and tone marks are letters' parts: only what is at least a third of the larger ones counts.
    tall = float(np.percentile(high[letters], 85))
    body = high[letters & (high >= 0.35 * tall)]
    return float(np.median(body)), specks, strongest, ghost


def _pieces(dark: Grey) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Pixels and height of each piece of ink, and which of them may be letters."""
    _, _, found, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    stats = np.asarray(found, np.int32)[1:]
    wide, high, area = stats[:, 2], stats[:, 3], stats[:, 4]
    letters = (high >= 4) & (high <= 120) & (wide <= 2.5 * high) & (wide * 6 >= high) & (area >= 8)
    return area, high, letters


def _ghost(darker: Grey, strongest: float) -> float:
    ink = (darker > 0.45 * strongest).astype(np.uint8)
    about = cv2.dilate(ink, np.ones((5, 5), np.uint8))
    pale = (darker > max(12.0, 0.12 * strongest)) & (about == 0)
    return float(pale.sum()) / max(1, int(ink.sum()))


def _sheet(small: Grey, factor: float) -> NDArray[np.float32] | None:
    """The outline of a bright sheet on a darker ground, where it is no upright rectangle."""
    blurred = cv2.GaussianBlur(small, (0, 0), 3)
    level, bright = cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if level > 200:
        return None
    filled = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    outlines, _ = cv2.findContours(filled, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    share = cv2.contourArea(largest) / small.size
    hull = cv2.convexHull(largest)
    corners = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    if not _SHEET[0] <= share <= _SHEET[1] or len(corners) != 4:
        return None
    quad = _ordered(np.asarray(corners, np.float32).reshape(4, 2))
    if cv2.contourArea(quad) < 0.9 * cv2.contourArea(hull):
        return None
    size = np.array([small.shape[1], small.shape[0]], np.float32)
    box = np.array([quad.min(axis=0), quad.max(axis=0)])
    upright = np.array([box[0], [box[1, 0], box[0, 1]], box[1], [box[0, 0], box[1, 1]]], np.float32)
    outside = _outside(small, quad)
    if float(np.abs((quad - upright) / size).max()) < _STRAIGHT or outside > 0.62 * float(np.median(small)):
        return None
    return np.asarray(quad / factor, np.float32)


def _outside(small: Grey, quad: NDArray[np.float32]) -> float:
    """Median grey of the ground about the sheet."""
    mask = np.full(small.shape, 255, np.uint8)
    cv2.fillConvexPoly(mask, quad.astype(np.int32), 0)
    ground = small[mask > 0]
    return float(np.median(ground)) if ground.size > 0.02 * small.size else 255.0


def _ordered(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    total, apart = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    return np.array(
        [corners[total.argmin()], corners[apart.argmin()], corners[total.argmax()], corners[apart.argmax()]],
        np.float32,
    )
