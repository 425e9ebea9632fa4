"""Training material: cut-outs at the places that the product itself finds, on drawn pieces of pages."""

from __future__ import annotations

import math
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.stamps.cases import Placed, case, some_angle
from benchmarks.stamps.frames import Half
from benchmarks.stamps.paper import Page, blank_page
from benchmarks.stamps.sprites import other_stamp, plain_words, put, secrecy_stamp, some_ink, words_around
from benchmarks.stamps.wear import some_mode, wear
from benchmarks.stamps.words import HEADINGS, OTHER_STAMPS
from ocr.stamps.candidates import candidates, maps
from ocr.stamps.crop import normal, words_at
from ocr.stamps.find import SQUARE
from ocr.stamps.ink import Ink, ink_maps, without_specks
from ocr.stamps.judge import LEVELS, judged
from ocr.stamps.place import Place
from ocr.stamps.shapes import shapes

SIDE = 460
_RENDERED = 40
_HALF_TURN = 180
_BLUES = ((30, 60, 190), (25, 35, 110), (60, 120, 200), (80, 70, 160), (20, 20, 90))
"""More inks that stand out in colour less than red does, or not at all."""


def backgrounds(random: Random, count: int, half: Half = "tune") -> list[Page]:
    return [blank_page(random, half) for _ in range(count)]


def piece(random: Random, pages: list[Page], half: Half = "tune") -> list[tuple[Ink, int]]:
    """Cut-outs of one drawn piece of a page, and the number of the level of each."""
    page = _background(random, pages)
    if random.random() < 0.7:
        sprite = secrecy_stamp(random, half, _RENDERED)
    elif random.random() < 0.75:
        sprite = other_stamp(random, half, _RENDERED)
    else:
        sprite = words_around(random, half, _RENDERED)
    capital = math.exp(random.uniform(math.log(12), math.log(60)))
    scale = min(capital / _RENDERED, 0.9 * SIDE / max(sprite.ink.shape))
    angle = some_angle(random)
    spot = (random.uniform(0.42, 0.58) * SIDE, random.uniform(0.42, 0.58) * SIDE)
    colour = random.choice(_BLUES) if random.random() < 0.15 else some_ink(random, sprite.framed)[1]
    strength = random.uniform(0.5, 1) if random.random() < 0.7 else random.uniform(0.25, 0.5)
    box = put(page, sprite, spot, angle=angle, scale=scale, colour=colour, strength=strength)
    mark = Placed(sprite.level, *box, angle) if sprite.level else None
    low = random.choice((1.0, 1.0, 1.0, 0.75, 0.67, 0.67))
    worn = wear(page, random, half, factor=low, mode=some_mode(random))
    if low != 1.0:
        worn = np.asarray(cv2.resize(worn, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), np.uint8)
    ink, coloured = ink_maps(without_specks(worn))
    places = shapes(ink, "ink")
    found = [words for place in places for words in words_at(ink, place)]
    if coloured is not None:
        found += [words for place in shapes(coloured, "colour") for words in words_at(coloured, place)]
    result = []
    for words in found:
        for quarters in (0, 2) if words.place.width >= SQUARE * words.place.height else (0, 1, 2, 3):
            level = _truth(words.place.turned(quarters), mark)
            if level is not None and (level or random.random() < 0.5):
                turned = np.rot90(words.ink, quarters)
                result.append((normal(np.ascontiguousarray(turned)), level))
    return result


def print_piece(random: Random, half: Half = "tune") -> list[tuple[Ink, int]]:
    """Words without wear or frame, as print: all of them no mark."""
    words = random.choice((*HEADINGS, *OTHER_STAMPS, *OTHER_STAMPS))
    return [(normal((plain_words(random, half, 24, words).ink * 255).astype(np.uint8)), 0)]


def _background(random: Random, pages: list[Page]) -> Page:
    if random.random() < 0.35:
        return np.full((SIDE, SIDE, 3), random.randint(235, 255), np.uint8)
    page = random.choice(pages)
    shrink = random.uniform(0.7, 1.5)
    need = round(SIDE * shrink)
    x, y = random.randint(0, max(0, page.shape[1] - need)), random.randint(0, max(0, page.shape[0] - need))
    way = cv2.INTER_AREA if shrink > 1 else cv2.INTER_LINEAR
    part = cv2.resize(page[y : y + need, x : x + need], (SIDE, SIDE), interpolation=way)
    if random.random() < 0.6:  # a clear place for the stamp
        high, wide = round(SIDE * random.uniform(0.15, 0.4)), round(SIDE * random.uniform(0.25, 0.48))
        part[SIDE // 2 - high : SIDE // 2 + high, SIDE // 2 - wide : SIDE // 2 + wide] = 255
    return np.ascontiguousarray(part, np.uint8)


def _truth(place: Place, mark: Placed | None) -> int | None:
    """The level of the mark that the place holds; 0 for none or one not upright; None if unclear."""
    if mark is None:
        return 0
    held = _held(mark, place)
    if held < 0.25:
        return 0
    off = abs((place.angle - mark.angle + _HALF_TURN) % 360 - _HALF_TURN)
    if off > 60:
        return 0
    share = mark.width * mark.height / (place.width * place.height)
    if held > 0.85 and off < 16 and share > 0.3:
        return LEVELS.index(mark.level)
    return None


def _held(mark: Placed, place: Place) -> float:
    """Share of the mark that lies in the place."""
    turn = math.radians(mark.angle)
    along, across = np.meshgrid(np.linspace(-0.47, 0.47, 11), np.linspace(-0.42, 0.42, 5))
    along, across = along * mark.width, across * mark.height
    xs: NDArray[np.float64] = mark.x + along * math.cos(turn) - across * math.sin(turn)
    ys: NDArray[np.float64] = mark.y + along * math.sin(turn) + across * math.cos(turn)
    return float(np.mean([place.holds(x, y) for x, y in zip(xs.flat, ys.flat, strict=True)]))


def unmarked_pieces(random: Random, half: Half = "tune", least: float = 0.03) -> list[tuple[Ink, int]]:
    """What the product finds on a whole unmarked page and the judge takes for a mark, at least faintly."""
    layers, _ = maps(np.asarray(case(random, half, stamped=False).image))
    pictures = []
    for words in candidates(layers):
        square = words.place.width < SQUARE * words.place.height
        for quarters in (0, 1, 2, 3) if square else (0, 2):
            pictures.append(normal(np.ascontiguousarray(np.rot90(words.ink, quarters))))
    beliefs = 1 - judged(pictures)[:, 0]
    return [(one, 0) for one, belief in zip(pictures, beliefs, strict=True) if belief > least]
