"""Places by their shape: what frames enclose, and patches of ink that stand by themselves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.ink import Ink
from ocr.stamps.place import Layer, Place

_MM = 150 / 25.4
"""Pixels to a millimetre of the maps, for a page of A4."""
_GAPS = (1, 5, 11)
"""Pixels of a broken frame's line that are closed before looking for what it encloses."""
_BROKEN = (3, 31, 61)
"""The same between pieces of a frame that is left in part only."""
_ISOLATED = (9, 19, 35)
"""The same for ink that has no frame: between letters, letter-spaced, and between words or lines."""
_MOST_FRAMES = 60
_MOST_PATCHES: dict[Layer, int] = {"ink": 24, "colour": 24}
_INKED: dict[Layer, int] = {"ink": 70, "colour": 26}
"""From which value on a map's pixel is ink."""
_PALE = 42
_OTHERWISE = ((_PALE, 5), (120, 1))
"""Other such values, for pale and for blotted frames, and the gaps that are closed then."""
_LINE = 16
"""Pixels of a line's height while what is about it is looked at."""
_ABOVE = 0.8
_BESIDE = 1.1
"""Width of the room beside words that is looked at, in heights of the line."""
_MORE_THAN_A_DOT = 0.12
_WRITTEN, _WRITTEN_BESIDE = 0.4, 0.25
"""Share of rows, and of columns, with ink there from which it is writing, and no line of a frame."""
_LEAST_COLOUR = 60
"""A page with fewer coloured pixels has no coloured stamp."""
_PAGE_SHARE = 0.93
"""What is wider than this share of the picture is its own border, unless the picture is a small cutting."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """Millimetres a place may measure."""

    least_high: float
    most_high: float
    least_wide: float
    most_wide: float
    full: float
    """Share of the rectangle about it that it fills at least (an ellipse: 0.785)."""
    hull: bool
    """Whether its hull is meant, or it alone."""
    slimmest: float = 11.0
    """Width in heights."""


_FRAME = _Limits(2.6, 75, 5, 170, full=0.7, hull=True)
_PATCH: dict[Layer, _Limits] = {
    "ink": _Limits(3.4, 45, 5.5, 120, full=0.3, hull=False),
    "colour": _Limits(2.2, 75, 5, 170, full=0.3, hull=False),
}


def shapes(layer_map: Ink, layer: Layer) -> list[Place]:
    """Frames and patches in a map, in its pixels."""
    strong = _strong(layer_map, layer, _INKED[layer])
    if layer == "colour" and int(strong.sum()) < _LEAST_COLOUR:
        return []
    lines = _lines(strong)
    found = list(_insides(strong, layer, _GAPS))
    if layer == "ink":
        for least, gap in _OTHERWISE:
            found += _insides(_strong(layer_map, layer, least), layer, (gap,))
    frames = _cells_last(_apart([*found, *_surrounded(lines, layer)]))
    words = np.asarray(cv2.subtract(strong, lines), np.uint8)
    patches = list(_patches(words, layer))
    if layer == "ink":
        pale = _strong(layer_map, layer, _PALE)
        patches += _patches(
            np.asarray(cv2.subtract(pale, cv2.dilate(lines, np.ones((3, 3)))), np.uint8), layer
        )
    patches = _apart(sorted(patches, key=lambda place: -place.width * place.height))
    patches = [one for one in patches if not _known(one, frames) and not _in_line(words, one)]
    patches = [replace(place, among=_under_words(words, place)) for place in patches]
    return [*frames[:_MOST_FRAMES], *patches[: _MOST_PATCHES[layer]]]


def _strong(layer_map: Ink, layer: Layer, least: int) -> NDArray[np.uint8]:
    strong = (layer_map > least).astype(np.uint8)
    if layer == "ink":
        return strong
    return np.asarray(cv2.morphologyEx(strong, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)


def _insides(strong: NDArray[np.uint8], layer: Layer, gaps: Sequence[int]) -> Iterator[Place]:
    """The insides of closed lines, of nested ones each."""
    for gap in gaps:
        closed = _closed(strong, gap)
        # The picture's edge closes a frame that it cuts.
        closed[0], closed[-1], closed[:, 0], closed[:, -1] = 1, 1, 1, 1
        contours, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        if tree is None:
            continue
        holes = [contour for contour, (_, _, _, parent) in zip(contours, tree[0], strict=True) if parent >= 0]
        # What the closing took from the inside of the line.
        yield from _rectangles(holes, _FRAME, layer, strong.shape, grow=gap // 2)


def _cells_last(frames: list[Place]) -> list[Place]:
    """Of more frames than are looked at, those that adjoin others of their height or width: table cells."""
    if len(frames) <= _MOST_FRAMES:
        return frames
    sides = np.array([(place.x, place.y, place.width, place.height) for place in frames])
    off = np.abs(sides[:, None, :2] - sides[None, :, :2])
    reach = (sides[:, None, 2:] + sides[None, :, 2:]) / 2
    near = np.abs(off - reach) < 0.15 * sides[:, None, 3:]
    level = off < 0.1 * sides[:, None, 3:]
    adjoining = ((near[..., 0] & level[..., 1]) | (near[..., 1] & level[..., 0])).sum(axis=1)
    return [frames[index] for index in np.argsort(adjoining, kind="stable")]


def _surrounded(lines: NDArray[np.uint8], layer: Layer) -> Iterator[Place]:
    """What pieces of lines surround."""
    for gap in _BROKEN:
        contours, _ = cv2.findContours(_closed(lines, gap), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        yield from _rectangles(contours, _FRAME, layer, lines.shape)


def _lines(strong: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Parts that are long and thin, or hollow: pieces of frames, not letters."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strong, connectivity=8)
    across, down, area = stats[:, 2], stats[:, 3], stats[:, 4]
    long = np.maximum(across, down)
    kept = (long > 5 * _MM) & (area < 0.22 * across * down)
    kept |= (long > 3 * _MM) & (long > 7 * np.minimum(across, down))
    kept &= long < 170 * _MM
    kept[0] = False
    return np.asarray(kept[labels] if count > 1 else strong, np.uint8)


def _patches(strong: NDArray[np.uint8], layer: Layer) -> Iterator[Place]:
    for gap in _ISOLATED:
        contours, _ = cv2.findContours(_closed(strong, gap), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        yield from _rectangles(contours, _PATCH[layer], layer, strong.shape)


def _in_line(words: NDArray[np.uint8], place: Place) -> bool:
    """Whether more words stand before or after on the same line: it is a word of a sentence or heading."""
    beside = round(_BESIDE * _LINE)
    columns = _about(words, place, beside, 0)[3:-3].max(axis=0)
    return bool(max(columns[: beside - 2].mean(), columns[2 - beside :].mean()) > _WRITTEN_BESIDE)


def _under_words(words: NDArray[np.uint8], place: Place) -> bool:
    """Whether words stand above, as the first line of a stamp of two, or below, where it is on its head."""
    above = round(_ABOVE * _LINE)
    rows = _about(words, place, 0, above).mean(axis=1) > _MORE_THAN_A_DOT
    return bool(max(rows[: above - 2].mean(), rows[2 - above :].mean()) > _WRITTEN)


def _about(words: NDArray[np.uint8], place: Place, beside: int, above: int) -> NDArray[np.uint8]:
    """The place upright and `_LINE` pixels high, with so many more on either side and above and below."""
    scale = _LINE / place.height
    size = (round(place.width * scale) + 2 * beside, _LINE + 2 * above)
    turn = math.radians(place.angle)
    cos, sin = scale * math.cos(turn), scale * math.sin(turn)
    matrix = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]])
    matrix[:, 2] = np.array([size[0] / 2, size[1] / 2]) - matrix[:, :2] @ (place.x, place.y)
    return np.asarray(cv2.warpAffine(words, matrix, size), np.uint8)


def _closed(strong: NDArray[np.uint8], gap: int) -> NDArray[np.uint8]:
    if gap < 2:
        return strong.copy()
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap)) if gap < 8 else np.ones((gap, gap))
    edged = cv2.copyMakeBorder(strong, gap, gap, gap, gap, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(edged, cv2.MORPH_CLOSE, np.asarray(kernel, np.uint8))
    return np.ascontiguousarray(closed[gap:-gap, gap:-gap], np.uint8)


def _rectangles(
    contours: Sequence[NDArray[Any]], limits: _Limits, layer: Layer, page: tuple[int, ...], grow: int = 0
) -> list[Place]:
    result = []
    for contour in contours:
        _, _, across, down = cv2.boundingRect(contour)
        if max(across, down) < limits.least_wide * _MM or min(across, down) < limits.least_high * _MM:
            continue
        if across > _PAGE_SHARE * page[1] and down > _PAGE_SHARE * page[0]:
            continue
        hull = cv2.convexHull(contour)
        (x, y), (width, height), angle = cv2.minAreaRect(hull)
        if width < height:
            width, height, angle = height, width, angle + 90
        if not (limits.least_high * _MM <= height <= limits.most_high * _MM):
            continue
        if not (limits.least_wide * _MM <= width <= min(limits.most_wide * _MM, limits.slimmest * height)):
            continue
        if cv2.contourArea(hull if limits.hull else contour) < limits.full * width * height:
            continue
        result.append(Place(x, y, width + 2 * grow, height + 2 * grow, _level(angle), layer))
    return sorted(result, key=lambda place: -place.width * place.height)


def _level(angle: float) -> float:
    """The same direction within -90° and 90°, so that upright words are tried upright first."""
    return (angle + 90) % 180 - 90


def _known(place: Place, others: Sequence[Place]) -> bool:
    """Whether another place has nearly the same middle and sides."""
    return any(
        abs(place.x - one.x) + abs(place.y - one.y) < 0.12 * one.height + 2
        and abs(place.width - one.width) < 0.1 * one.width + 2
        and abs(place.height - one.height) < 0.12 * one.height + 2
        for one in others
    )


def _apart(places: Sequence[Place]) -> list[Place]:
    kept: list[Place] = []
    for place in places:
        if not _known(place, kept):
            kept.append(place)
    return kept
