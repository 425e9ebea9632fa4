"""Frames about a stamp's words; those measured with are not those trained with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

import cv2
import numpy as np

from benchmarks.stamps.lettering import Mask

Half = Literal["tune", "measure"]
"""Of the set: the one that everything is trained and tuned on, and the one that is measured with."""

FRAMES: dict[Half, tuple[str, ...]] = {
    "tune": (
        *("single", "double", "rounded", "broken", "none", "underline"),
        *("dotted", "dash-dot", "pill", "squircle"),
    ),
    "measure": ("thick-thin", "octagon", "dashed", "rules", "oval", "none"),
}
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Room:
    """The rectangle that the frame's line follows."""

    canvas: Mask
    left: int
    top: int
    right: int
    bottom: int
    pen: int
    random: Random

    def line(self, start: Point, end: Point) -> None:
        cv2.line(self.canvas, start, end, 255, self.pen, cv2.LINE_AA)

    def ring(self, points: list[Point]) -> None:
        cv2.polylines(self.canvas, [np.array(points, np.int32)], True, 255, self.pen, cv2.LINE_AA)

    def rectangle(self, inset: int, pen: int) -> None:
        corners = (self.left + inset, self.top + inset), (self.right - inset, self.bottom - inset)
        cv2.rectangle(self.canvas, *corners, 255, max(1, pen), cv2.LINE_AA)


