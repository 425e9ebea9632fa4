"""Treats a page where a measure says that it helps: each threshold is from `python -m benchmarks triage`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.lines import make_line
from ocr.page import Box, Line
from ocr.triage.measure import Condition, Grey, measure, paper_of

_DARK_PAPER = 110.0
_UNEVEN, _UNEVEN_PHOTO = 70.0, 30.0
"""Levels of shade; scans stay below 20, and a stain is read through; a photograph's light falls off."""
_GHOSTLY = 0.2
"""Pale pixels for each of ink; sound scans stay below 0.1."""
_FAINT = 95.0
"""Contrast under which ink is stretched to full black."""
_GRAINY = 9.0
_SPECKLED = 1.6
"""Specks for each letter; the worst development scan has 0.6."""
_SMALL, _LARGE = 7.0, 60.0
"""Heights of letters, pixels, outside which the picture is brought to `_GOOD`."""
_GOOD = 18.0
_MOST_SCALE, _LEAST_SCALE = 3.5, 0.3


@dataclass(frozen=True, slots=True)
class Prepared:
    image: Grey
    back: NDArray[np.float64] | None
    """Homography from shares of `image` to shares of the page; None where they are the same."""
    treatment: tuple[str, ...]


def scale_for(condition: Condition) -> float:
    """How much larger or smaller the page should be taken from its source; 1.0 if it is well as it is.

    By the height of letters, not by the resolution that a file states: that is often wrong or missing.
    """
    if condition.specks > _SPECKLED or condition.grain > _GRAINY:
        return 1.0  # specks hide how high letters are
    if condition.letter <= 0 or _SMALL <= condition.letter <= _LARGE:
        return 1.0
    return min(max(_GOOD / condition.letter, _LEAST_SCALE), _MOST_SCALE)


def prepare(page: Grey, condition: Condition | None = None) -> Prepared:
    """The page as it is read; `condition` if it was measured before."""
    told = condition or measure(page)
    image, steps = page, []
    if told.paper < _DARK_PAPER and told.sheet is None:
        image = np.asarray(255 - image, np.uint8)
        steps.append("invert")
    back: NDArray[np.float64] | None = None
    if told.sheet is not None:
        image, back = _flattened_sheet(image, told.sheet)
        steps.append("perspective")
        told = measure(image)
    if told.uneven > (_UNEVEN if back is None else _UNEVEN_PHOTO):
        image = _even(image)
        steps.append("flatten")
    if told.ghost > _GHOSTLY and told.specks <= _SPECKLED and told.grain <= _GRAINY:
        image = _whitened(image, told.contrast)
        steps.append("whiten")
    if told.grain > _GRAINY:
        return Prepared(image, back, tuple(steps))  # the engines read through grain better than through cures
    if told.specks > _SPECKLED:
        image = _without_specks(image)
        steps.append("despeckle")
    if told.letter > 0 and told.contrast < _FAINT:
        image = _stretched(image)
        steps.append("contrast")
    return Prepared(image, back, tuple(steps))


def put_back(lines: Sequence[Line], back: NDArray[np.float64] | None, rotation: int) -> list[Line]:
    """Lines read on the prepared page, turned clockwise by `rotation`, with boxes on the page shown."""
    if back is None:
        return list(lines)
    return [
        make_line([replace(word, box=_moved(word.box, back, rotation)) for word in line.words], line.block)
        for line in lines
    ]


def _moved(box: Box, back: NDArray[np.float64], rotation: int) -> Box:
    corners = np.array([[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]])
    lying = _unturned(corners, rotation)
    moved = cv2.perspectiveTransform(lying[None].astype(np.float64), back)[0]
    upright = _unturned(moved, -rotation % 360)
    low, high = upright.min(axis=0).clip(0, 1), upright.max(axis=0).clip(0, 1)
    left, top, right, bottom = (round(float(v), 5) for v in (*low, *high))
    return left, top, right, bottom


def _unturned(points: NDArray[np.float64], clockwise: int) -> NDArray[np.float64]:
    """Shares of a page before it was turned clockwise."""
    x, y = points[:, 0], points[:, 1]
    ways = {0: (x, y), 90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}
    return np.stack(ways[clockwise], axis=1)


def _flattened_sheet(page: Grey, sheet: NDArray[np.float32]) -> tuple[Grey, NDArray[np.float64]]:
    upper, right, lower, left = (float(np.linalg.norm(sheet[i] - sheet[(i + 1) % 4])) for i in range(4))
    width, height = round(max(upper, lower)), round(max(left, right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    there = cv2.getPerspectiveTransform(sheet, target)
    flat = cv2.warpPerspective(page, there, (width, height), flags=cv2.INTER_CUBIC)
    shares = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    size = np.array([page.shape[1], page.shape[0]], np.float32)
    back = cv2.getPerspectiveTransform(shares, np.asarray(sheet / size, np.float32))
    return np.asarray(flat, np.uint8), np.asarray(back, np.float64)


def _even(page: Grey) -> Grey:
    """Divided by its paper: shade, stains and folds fade, ink stays as dark as it was beside its paper."""
    small = np.asarray(cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)
    ground = cv2.resize(paper_of(small), (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(page, np.maximum(ground, 30), scale=245), np.uint8)


def _without_specks(page: Grey) -> Grey:
    """Without dots of up to three pixels; letters keep their edges."""
    level, _ = cv2.threshold(page, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = (page < level).astype(np.uint8)
    _, labels, found, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    tiny = np.asarray(found, np.int32)[:, 4] <= 3
    tiny[0] = False
    clean = page.copy()
    clean[tiny[labels]] = int(np.median(page))
    return np.asarray(cv2.medianBlur(clean, 3), np.uint8)


def _whitened(page: Grey, contrast: float) -> Grey:
    """What is less than a third as dark as ink becomes paper; what is two thirds as dark stays ink."""
    paper = float(np.median(page))
    share = (paper - page.astype(np.float32)) / max(30.0, contrast)
    kept = np.clip((share - 0.33) / 0.33, 0.0, 1.0)
    return np.asarray((paper - kept * np.maximum(share, 0.0) * contrast).clip(0, 255), np.uint8)


def _stretched(page: Grey) -> Grey:
    paper = float(np.median(page))
    ink = float(np.percentile(page, 0.5))
    scale = 225.0 / max(30.0, paper - ink)
    return np.asarray(((page.astype(np.float32) - ink) * scale + 15.0).clip(0, 255), np.uint8)
