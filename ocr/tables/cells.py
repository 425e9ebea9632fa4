"""From strokes that lie and stand to cells, merged ones included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Box

Mask = NDArray[np.uint8]

_DRAWN = 0.55
"""Share of a cell's side that must be ruled to part it from its neighbour."""
_MOST = 400
"""Rows, or columns, beyond which strokes are a pattern and no table."""


class GridCell(NamedTuple):
    """A cell and where it stands; a merged one spans rows or columns."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


def cells_of(across: Mask, down: Mask, same: int) -> tuple[int, int, list[GridCell]] | None:
    """Rows, columns and cells in the masks' pixels; None for a frame of less than two rows and columns.

    `same`: pixels between strokes that are one.
    """
    ys = _places(across, 1, same)
    xs = _places(down, 0, same)
    if not (3 <= len(ys) <= _MOST and 3 <= len(xs) <= _MOST):
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * columns))

    def root(cell: int) -> int:
        while parent[cell] != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _ruled(
                down[ys[row] : ys[row + 1], max(0, xs[column + 1] - same) : xs[column + 1] + same + 1], 1
            ):
                parent[root(here + 1)] = root(here)
            if row + 1 < rows and not _ruled(
                across[max(0, ys[row + 1] - same) : ys[row + 1] + same + 1, xs[column] : xs[column + 1]], 0
            ):
                parent[root(here + columns)] = root(here)
    groups: dict[int, list[tuple[int, int]]] = {}
    for row in range(rows):
        for column in range(columns):
            groups.setdefault(root(row * columns + column), []).append((row, column))
    spans = _rectangles(groups.values())
    if len(spans) < 4:
        return None
    # A stroke that parts no cell from another is no rule: an underline, a row of letters.
    tops = sorted({top for top, _, _, _ in spans})
    lefts = sorted({left for _, left, _, _ in spans})
    if len(tops) < 2 or len(lefts) < 2:
        return None
    cells = [
        GridCell(
            tops.index(top),
            lefts.index(left),
            bisect_right(tops, bottom) - tops.index(top),
            bisect_right(lefts, right) - lefts.index(left),
            (float(xs[left]), float(ys[top]), float(xs[right + 1]), float(ys[bottom + 1])),
        )
        for top, left, bottom, right in sorted(spans)
    ]
    return len(tops), len(lefts), cells


def _places(strokes: Mask, axis: int, same: int) -> list[int]:
    """Where rules run: middles of clustered strokes, across (axis 1) or down (axis 0)."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    found = sorted((float(middles[i][axis]), int(stats[i][3 - axis])) for i in range(1, len(stats)))
    clusters: list[list[tuple[float, int]]] = []
    for place, length in found:
        if clusters and place - clusters[-1][-1][0] <= same:
            clusters[-1].append((place, length))
        else:
            clusters.append([(place, length)])
    return [
        round(sum(place * length for place, length in cluster) / sum(length for _, length in cluster))
        for cluster in clusters
    ]


def _ruled(side: Mask, axis: int) -> bool:
    """Whether a stroke runs along the side; `axis` 1 for a standing one."""
    if not side.size:
        return False
    return float((side.max(axis=axis) > 0).mean()) >= _DRAWN


def _rectangles(groups: Iterable[list[tuple[int, int]]]) -> list[tuple[int, int, int, int]]:
    """Top, left, bottom, right of each group; groups whose rectangles overlap are one cell."""
    boxes = [
        (min(r for r, _ in g), min(c for _, c in g), max(r for r, _ in g), max(c for _, c in g))
        for g in groups
    ]
    merged = True
    while merged:
        merged = False
        boxes.sort()
        for one, other in ((a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]):
            if one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]:
                boxes.remove(one)
                boxes.remove(other)
                boxes.append(
                    (
                        min(one[0], other[0]),
                        min(one[1], other[1]),
                        max(one[2], other[2]),
                        max(one[3], other[3]),
                    )
                )
                merged = True
                break
    return boxes
