"""Training material for the finder: pieces of pages with marks, other stamps and words, and what is where."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.stamps.cases import some_angle
from benchmarks.stamps.frames import Half
from benchmarks.stamps.paper import Page, blank_page
from benchmarks.stamps.sprites import Sprite, other_stamp, plain_words, put, secrecy_stamp, some_ink
from benchmarks.stamps.wear import wear
from benchmarks.stamps.words import HEADINGS, MARKS, OTHER_STAMPS
from ocr.stamps.ink import Ink, ink_maps

SIDE = 256
GRID = 8
LEVELS = tuple(MARKS)
CAPITALS = (7.0, 19.0)
"""Capital heights, in pixels, that the finder must see at one size of the page."""
_RENDERED = 32
CHANNELS = 9
"""Three levels, middle (2), logarithm of size (2), sine and cosine of the angle."""


@dataclass(frozen=True, slots=True)
class Patch:
    ink: Ink
    target: NDArray[np.float32]
    """`CHANNELS` by grid rows by grid columns; the first three are 0 or 1."""
    weight: NDArray[np.float32]
    """Grid: 0 where nothing is asked (edges of marks, marks too large or small)."""


def pool(random: Random, count: int, half: Half = "tune") -> list[Page]:
    return [blank_page(random, half) for _ in range(count)]


def patch(random: Random, pages: list[Page], half: Half = "tune") -> Patch:
    page = _piece(random, pages)
    target = np.zeros((CHANNELS, SIDE // GRID, SIDE // GRID), np.float32)
    weight = np.ones((SIDE // GRID, SIDE // GRID), np.float32)
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        _press(page, other_stamp(random, half, _RENDERED), random)
    if random.random() < 0.25:
        words = random.choice((*HEADINGS, *OTHER_STAMPS, *OTHER_STAMPS))
        sprite = plain_words(random, half, _RENDERED, words)
        put(
            page, sprite, _spot(random), angle=random.gauss(0, 1.5), scale=_scale(random), colour=(20, 20, 20)
        )
    marks = []
    for _ in range(random.choice((0, 1, 1, 1, 2))):
        sprite = secrecy_stamp(random, half, _RENDERED)
        marks.append((LEVELS.index(sprite.level or ""), *_press(page, sprite, random)))
    ink, colour = ink_maps(_scan(page, random, half))
    by_colour = colour is not None and random.random() < 0.4
    for level, name, box, angle, capital in marks:
        # A black stamp is not there where only colour is looked at.
        asked = not by_colour or name != "black"
        _mark(target, weight, level, box=box, angle=angle, capital=capital if asked else math.inf)
    return Patch(colour if by_colour and colour is not None else ink, target, weight)


def _piece(random: Random, pages: list[Page]) -> Page:
    """A piece of a page at a quarter to the whole of its resolution, on white where the page ends."""
    page = random.choice(pages)
    shrink = random.choices((1, 2, 4, 8), (0.5, 0.25, 0.15, 0.1))[0] * random.uniform(0.85, 1.15)
    need = round(SIDE * shrink)
    x = random.randint(-need // 8, max(0, page.shape[1] - need) + need // 8)
    y = random.randint(-need // 8, max(0, page.shape[0] - need) + need // 8)
    part = page[max(0, y) : y + need, max(0, x) : x + need]
    size = max(2, round(part.shape[1] / shrink)), max(2, round(part.shape[0] / shrink))
    way = cv2.INTER_AREA if shrink > 1 else cv2.INTER_LINEAR
    part = np.asarray(cv2.resize(part, size, interpolation=way), np.uint8)
    result = np.full((SIDE, SIDE, 3), 255, np.uint8)
    rows, columns = min(SIDE, part.shape[0]), min(SIDE, part.shape[1])
    top, left = (random.randint(0, SIDE - rows), random.randint(0, SIDE - columns))
    result[top : top + rows, left : left + columns] = part[:rows, :columns]
    return result


def _scan(page: Page, random: Random, half: Half) -> Page:
    """Worn, and now and then as a scan of low resolution that was enlarged."""
    low = random.choice((1.0, 1.0, 0.66, 0.8))
    worn = wear(page, random, half, factor=low, skew=False, faint=random.random() < 0.5)
    return (
        worn
        if low == 1.0
        else np.asarray(cv2.resize(worn, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), np.uint8)
    )


def _scale(random: Random) -> float:
    return math.exp(random.uniform(math.log(6.0), math.log(24.0))) / _RENDERED


def _spot(random: Random) -> tuple[float, float]:
    return random.uniform(0.05, 0.95) * SIDE, random.uniform(0.05, 0.95) * SIDE


def _press(
    page: Page, sprite: Sprite, random: Random
) -> tuple[str, tuple[float, float, float, float], float, float]:
    """The ink's name, the mark's box, its angle and the height of its capitals."""
    scale, angle = _scale(random), some_angle(random)
    name, colour = some_ink(random, sprite.framed)
    strength = random.uniform(0.4, 1)
    box = put(page, sprite, _spot(random), angle=angle, scale=scale, colour=colour, strength=strength)
    return name, box, angle, scale * sprite.capital


def _mark(
    target: NDArray[np.float32],
    weight: NDArray[np.float32],
    level: int,
    *,
    box: tuple[float, float, float, float],
    angle: float,
    capital: float,
) -> None:
    """Cells near the mark's middle are to answer; the rest of its box is not asked."""
    x, y, width, height = box
    rows, columns = np.mgrid[0 : target.shape[1], 0 : target.shape[2]].astype(np.float32) * GRID + GRID / 2
    turn = math.radians(angle)
    along = (columns - x) * math.cos(turn) + (rows - y) * math.sin(turn)
    across = -(columns - x) * math.sin(turn) + (rows - y) * math.cos(turn)
    inside = (abs(along) < width * 0.5 + 2) & (abs(across) < height * 0.5 + 2)
    weight[inside] = 0
    near = (abs(along) < max(GRID * 0.6, width * 0.18)) & (abs(across) < max(GRID * 0.6, height * 0.3))
    low, high = CAPITALS
    # Seen whole enough, and of a size that is this pass's business.
    seen = -0.2 * width < x < SIDE + 0.2 * width and -0.2 * width < y < SIDE + 0.2 * width
    cut = _outside(box, turn)
    if not (low <= capital <= high) or cut > 0.2 or not seen:
        return
    target[:, near] = 0
    target[level, near] = 1
    target[3, near] = ((x - columns) / (2 * GRID))[near]
    target[4, near] = ((y - rows) / (2 * GRID))[near]
    target[5, near], target[6, near] = math.log(width / 40), math.log(height / 16)
    target[7, near], target[8, near] = math.sin(turn), math.cos(turn)
    weight[near] = 1


def _outside(box: tuple[float, float, float, float], turn: float) -> float:
    """Share of the mark's length that lies beyond the piece."""
    x, y, width, _ = box
    points = np.linspace(-0.5, 0.5, 21) * width
    xs, ys = x + points * math.cos(turn), y + points * math.sin(turn)
    return float(((xs < 0) | (ys < 0) | (xs >= SIDE) | (ys >= SIDE)).mean())
