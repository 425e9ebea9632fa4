"""The set: page images with and without marks, drawn anew from a seed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image

from benchmarks.stamps.frames import Half
from benchmarks.stamps.paper import DPI, Page, blank_page
from benchmarks.stamps.sprites import Sprite, other_stamp, put, secrecy_stamp, some_ink
from benchmarks.stamps.wear import Mode, some_mode, wear

MM = DPI / 25.4
RENDERED = 44
"""Pixels of a capital in a stamp before it is pressed on the page."""
_OPEN = {"none", "underline", "rules"}
"""What is no frame to be found by; without colour such a mark is print, which reading finds."""
_DPIS = (100, 110, 120, 150, 150, 200, 200, 300)


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark on a page: level, middle, width, height in pixels, degrees clockwise."""

    level: str
    x: float
    y: float
    width: float
    height: float
    angle: float


@dataclass(frozen=True, slots=True)
class Case:
    image: Image.Image
    marks: tuple[Placed, ...]
    dpi: int
    about: str


def cases(half: Half, stamped: int, unstamped: int, seed: int) -> Iterator[Case]:
    for index in range(stamped + unstamped):
        yield case(Random(f"{half}/{seed}/{index}"), half, stamped=index < stamped)


def case(random: Random, half: Half, *, stamped: bool) -> Case:
    page = blank_page(random, half)
    add_other_stamps(page, random, half)
    dpi, mode = random.choice(_DPIS), some_mode(random)
    marks = add_marks(page, random, half, mode, dpi) if stamped else []
    factor = dpi / DPI
    if mode == "bilevel" and any(strength < 0.75 for _, _, strength in marks):
        mode = "grey"  # nothing of a faint stamp would be left
    skew = random.gauss(0, 1.2) if random.random() < 0.4 else 0.0
    worn = wear(page, random, half, factor=factor, skew=skew, mode=mode)
    image = Image.fromarray(worn)
    if (
        random.random() < 0.3
        and (worn[..., 0] == worn[..., 1]).all()
        and (worn[..., 0] == worn[..., 2]).all()
    ):
        image = image.convert("L")
    scaled = tuple(_scanned(mark, page, skew, factor) for mark, _, _ in marks)
    return Case(image, scaled, dpi, "; ".join(about for _, about, _ in marks))


def _scanned(mark: Placed, page: Page, skew: float, factor: float) -> Placed:
    """Where the mark lies after the page was turned about its middle and made smaller."""
    turn = math.radians(skew)
    x, y = mark.x - page.shape[1] / 2, mark.y - page.shape[0] / 2
    return Placed(
        mark.level,
        (x * math.cos(turn) - y * math.sin(turn) + page.shape[1] / 2) * factor,
        (x * math.sin(turn) + y * math.cos(turn) + page.shape[0] / 2) * factor,
        mark.width * factor,
        mark.height * factor,
        mark.angle + skew,
    )


def some_angle(random: Random) -> float:
    draw = random.random()
    if draw < 0.45:
        return random.gauss(0, 3)
    return random.uniform(-30, 30) if draw < 0.8 else random.uniform(0, 360)


def add_other_stamps(page: Page, random: Random, half: Half) -> None:
    for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
        sprite = other_stamp(random, half, RENDERED)
        _, colour = some_ink(random)
        scale = _scale(sprite, random)
        put(page, sprite, _spot(page, random), angle=some_angle(random), scale=scale, colour=colour,
            strength=random.uniform(0.5, 1))  # fmt: skip


def add_marks(
    page: Page, random: Random, half: Half, mode: Mode, dpi: int
) -> list[tuple[Placed, str, float]]:
    """One mark or two that a person can read: without colour they are in a frame and clear of print."""
    result = []
    for _ in range(random.choices((1, 2), (0.88, 0.12))[0]):
        sprite = secrecy_stamp(random, half, RENDERED)
        name, colour = some_ink(random, sprite.framed)
        coloured = mode == "colour" and name != "black"
        while not coloured and sprite.frame in _OPEN:
            sprite = secrecy_stamp(random, half, RENDERED)
        scale, angle = _scale(sprite, random, dpi), some_angle(random)
        spots = [
            _on_page(page, sprite, scale, angle, _spot(page, random)) for _ in range(1 if coloured else 25)
        ]
        spot = min(spots, key=lambda at: _print_under(page, sprite, scale, at))
        strength = random.uniform(0.55, 1)
        x, y, width, height = put(
            page, sprite, spot, angle=angle, scale=scale, colour=colour, strength=strength
        )
        about = (
            f"{sprite.level} {name} {mode} {sprite.frame} {strength:.2f} "
            f"capital {sprite.capital * scale / MM:.1f} mm {angle:.0f}°"
        )
        result.append((Placed(sprite.level or "", x, y, width, height, angle), about, strength))
    return result


def _print_under(page: Page, sprite: Sprite, scale: float, spot: tuple[float, float]) -> float:
    """Share of dark pixels about where the stamp would stand."""
    reach = 0.5 * scale * max(sprite.ink.shape)
    x, y = spot
    part = page[max(0, int(y - reach)) : int(y + reach), max(0, int(x - reach)) : int(x + reach)]
    return float((part < 200).mean())


def _scale(sprite: Sprite, random: Random, dpi: int = DPI) -> float:
    """Stamps mostly 6-20 mm high, some up to 60 mm wide; letters of 2.2 mm and 11 scanned pixels and more."""
    wide_mm = min(60.0, max(8.0, random.lognormvariate(3.3, 0.45)))
    scale = wide_mm * MM / int(sprite.ink.shape[1])
    smallest, largest = max(2.2 * MM, 11 * DPI / dpi) / sprite.capital, 22 * MM / sprite.capital
    return min(largest, max(smallest, scale))


def _spot(page: Page, random: Random) -> tuple[float, float]:
    """Anywhere, mostly near the top, sometimes cut by the edge."""
    height, width = page.shape[:2]
    if random.random() < 0.5:
        return random.uniform(0.1, 0.9) * width, random.uniform(0.03, 0.3) * height
    if random.random() < 0.1:
        return random.choice((0.02, 0.98)) * width, random.uniform(0.05, 0.95) * height
    return random.uniform(0.08, 0.92) * width, random.uniform(0.04, 0.96) * height


def _on_page(
    page: Page, sprite: Sprite, scale: float, angle: float, spot: tuple[float, float]
) -> tuple[float, float]:
    """The spot moved so far that no more than an eighth of the words is cut off by the page's edge."""
    reach = 0.375 * scale
    turn = math.radians(angle)
    across = reach * (abs(sprite.box[2] * math.cos(turn)) + abs(sprite.box[3] * math.sin(turn)))
    down = reach * (abs(sprite.box[2] * math.sin(turn)) + abs(sprite.box[3] * math.cos(turn)))
    height, width = page.shape[:2]
    return min(max(spot[0], across), width - across), min(max(spot[1], down), height - down)


def as_array(case: Case) -> Page:
    return np.asarray(case.image.convert("RGB"))
