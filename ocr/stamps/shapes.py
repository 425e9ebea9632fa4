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
_COARSE = 5
"""Gaps from here on are closed on a copy half as large, which is four times as quick."""
_MOST_FRAMES = 60
_MOST_PATCHES = 24
_INKED: dict[Layer, int] = {"ink": 70, "colour": 26}
"""From which value on a map's pixel is ink."""
_PALE: dict[Layer, int] = {"ink": 42, "colour": 12}
_OTHERWISE: dict[Layer, tuple[tuple[int, int], ...]] = {
    "ink": ((_PALE["ink"], 5), (120, 1)),
    "colour": ((_PALE["colour"], 5),),
}
"""Other such values, for pale and for blotted frames, and the gaps that are closed then."""
_DOT, _DASH, _THIN = 1.2, 6.0, 1.4
"""Millimetres: how long a dot is at most, and how long and thick a dash."""
_MARKS_ROOM = 0.4
"""Height of a letter's marks, in heights of the letters."""
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
    lines, bits = _lines(strong)
    found = list(_insides(strong, layer, _GAPS))
    for least, gap in _OTHERWISE[layer]:
        found += _insides(_strong(layer_map, layer, least), layer, (gap,))
    places = _cells_last(_apart([*found, *_surrounded(lines, layer)]))[:_MOST_FRAMES]
    words = np.asarray(cv2.subtract(strong, lines), np.uint8)
    patches = list(_patches(words, layer))
    pale = _strong(layer_map, layer, _PALE[layer])
    patches += _patches(np.asarray(cv2.subtract(pale, cv2.dilate(lines, np.ones((3, 3)))), np.uint8), layer)
    letters = np.asarray(cv2.subtract(words, bits), np.uint8)
    for more in (patches, [_with_marks(place) for place in _patches(letters, layer)]):
        more.sort(key=lambda place: -place.width * place.height)
        new = [one for one in _apart(more) if not _known(one, places) and not _in_line(letters, one)]
        places += [replace(place, among=_under_words(words, place)) for place in new[:_MOST_PATCHES]]
    return places


def _strong(layer_map: Ink, layer: Layer, least: int) -> NDArray[np.uint8]:
    strong = (layer_map > least).astype(np.uint8)
    if layer == "ink":
        return strong
    return np.asarray(cv2.morphologyEx(strong, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)


def _insides(strong: NDArray[np.uint8], layer: Layer, gaps: Sequence[int]) -> Iterator[Place]:
    """The insides of closed lines, of nested ones each."""
    for gap in gaps:
        closed, scale = _closed(strong, gap)
        # The picture's edge closes a frame that it cuts.
        closed[0], closed[-1], closed[:, 0], closed[:, -1] = 1, 1, 1, 1
        contours, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        if tree is None:
            continue
        holes = [contour for contour, (_, _, _, parent) in zip(contours, tree[0], strict=True) if parent >= 0]
        # What the closing took from the inside of the line.
        yield from _rectangles(holes, _FRAME, layer, strong.shape, scale=scale, grow=gap // 2)


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
        closed, scale = _closed(lines, gap)
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        yield from _rectangles(contours, _FRAME, layer, lines.shape, scale=scale)


def _lines(strong: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Parts that are long and thin, or hollow: pieces of frames, not letters. And dots and dashes."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strong, connectivity=8)
    across, down, area = stats[:, 2], stats[:, 3], stats[:, 4]
    long, slim = np.maximum(across, down), np.minimum(across, down)
    kept = (long > 5 * _MM) & (area < 0.22 * across * down)
    kept |= (long > 3 * _MM) & (long > 7 * slim)
    kept &= long < 170 * _MM
    small = (long < _DOT * _MM) | ((long < _DASH * _MM) & (slim < _THIN * _MM) & (long > 2.5 * slim))
    kinds = kept.astype(np.uint8) + 2 * (small & ~kept).astype(np.uint8)
    kinds[0] = 0
    which = kinds[labels] if count > 1 else strong
    return np.asarray(which == 1, np.uint8), np.asarray(which == 2, np.uint8)


def _with_marks(letters: Place) -> Place:
    """The place with room for the marks over and under its letters, whichever way up they stand."""
    room = _MARKS_ROOM if letters.width > 2.5 * letters.height else _MARKS_ROOM / 2
    return replace(letters, height=(1 + 2 * room) * letters.height)


def _patches(strong: NDArray[np.uint8], layer: Layer) -> Iterator[Place]:
    for gap in _ISOLATED:
        closed, scale = _closed(strong, gap)
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        yield from _rectangles(contours, _PATCH[layer], layer, strong.shape, scale=scale)


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


def _closed(strong: NDArray[np.uint8], gap: int) -> tuple[NDArray[np.uint8], int]:
    """The gaps closed, and how many of the map's pixels there are to one of the result's."""
    if gap < 2:
        return strong.copy(), 1
    scale = 2 if gap >= _COARSE and min(strong.shape) > 4 else 1
    if scale == 2:
        size = strong.shape[1] // 2, strong.shape[0] // 2
        strong = np.asarray(cv2.resize(strong * 255, size, interpolation=cv2.INTER_AREA) > 32, np.uint8)
        gap = gap // 2 | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap)) if gap < 8 else np.ones((gap, gap))
    edged = cv2.copyMakeBorder(strong, gap, gap, gap, gap, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(edged, cv2.MORPH_CLOSE, np.asarray(kernel, np.uint8))
    return np.ascontiguousarray(closed[gap:-gap, gap:-gap], np.uint8), scale


def _rectangles(
    contours: Sequence[NDArray[Any]],
    limits: _Limits,
    layer: Layer,
    page: tuple[int, ...],
    *,
    scale: int,
    grow: int = 0,
) -> list[Place]:
    """Those of the contours that may be a place; one of their pixels is `scale` of the page's."""
    result = []
    mm = _MM / scale
    for contour in contours:
        _, _, across, down = cv2.boundingRect(contour)
        if max(across, down) < limits.least_wide * mm or min(across, down) < limits.least_high * mm:
            continue
        if scale * across > _PAGE_SHARE * page[1] and scale * down > _PAGE_SHARE * page[0]:
            continue
        hull = cv2.convexHull(contour)
        (x, y), (width, height), angle = cv2.minAreaRect(hull)
        if width < height:
            width, height, angle = height, width, angle + 90
        if not (limits.least_high * mm <= height <= limits.most_high * mm):
            continue
        if not (limits.least_wide * mm <= width <= min(limits.most_wide * mm, limits.slimmest * height)):
            continue
        if cv2.contourArea(hull if limits.hull else contour) < limits.full * width * height:
            continue
        place = Place(x, y, width, height, _level(angle), layer).times(scale)
        result.append(replace(place, width=place.width + 2 * grow, height=place.height + 2 * grow))
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
