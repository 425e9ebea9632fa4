"""Ruling lines in a page's picture, and the grids they make."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box
from ocr.tables.cells import GridCell, cells_of

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]

_DPI = 150
"""Rules are looked for at this resolution; finer pictures are shrunk, their dark pixels kept."""
_MOST = 12_000_000
"""Pixels that are looked at; a map is shrunk further."""
_LYING_IN, _STANDING_IN = 0.3, 0.22
"""Inches of a straight stroke that is no letter's; a row of one line is a quarter of an inch high."""
_DARKER = 35
"""A rule is at least so much darker than the paper about it."""
_SAME_IN = 0.07
"""Rules nearer than this are one rule, drawn double or thick."""
_LEAST_WIDTH, _LEAST_HEIGHT = 0.33, 0.015
"""Shares of the page that a table takes at least; smaller frames are stamps."""
_LIKELY = 0.75
"""Share of those measures from which a page is levelled and looked at closely."""
_STEEPEST = 3.0
"""Degrees of skew that rules may have."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table without its words; boxes are shares of the picture."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def find_grids(page: Grey, dpi: int) -> list[Grid]:
    """The tables ruled on a page, from top to bottom. Frames about less than four cells are none."""
    small = _shrunk(page, dpi)
    dark = _dark(small)
    down = _standing(dark)
    if not down.any():  # as on most pages
        return []
    across = _lying(dark)
    if not across.any():
        return []
    height, width = small.shape
    near = np.ones((5, 5), np.uint8)
    boxes = [
        cv2.boundingRect(outline)
        for outline in _outlines(np.asarray(cv2.dilate(across | down, near), np.uint8))
    ]
    if not any(
        wide >= _LIKELY * _LEAST_WIDTH * width and high >= _LIKELY * _LEAST_HEIGHT * height
        for _, _, wide, high in boxes
    ):
        return []
    angle = _angle(across)
    back = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    if abs(angle) > 0.08:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        level = np.asarray(cv2.warpAffine(dark, turn, (width, height), flags=cv2.INTER_LINEAR), np.uint8)
        dark = np.where(level > 90, 255, 0).astype(np.uint8)
        across, down = _lying(dark), _standing(dark)
        back = cv2.invertAffineTransform(turn)
    grids = []
    joined = np.asarray(cv2.dilate(across | down, near), np.uint8)
    for outline in _outlines(joined):
        left, top, wide, high = cv2.boundingRect(outline)
        if wide < _LEAST_WIDTH * width or high < _LEAST_HEIGHT * height:
            continue
        here = np.s_[top : top + high, left : left + wide]
        own = _own(joined, outline)
        grid = cells_of(
            np.where(own, across[here], 0).astype(np.uint8),
            np.where(own, down[here], 0).astype(np.uint8),
            same=max(3, round(_SAME_IN * _DPI)),
        )
        if grid is None:
            continue
        rows, columns, cells = grid
        placed = [GridCell(*cell[:4], _placed(cell[4], (left, top), back, (width, height))) for cell in cells]
        box = _placed((0.0, 0.0, float(wide), float(high)), (left, top), back, (width, height))
        grids.append(Grid(box, rows, columns, tuple(placed)))
    return sorted(_outermost(grids), key=lambda grid: grid.box[1])


def _shrunk(page: Grey, dpi: int) -> Grey:
    factor = max(dpi / _DPI, math.sqrt(page.size / _MOST))
    if abs(factor - 1) < 0.15:
        return page
    reach = max(1, math.floor(factor))
    dark = cv2.erode(page, np.ones((reach, reach), np.uint8)) if reach > 1 else page
    size = (max(1, round(page.shape[1] / factor)), max(1, round(page.shape[0] / factor)))
    way = cv2.INTER_AREA if factor > 1.5 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(dark, size, interpolation=way), np.uint8)


def _dark(page: Grey) -> Mask:
    """Where it is darker than the paper nearby: uneven light does not matter."""
    paper = cv2.medianBlur(cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 15)
    paper = cv2.resize(paper, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    darker = cv2.subtract(paper, page)
    return np.asarray(cv2.threshold(darker, _DARKER, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _lying(dark: Mask) -> Mask:
    """Straight strokes that lie; gaps of a pixel or two and a slight slope are forgiven."""
    lying = cv2.morphologyEx(cv2.dilate(dark, np.ones((3, 1), np.uint8)), cv2.MORPH_CLOSE, np.ones((1, 3)))
    lying = cv2.morphologyEx(lying, cv2.MORPH_OPEN, np.ones((1, round(_LYING_IN * _DPI)), np.uint8))
    return _thin(np.asarray(lying, np.uint8), 0)


def _standing(dark: Mask) -> Mask:
    """The same for strokes that stand."""
    standing = cv2.morphologyEx(cv2.dilate(dark, np.ones((1, 3), np.uint8)), cv2.MORPH_CLOSE, np.ones((3, 1)))
    standing = cv2.morphologyEx(standing, cv2.MORPH_OPEN, np.ones((round(_STANDING_IN * _DPI), 1), np.uint8))
    return _thin(np.asarray(standing, np.uint8), 1)


def _thin(strokes: Mask, axis: int) -> Mask:
    """Without black bars and pictures: a rule is thin."""
    thick = np.ones((11, 1) if axis == 0 else (1, 11), np.uint8)
    solid = cv2.dilate(cv2.morphologyEx(strokes, cv2.MORPH_OPEN, thick), np.ones((5, 5), np.uint8))
    return np.asarray(cv2.subtract(strokes, solid), np.uint8)


def _angle(across: Mask) -> float:
    """Degrees by which the long rules fall to the right."""
    longest = sorted(_outlines(across), key=lambda outline: -cv2.boundingRect(outline)[2])[:12]
    slopes = []
    for outline in longest:
        if cv2.boundingRect(outline)[2] < 0.2 * across.shape[1]:
            continue
        ys, xs = np.nonzero(_own(across, outline))
        slopes.append(math.degrees(math.atan(float(np.polyfit(xs, ys, 1)[0]))))
    angle = median(slopes) if slopes else 0.0
    return angle if abs(angle) <= _STEEPEST else 0.0


def _outlines(strokes: Mask) -> list[NDArray[np.int32]]:
    """The outer outline of each connected piece: with few strokes on a page far cheaper than labels."""
    found, nesting = cv2.findContours(strokes, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if nesting is None:
        return []
    return [
        np.asarray(outline, np.int32)
        for outline, (_, _, _, parent) in zip(found, nesting[0], strict=True)
        if parent < 0
    ]


def _own(strokes: Mask, outline: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Within the outline's bounding box: what belongs to its piece."""
    left, top, wide, high = cv2.boundingRect(outline)
    _, labels = cv2.connectedComponents(strokes[top : top + high, left : left + wide], connectivity=8)
    x, y = outline[0, 0].tolist()
    return np.asarray(labels == labels[y - top, x - left])


