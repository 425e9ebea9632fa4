"""Training material for the judge: cut-outs with marks, and with what is like them."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.stamps.cases import Case, Placed, as_array, case
from benchmarks.stamps.frames import Half
from benchmarks.stamps.paper import Page
from benchmarks.stamps.sprites import Sprite, other_stamp, put, secrecy_stamp, some_ink, words_around
from benchmarks.stamps.wear import wear
from ocr.stamps.candidates import candidates
from ocr.stamps.judge import HEIGHT, LEVELS, WIDTH, both_ways, cut_out
from ocr.stamps.place import Candidate

CutOut = NDArray[np.float32]
_SIDE = 400
_RENDERED = 36


def scene(random: Random, pages: list[Page], half: Half = "tune") -> tuple[CutOut, int]:
    """One cut-out, drawn on its own, and the number of its level."""
    page = _background(random, pages)
    draw = random.random()
    middle = (_SIDE / 2, _SIDE / 2)
    if draw < 0.12:
        place = Candidate(
            *middle, random.uniform(30, 160), random.uniform(15, 50), random.uniform(-180, 180), 1
        )
        return _seen(page, place, random, half), 0
    if draw < 0.55:
        sprite = secrecy_stamp(random, half, _RENDERED)
    elif draw < 0.8:
        sprite = other_stamp(random, half, _RENDERED)
    else:
        sprite = words_around(random, half, _RENDERED)
    # So large that the cut-out's height is filled as it will be.
    fit = min(WIDTH / (sprite.box[2] + 2.4 * sprite.box[3]), HEIGHT / (1.8 * sprite.box[3]))
    scale = fit * random.uniform(0.8, 1.2)
    angle = random.gauss(0, 4) if random.random() < 0.6 else random.uniform(-180, 180)
    if random.random() < 0.3:
        neighbour = other_stamp(random, half, _RENDERED)
        spot = (random.uniform(0.1, 0.9) * _SIDE, random.choice((0.25, 0.75)) * _SIDE)
        put(page, neighbour, spot, angle=random.uniform(-30, 30), scale=scale, colour=some_ink(random)[1])
    printed = sprite.level is None and not sprite.framed and random.random() < 0.7
    colour = (random.randint(0, 60),) * 3 if printed else some_ink(random, sprite.framed)[1]
    x, y, width, height = put(page, sprite, _centred(sprite, middle, angle, scale), angle=angle, scale=scale,
                              colour=colour, strength=random.uniform(0.45, 1))  # fmt: skip
    place = Candidate(x, y, width, height, angle, 1)
    level = LEVELS.index(sprite.level) if sprite.level else 0
    place = _nearly(place, random)
    if random.random() < 0.1:
        place, level = replace(place, angle=place.angle + 180), 0
    return _seen(page, place, random, half), level


def _centred(sprite: Sprite, middle: tuple[float, float], angle: float, scale: float) -> tuple[float, float]:
    """Where the sprite's middle must be so that the middle of its marked words is at `middle`."""
    height, width = sprite.ink.shape
    dx, dy = (sprite.box[0] - width / 2) * scale, (sprite.box[1] - height / 2) * scale
    turn = math.radians(angle)
    return (
        middle[0] - dx * math.cos(turn) + dy * math.sin(turn),
        middle[1] - dx * math.sin(turn) - dy * math.cos(turn),
    )


def _nearly(place: Candidate, random: Random) -> Candidate:
    """The place as the finder gives it: a little off."""
    return replace(
        place,
        x=place.x + random.gauss(0, 0.06) * place.width,
        y=place.y + random.gauss(0, 0.09) * place.height,
        width=place.width * math.exp(random.gauss(0, 0.17)),
        height=place.height * math.exp(random.gauss(0, 0.17)),
        angle=place.angle + random.gauss(0, 7),
    )


def _background(random: Random, pages: list[Page]) -> Page:
    page = random.choice(pages)
    shrink = random.uniform(0.35, 2.2)
    need = round(_SIDE * shrink)
    x, y = random.randint(0, max(0, page.shape[1] - need)), random.randint(0, max(0, page.shape[0] - need))
    part = page[y : y + need, x : x + need]
    way = cv2.INTER_AREA if shrink > 1 else cv2.INTER_LINEAR
    return np.ascontiguousarray(cv2.resize(part, (_SIDE, _SIDE), interpolation=way), np.uint8)


def _seen(page: Page, place: Candidate, random: Random, half: Half) -> CutOut:
    low = random.choice((1.0, 1.0, 0.75, 0.55, 0.4))
    worn = wear(page, random, half, factor=low, skew=False, faint=random.random() < 0.5)
    scaled = replace(
        place, x=place.x * low, y=place.y * low, width=place.width * low, height=place.height * low
    )
    return cut_out(worn, scaled)


def mined(random: Random, half: Half = "tune") -> list[tuple[CutOut, int]]:
    """The cut-outs of a whole page at the places that the finder gives."""
    made = case(random, half, stamped=random.random() < 0.5)
    picture = as_array(made)
    return [
        (cut_out(picture, place), level)
        for found in candidates(picture)
        for place in both_ways(found)
        if (level := _truth(place, made)) is not None
    ]


def _truth(place: Candidate, made: Case) -> int | None:
    """The level of the mark there; 0 for no mark and for one on its head; None where it lies across."""
    for mark in made.marks:
        if as_place(mark).holds(place.x, place.y, 1.1):
            off = abs((place.angle - mark.angle + 180) % 360 - 180)
            return LEVELS.index(mark.level) if off < 35 else 0 if off > 145 else None
    return 0


def as_place(mark: Placed) -> Candidate:
    return Candidate(mark.x, mark.y, mark.width, mark.height, mark.angle, 1.0)
