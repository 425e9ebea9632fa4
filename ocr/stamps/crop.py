"""What stands at a place: turned upright, freed of its frame, cut to its words."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.ink import Ink
from ocr.stamps.place import Place

HEIGHT, WIDTH = 40, 128
"""Pixels of what is judged."""
_UPRIGHT = 72
"""Pixels the place's height has while its frame is looked for."""
_MARGIN = 0.06
_MANY_DASHES = 8
"""Small parts along a place's edge from which they are a frame's, and no marks of letters."""
_ALTERED = ((4.0, 1.0), (-4.0, 1.0), (0.0, 0.9), (2.0, 1.08))
"""Degrees and share of the size by which words are altered for a second look."""
_AROUND = 0.08
"""Room left about the words, in shares of their height."""


@dataclass(frozen=True, slots=True)
class Words:
    """What may be words: ink 0..255 on 0, and the place that it fills."""

    ink: Ink
    place: Place


def words_at(ink: Ink, place: Place) -> list[Words]:
    """The words within a frame and, where one was taken away or nothing was left, all that is there."""
    upright, scale = _upright(ink, place)
    if not upright.size or int(upright.max()) < 40:
        return []
    labels, stats, middles = _parts(upright)
    frame = _frame_parts(stats, middles, upright.shape)
    found = []
    if frame.any():
        mask = cv2.dilate(frame[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
        inner = np.where(mask > 0, 0, upright).astype(np.uint8)
        # By themselves: letters may be much paler than the frame.
        _, stats_within, middles_within = _parts(inner)
        rest = stats_within[~_frame_parts(stats_within, middles_within, upright.shape)][1:]
        if (box := _text_box(rest, upright.shape)) is not None:
            found.append(_cut(inner, box, place, scale))
    if (box := _text_box(stats[1:], upright.shape)) is not None:
        found.append(_cut(upright, box, place, scale))
    return found


def _parts(ink: Ink) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Labels, measures and middles of what hangs together in strong ink; the first is the paper."""
    strong = (ink > max(30.0, 0.4 * float(np.percentile(ink, 98)))).astype(np.uint8)
    _, labels, stats, middles = cv2.connectedComponentsWithStats(strong, connectivity=8)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32), np.asarray(middles, np.float64)


def _upright(ink: Ink, place: Place) -> tuple[Ink, float]:
    """The place made level, and how many of its pixels there are to one of the map's."""
    wide, high = place.width + 2 * _MARGIN * place.height, (1 + 2 * _MARGIN) * place.height
    scale = min(_UPRIGHT / high, 12 * _UPRIGHT / wide)
    size = max(4, round(wide * scale)), max(4, round(high * scale))
    turn = math.radians(place.angle)
    cos, sin = scale * math.cos(turn), scale * math.sin(turn)
    matrix = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]])
    matrix[:, 2] = np.array([size[0] / 2, size[1] / 2]) - matrix[:, :2] @ (place.x, place.y)
    reach = math.hypot(wide, high) / 2 + 3
    left, top = max(0, int(place.x - reach)), max(0, int(place.y - reach))
    part = ink[top : int(place.y + reach) + 1, left : int(place.x + reach) + 1]
    if not part.size:
        return np.zeros((0, 0), np.uint8), scale
    matrix[:, 2] += matrix[:, :2] @ (left, top)
    if scale < 0.7:
        smaller = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
        matrix[:, 0] *= part.shape[1] / smaller[0]
        matrix[:, 1] *= part.shape[0] / smaller[1]
        part = np.asarray(cv2.resize(part, smaller, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.warpAffine(part, matrix, size, flags=cv2.INTER_LINEAR), np.uint8), scale


def _frame_parts(
    stats: NDArray[np.int32], middles: NDArray[np.float64], shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    """Which connected parts are lines of a frame, or of ink that comes in from outside."""
    height, width = shape
    left, top, across, down, area = (stats[:, i] for i in range(5))
    hollow = area < 0.45 * across * down
    around = (across > 0.8 * width) & (down > 0.7 * height) & hollow
    edge_y = np.minimum(middles[:, 1], height - middles[:, 1])
    edge_x = np.minimum(middles[:, 0], width - middles[:, 0])
    lying = (across > 0.3 * width) & (down < 0.16 * height) & (edge_y < 0.2 * height)
    lying |= (across > 4 * down) & (edge_y < 0.09 * height)
    standing = (down > 0.6 * height) & (across < 0.16 * height) & (edge_x < 0.22 * height)
    standing |= (down > 3 * across) & (edge_x < 0.09 * height)
    cornered = hollow & (across > 0.3 * width) & (down > 0.6 * height) & (area < 0.25 * across * down)
    outside = (left == 0) | (top == 0) | (left + across == width) | (top + down == height)
    outside &= edge_y < 0.08 * height
    outside |= edge_x < 0.05 * height
    dashes = (np.minimum(edge_x, edge_y) < 0.12 * height) & (np.minimum(across, down) < 0.14 * height)
    if int(dashes.sum()) >= _MANY_DASHES:
        outside |= dashes
    parts = around | lying | standing | cornered | outside
    parts[0] = False
    return np.asarray(parts, np.bool_)


def _text_box(stats: NDArray[np.int32], shape: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of what is high enough to be letters, with room for the marks over them."""
    stats = stats[stats[:, 4] >= 6]
    if not len(stats):
        return None
    tallest = int(stats[:, 3].max())
    if tallest < 0.14 * shape[0]:
        return None
    letters = stats[stats[:, 3] > 0.4 * tallest]
    left, top = int(letters[:, 0].min()), int(letters[:, 1].min())
    right = int((letters[:, 0] + letters[:, 2]).max())
    bottom = int((letters[:, 1] + letters[:, 3]).max())
    line = float(np.median(letters[:, 3]))
    for x, y, across, down, _ in stats:
        middle = x + across / 2, y + down / 2
        if left <= middle[0] <= right and top - 0.45 * line < middle[1] < bottom + 0.35 * line:
            top, bottom = min(top, int(y)), max(bottom, int(y + down))
    return (left, top, right, bottom) if right - left > 0.6 * line else None


def _cut(upright: Ink, box: tuple[int, int, int, int], place: Place, scale: float) -> Words:
    left, top, right, bottom = box
    room = round(_AROUND * (bottom - top)) + 1
    left, top = max(0, left - room), max(0, top - room)
    right, bottom = min(upright.shape[1], right + room), min(upright.shape[0], bottom + room)
    off_x = ((left + right) / 2 - upright.shape[1] / 2) / scale
    off_y = ((top + bottom) / 2 - upright.shape[0] / 2) / scale
    turn = math.radians(place.angle)
    within = replace(
        place,
        x=place.x + off_x * math.cos(turn) - off_y * math.sin(turn),
        y=place.y + off_x * math.sin(turn) + off_y * math.cos(turn),
        width=(right - left) / scale,
        height=(bottom - top) / scale,
    )
    return Words(np.ascontiguousarray(upright[top:bottom, left:right]), within)


def normal(words: Ink) -> Ink:
    """In the middle of `HEIGHT` by `WIDTH`, as large as fits, the darkest ink at 255."""
    scale = min(HEIGHT / words.shape[0], WIDTH / words.shape[1])
    size = max(1, round(words.shape[1] * scale)), max(1, round(words.shape[0] * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(words, size, interpolation=way)
    dark = max(40.0, float(np.percentile(small, 97)))
    result = np.zeros((HEIGHT, WIDTH), np.uint8)
    top, left = (HEIGHT - size[1]) // 2, (WIDTH - size[0]) // 2
    result[top : top + size[1], left : left + size[0]] = cv2.convertScaleAbs(small, alpha=255 / dark)
    return result


def altered(words: Ink) -> list[Ink]:
    """The same words turned a little and cut out closer or wider."""
    room = round(0.12 * words.shape[0]) + 1
    wide = cv2.copyMakeBorder(words, room, room, room, room, cv2.BORDER_CONSTANT, value=0)
    height, width = wide.shape
    result = []
    for turn, scale in _ALTERED:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, scale)
        moved = cv2.warpAffine(wide, matrix, (width, height))[room // 2 : -(room // 2) or None]
        result.append(np.ascontiguousarray(moved[:, room // 2 : -(room // 2) or None], np.uint8))
    return result
