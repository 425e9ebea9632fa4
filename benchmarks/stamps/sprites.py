"""Stamps: letters in a frame, in ink that a worn rubber stamp leaves."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.stamps import fonts
from benchmarks.stamps.frames import FRAMES, Half, draw_frame
from benchmarks.stamps.lettering import Hand, Mask, some_hand, write
from benchmarks.stamps.words import BEFORE, IN_CONTEXT, MARKS, OTHER_STAMPS

Ink = NDArray[np.float32]
"""Share of light taken away, 0..1."""

INKS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "red": ((200, 25, 35), (225, 40, 40), (170, 20, 40), (214, 66, 74), (190, 40, 90)),
    "blue": ((40, 50, 160), (60, 40, 130), (70, 90, 190)),
    "black": ((20, 20, 20), (50, 50, 55), (80, 80, 80)),
}

_HOLLOW: dict[Half, float] = {"tune": 0.14, "measure": 0.07}


@dataclass(frozen=True, slots=True)
class Sprite:
    ink: Ink
    box: tuple[float, float, float, float]
    """Middle x, middle y, width, height of the mark's own words, in the sprite's pixels."""
    capital: int
    level: str | None
    """None for a stamp that is no secrecy mark."""
    frame: str
    """Its kind (see `frames`); `none` where the words stand by themselves."""

    @property
    def framed(self) -> bool:
        return self.frame != "none"


def as_ink(mask: Mask) -> Ink:
    return np.asarray(mask / 255, np.float32)


def typefaces(half: Half) -> list[str]:
    return fonts.trained() if half == "tune" else fonts.measured()


def secrecy_stamp(random: Random, half: Half, capital: int, *, level: str | None = None) -> Sprite:
    level = level or random.choice(tuple(MARKS))
    usual = random.random() < 0.72
    text = MARKS[level][0] if usual else random.choice(MARKS[level][1:])
    lines = text.split() if level != "confidential" and random.random() < 0.25 else [text]
    before = random.choice(BEFORE) if random.random() < 0.08 else ""
    frame = random.choice(FRAMES[half])
    if frame == "none" and text.islower():
        lines = [MARKS[level][0]]
    return in_frame(random, half, capital, lines, level=level, frame=frame, before=before)


def other_stamp(random: Random, half: Half, capital: int) -> Sprite:
    words = random.choice(OTHER_STAMPS)
    parts = words.split()
    lines = [words]
    if len(parts) > 1 and random.random() < 0.3:
        middle = (len(parts) + 1) // 2
        lines = [" ".join(parts[:middle]), " ".join(parts[middle:])]
    return in_frame(random, half, capital, lines, level=None, frame=random.choice(FRAMES[half]))


def in_frame(
    random: Random,
    half: Half,
    capital: int,
    lines: list[str],
    *,
    level: str | None,
    frame: str,
    before: str = "",
    hollow: float | None = None,
) -> Sprite:
    """These lines of words in a frame of that kind, `level` saying what mark they are.

    `hollow`: chance that the letters are outlines; None for that of the half.
    """
    hand = some_hand(random, typefaces(half), _HOLLOW[half] if hollow is None else hollow)
    rows = [write(line, hand, capital, random) for line in lines]
    gap = round(capital * random.uniform(0.2, 0.6))
    text, box = _stack(rows, gap), None
    if before:
        text, box = _beside(
            write(before, hand, capital, random), text, round(capital * random.uniform(0.3, 0.7))
        )
    height, width = text.shape
    box = box or (width / 2, height / 2, float(width), float(height))
    pad_x, pad_y = (round(capital * random.uniform(0.25, 0.95)) for _ in range(2))
    edge = round(capital * 0.5)
    left, top = pad_x + edge, pad_y + edge
    canvas = np.zeros((height + 2 * top, width + 2 * left), np.uint8)
    canvas[top : top + height, left : left + width] = text
    draw_frame(canvas, frame, edge, max(1, round(capital * random.uniform(0.05, 0.16))), random)
    ink = wear_ink(canvas, random, half)
    return Sprite(ink, (box[0] + left, box[1] + top, box[2], box[3]), capital, level, frame)


def plain_words(random: Random, half: Half, capital: int, words: str) -> Sprite:
    """Words without a frame, evenly inked: print."""
    mask = write(words, Hand(random.choice(typefaces(half))), capital, random)
    height, width = mask.shape
    return Sprite(
        as_ink(mask),
        (width / 2, height / 2, float(width), float(height)),
        capital,
        None,
        "none",
    )


def words_around(random: Random, half: Half, capital: int) -> Sprite:
    """Print with the word mật (or a level's name) in it; the box is about that word only."""
    left, word, right = random.choice(IN_CONTEXT)
    case = random.random()
    hand = (
        some_hand(random, typefaces(half)) if random.random() < 0.3 else Hand(random.choice(typefaces(half)))
    )
    parts = [part.upper() if case < 0.5 else part for part in (left, word, right)]
    text = write(parts[1], hand, capital, random)
    height, width = text.shape
    box = (width / 2, height / 2, float(width), float(height))
    gap = round(capital * random.uniform(0.35, 0.6))
    if parts[0]:
        text, box = _beside(write(parts[0], hand, capital, random), text, gap)
    if parts[2]:
        after = write(parts[2], hand, capital, random)
        whole, _ = _beside(text, after, gap)
        box = (box[0], box[1] + whole.shape[0] - text.shape[0], box[2], box[3])
        text = whole
    frame = random.choice(FRAMES[half]) if random.random() < 0.2 else "none"
    edge = capital if frame != "none" else 2
    canvas = np.zeros((text.shape[0] + 2 * edge, text.shape[1] + 2 * edge), np.uint8)
    canvas[edge : edge + text.shape[0], edge : edge + text.shape[1]] = text
    draw_frame(canvas, frame, capital // 2, max(1, capital // 10), random)
    ink = as_ink(canvas)
    return Sprite(ink, (box[0] + edge, box[1] + edge, box[2], box[3]), capital, None, frame)


def _stack(rows: list[Mask], gap: int) -> Mask:
    if len(rows) == 1:
        return rows[0]
    width = max(row.shape[1] for row in rows)
    height = sum(row.shape[0] for row in rows) + gap * (len(rows) - 1)
    canvas, y = np.zeros((height, width), np.uint8), 0
    for row in rows:
        x = (width - row.shape[1]) // 2
        canvas[y : y + row.shape[0], x : x + row.shape[1]] = row
        y += row.shape[0] + gap
    return canvas


def _beside(first: Mask, second: Mask, gap: int) -> tuple[Mask, tuple[float, float, float, float]]:
    height = max(first.shape[0], second.shape[0])
    canvas = np.zeros((height, first.shape[1] + gap + second.shape[1]), np.uint8)
    canvas[height - first.shape[0] :, : first.shape[1]] = first
    x, y = first.shape[1] + gap, height - second.shape[0]
    canvas[y:, x:] = second
    return canvas, (x + second.shape[1] / 2, y + second.shape[0] / 2, *map(float, second.shape[::-1]))


def clouds(shape: tuple[int, int], cell: float, seed: int) -> Ink:
    """Smooth noise of mean 0 and deviation about 1; `cell` is the size of its patches in pixels."""
    height, width = shape
    small = np.random.default_rng(seed).standard_normal(
        (max(2, round(height / cell) + 1), max(2, round(width / cell) + 1)), dtype=np.float32
    )
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def wear_ink(mask: Mask, random: Random, half: Half) -> Ink:
    """Uneven ink: patches and a fading side while tuning; streaks, grain and blots while measuring."""
    ink = as_ink(mask)
    if random.random() < 0.35:
        return ink
    shape, seed = mask.shape, random.randrange(2**31)
    high = mask.shape[0]
    if half == "tune":
        if random.random() < 0.7:
            patches = clouds(shape, high * random.uniform(0.08, 0.5), seed)
            ink *= np.clip(1.05 + patches * random.uniform(0.1, 0.5), 0.1, 1)
        if random.random() < 0.4:
            ink *= clouds(shape, random.uniform(1.5, 4), seed + 1) < random.uniform(0.6, 2.0)
        if random.random() < 0.3:
            side = np.linspace(random.uniform(0.15, 1), random.uniform(0.4, 1), shape[1], dtype=np.float32)
            ink *= side[None, :: random.choice((1, -1))]
    else:
        kind = random.choice(("streaks", "grain", "blots", "lift"))
        if kind == "streaks":
            rows = clouds((shape[0], 1), random.uniform(2, 6), seed)
            ink *= np.clip(1.1 + rows * random.uniform(0.2, 0.5), 0.15, 1)
        elif kind == "grain":
            ink *= np.clip(0.8 + clouds(shape, 1.2, seed) * random.uniform(0.2, 0.5), 0, 1)
        elif kind == "blots":
            ink = np.clip(ink + (clouds(shape, high * 0.12, seed) > 2.1) * 0.8, 0, 1)
        else:
            down = np.linspace(1, random.uniform(0.15, 0.6), shape[0], dtype=np.float32)
            ink *= down[:: random.choice((1, -1)), None]
    return np.asarray(ink, np.float32)


def some_ink(random: Random, framed: bool = True) -> tuple[str, tuple[int, int, int]]:
    name = random.choices(("red", "blue", "black"), (0.62, 0.13, 0.25) if framed else (0.7, 0.15, 0.15))[0]
    red, green, blue = (v + random.randint(-15, 15) for v in random.choice(INKS[name]))
    return name, (max(0, red), max(0, green), max(0, blue))


def put(
    page: NDArray[np.uint8],
    sprite: Sprite,
    at: tuple[float, float],
    *,
    angle: float,
    scale: float,
    colour: tuple[int, int, int],
    strength: float = 1.0,
) -> tuple[float, float, float, float]:
    """Press the stamp on the page, its middle at `at`, turned clockwise; the mark's middle, width, height."""
    height, width = sprite.ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, scale)
    matrix[:, 2] += np.array(at) - (width / 2, height / 2)
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]]) @ matrix.T
    x0, y0 = np.maximum(0, np.floor(corners.min(axis=0))).astype(int)
    x1, y1 = np.minimum(page.shape[1::-1], np.ceil(corners.max(axis=0)) + 1).astype(int)
    middle = matrix @ np.array([sprite.box[0], sprite.box[1], 1.0])
    placed = (float(middle[0]), float(middle[1]), sprite.box[2] * scale, sprite.box[3] * scale)
    if x1 <= x0 or y1 <= y0:
        return placed
    matrix[:, 2] -= (x0, y0)
    ink = sprite.ink
    if scale < 0.6:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.3 / scale), np.float32)
    share = cv2.warpAffine(ink, matrix, (int(x1 - x0), int(y1 - y0)), flags=cv2.INTER_LINEAR)
    taken = share[..., None] * strength * (1 - np.array(colour, np.float32) / 255)
    part = page[y0:y1, x0:x1]
    part[:] = (part * (1 - np.clip(taken, 0, 1))).astype(np.uint8)
    return placed