def draw_frame(canvas: Mask, kind: str, edge: int, pen: int, random: Random) -> None:
    """Draw the frame within `edge` pixels of the canvas's border; `none` draws nothing."""
    height, width = canvas.shape
    inset = max(pen, edge // 2)
    room = _Room(canvas, inset, inset, width - 1 - inset, height - 1 - inset, pen, random)
    if kind != "none":
        _KINDS[kind](room)


def _double(room: _Room) -> None:
    room.rectangle(0, room.pen)
    room.rectangle(2 * room.pen + max(1, room.pen // 2), room.pen)


def _thick_thin(room: _Room) -> None:
    room.rectangle(0, 2 * room.pen)
    room.rectangle(2 * room.pen + max(1, room.pen // 2), room.pen // 2)


def _broken(room: _Room) -> None:
    room.rectangle(0, room.pen)
    for _ in range(room.random.randint(1, 3)):
        _gap(room, 2 * room.pen + 2)


def _gap(room: _Room, depth: int) -> None:
    random = room.random
    share = random.uniform(0.1, 0.3)
    if random.random() < 0.6:
        start, y = random.randint(room.left, room.right), random.choice((room.top, room.bottom))
        room.canvas[
            max(0, y - depth) : y + depth, start : start + round(share * (room.right - room.left))
        ] = 0
    else:
        start, x = random.randint(room.top, room.bottom), random.choice((room.left, room.right))
        room.canvas[
            start : start + round(share * (room.bottom - room.top)), max(0, x - depth) : x + depth
        ] = 0


def _rounded(room: _Room) -> None:
    r = max(2, round(min(room.canvas.shape) * room.random.uniform(0.1, 0.3)))
    corners = (
        (room.right - r, room.top + r, -90),
        (room.right - r, room.bottom - r, 0),
        (room.left + r, room.bottom - r, 90),
        (room.left + r, room.top + r, 180),
    )
    room.ring(
        [
            (
                round(float(x + r * np.cos(np.radians(start + step)))),
                round(float(y + r * np.sin(np.radians(start + step)))),
            )
            for x, y, start in corners
            for step in range(0, 91, 15)
        ]
    )


def _octagon(room: _Room) -> None:
    c = max(2, round(min(room.canvas.shape) * room.random.uniform(0.06, 0.16)))
    x0, y0, x1, y1 = room.left, room.top, room.right, room.bottom
    upper = [(x0 + c, y0), (x1 - c, y0), (x1, y0 + c)]
    lower = [(x1, y1 - c), (x1 - c, y1), (x0 + c, y1), (x0, y1 - c)]
    room.ring([*upper, *lower, (x0, y0 + c)])


def _oval(room: _Room) -> None:
    height, width = room.canvas.shape
    axes = (width // 2 - room.pen, height // 2 - room.pen)
    cv2.ellipse(room.canvas, (width // 2, height // 2), axes, 0, 0, 360, 255, room.pen, cv2.LINE_AA)


def _underline(room: _Room) -> None:
    room.line((room.left, room.bottom), (room.right, room.bottom))


def _rules(room: _Room) -> None:
    _underline(room)
    room.line((room.left, room.top), (room.right, room.top))


def _dashed(room: _Room) -> None:
    dash = max(3, 4 * room.pen)
    for x in range(room.left, room.right, 2 * dash):
        for y in (room.top, room.bottom):
            room.line((x, y), (min(x + dash, room.right), y))
    for y in range(room.top, room.bottom, 2 * dash):
        for x in (room.left, room.right):
            room.line((x, y), (x, min(y + dash, room.bottom)))


def _edges(room: _Room) -> list[tuple[Point, Point]]:
    corners = [
        (room.left, room.top),
        (room.right, room.top),
        (room.right, room.bottom),
        (room.left, room.bottom),
    ]
    return list(zip(corners, [*corners[1:], corners[0]], strict=True))


def _dotted(room: _Room) -> None:
    """Round dots, as a perforating wheel leaves them."""
    step = room.pen * room.random.uniform(2.2, 5)
    for start, end in _edges(room):
        for share in np.arange(0, 1, step / max(step, float(np.hypot(end[0] - start[0], end[1] - start[1])))):
            x, y = (round(a + share * (b - a)) for a, b in zip(start, end, strict=True))
            cv2.circle(room.canvas, (x, y), max(1, round(0.6 * room.pen)), 255, -1, cv2.LINE_AA)


def _dash_dot(room: _Room) -> None:
    """Long and short strokes in turn, gaps of another length; the pattern runs on around the corners."""
    draw = room.random.uniform
    pattern = [room.pen * draw(*span) for span in ((4, 11), (1.5, 5), (1, 4), (1.5, 5))]
    part, left = room.random.randrange(4), pattern[0]
    for start, end in _edges(room):
        along, length = 0.0, float(np.hypot(end[0] - start[0], end[1] - start[1]))
        while along < length:
            until = min(length, along + left)
            points = [
                (
                    round(start[0] + (end[0] - start[0]) * at / length),
                    round(start[1] + (end[1] - start[1]) * at / length),
                )
                for at in (along, until)
            ]
            if part % 2 == 0:
                room.line(*points)
            left -= until - along
            along = until
            if left < 0.5:
                part = (part + 1) % 4
                left = pattern[part]


def _pill(room: _Room) -> None:
    """Two straight sides, the ends half circles."""
    radius = (room.bottom - room.top) // 2
    turns = np.radians(np.arange(-90, 91, 10))
    points = [(room.right - radius + radius * np.cos(t), room.top + radius * (1 + np.sin(t))) for t in turns]
    points += [
        (room.left + radius - radius * np.cos(t), room.bottom - radius * (1 + np.sin(t))) for t in turns
    ]
    room.ring([(round(float(x)), round(float(y))) for x, y in points])


def _squircle(room: _Room) -> None:
    """Between an ellipse and a rectangle."""
    power = 2 / room.random.uniform(2.6, 5)
    middle = (room.left + room.right) / 2, (room.top + room.bottom) / 2
    half = (room.right - room.left) / 2, (room.bottom - room.top) / 2
    turns = np.radians(np.arange(0, 360, 4))
    across, down = (np.sign(f) * np.abs(f) ** power for f in (np.cos(turns), np.sin(turns)))
    room.ring(
        [
            (round(float(middle[0] + half[0] * x)), round(float(middle[1] + half[1] * y)))
            for x, y in zip(across, down, strict=True)
        ]
    )


_KINDS: dict[str, Callable[[_Room], None]] = {
    "single": lambda room: room.rectangle(0, room.pen),
    "double": _double,
    "thick-thin": _thick_thin,
    "broken": _broken,
    "rounded": _rounded,
    "octagon": _octagon,
    "oval": _oval,
    "underline": _underline,
    "rules": _rules,
    "dashed": _dashed,
    "dotted": _dotted,
    "dash-dot": _dash_dot,
    "pill": _pill,
    "squircle": _squircle,
}