def _placed(box: Box, origin: tuple[int, int], back: NDArray[np.float64], size: tuple[int, int]) -> Box:
    """The box about a levelled rectangle, on the page as it was given."""
    xs = np.array([box[0], box[2], box[0], box[2]]) + origin[0]
    ys = np.array([box[1], box[1], box[3], box[3]]) + origin[1]
    x, y = back @ np.stack([xs, ys, np.ones(4)])
    # The sides' own middles: corners of a tilted cell would reach into its neighbours.
    left, right = (x[0] + x[2]) / 2, (x[1] + x[3]) / 2
    top, bottom = (y[0] + y[1]) / 2, (y[2] + y[3]) / 2
    edges = (left / size[0], top / size[1], right / size[0], bottom / size[1])
    a, b, c, d = (round(min(1.0, max(0.0, float(edge))), 5) for edge in edges)
    return a, b, c, d


def _outermost(grids: list[Grid]) -> list[Grid]:
    """Without tables that lie within another."""
    return [
        one
        for one in grids
        if not any(
            other is not one
            and other.box[0] <= one.box[0]
            and other.box[1] <= one.box[1]
            and other.box[2] >= one.box[2]
            and other.box[3] >= one.box[3]
            for other in grids
        )
    ]


def find_frames(page: Grey, dpi: int) -> list[Box]:
    """Boxes drawn on the page that are the size of a stamp: 20 to 95 mm wide, 8 to 55 mm high."""
    small = _shrunk(page, dpi)
    dark = _dark(small)
    across, down = _lying(dark), _standing(dark)
    height, width = small.shape
    mm = _DPI / 25.4
    reach = np.ones((5, 5), np.uint8)
    joined = np.asarray(cv2.dilate(across | down, reach), np.uint8)
    boxes = []
    for left, top, wide, high in map(cv2.boundingRect, _outlines(joined)):
        if not (20 * mm <= wide <= 95 * mm and 8 * mm <= high <= 55 * mm):
            continue
        drawn = np.flatnonzero((across[top : top + high, left : left + wide] > 0).mean(axis=1) >= 0.5)
        if not len(drawn) or drawn[-1] - drawn[0] < 8 * mm:
            continue
        upper, lower = top + int(drawn[0]), top + int(drawn[-1]) + 1
        boxes.append((left / width, upper / height, (left + wide) / width, lower / height))
    return boxes
