"""What copying and scanning do to a page; the two halves are worn in different ways."""

from __future__ import annotations

from random import Random
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.stamps.frames import Half
from benchmarks.stamps.sprites import clouds

Page = NDArray[np.uint8]
Mode = Literal["colour", "grey", "bilevel"]
"""How a page is scanned."""
_MODES: tuple[Mode, ...] = ("colour", "grey", "bilevel")


def some_mode(random: Random) -> Mode:
    return random.choices(_MODES, (0.55, 0.25, 0.2))[0]


def wear(
    page: Page, random: Random, half: Half, *, factor: float = 1.0, skew: float = 0.0, mode: Mode = "colour"
) -> Page:
    """The page as scanned, `factor` times its size and turned clockwise by `skew` degrees.

    Grey and black-and-white scans stay RGB arrays.
    """
    if skew:
        page = _skewed(page, skew)
    if factor != 1.0:
        page = _scaled(page, factor)
    page = (_worn_while_tuning if half == "tune" else _worn_while_measuring)(page, random)
    if mode == "grey":
        page = _as_rgb(_grey(page, random))
    elif mode == "bilevel":
        page = _as_rgb(_bilevel(_grey(page, random), random, half))
    if mode != "bilevel" and random.random() < 0.7:
        kind = ".jpg" if half == "tune" or random.random() < 0.4 else ".webp"
        flag = cv2.IMWRITE_JPEG_QUALITY if kind == ".jpg" else cv2.IMWRITE_WEBP_QUALITY
        data = cv2.imencode(kind, page, [flag, random.randint(25, 92)])[1]
        page = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return page


def _worn_while_tuning(page: Page, random: Random) -> Page:
    if random.random() < 0.5:
        page = _page(cv2.GaussianBlur(page, (0, 0), random.uniform(0.3, 1.1)))
    if random.random() < 0.5:
        light, dark = random.randint(215, 255), random.randint(0, 60)
        page = _page(page.astype(np.float32) * ((light - dark) / 255) + dark)
    if random.random() < 0.25:
        paper = np.array([random.randint(225, 255), random.randint(220, 250), random.randint(190, 250)])
        page = _page(page * (paper / 255))
    if random.random() < 0.5:
        page = _noisy(page, random, random.uniform(2, 12))
    return page


def _worn_while_measuring(page: Page, random: Random) -> Page:
    if random.random() < 0.3:
        long = random.choice((3, 3, 5))
        kernel = np.zeros((long, long), np.float32)
        cv2.line(kernel, (0, random.randint(0, long - 1)), (long - 1, random.randint(0, long - 1)), 1.0)
        page = _page(cv2.filter2D(page, -1, kernel / kernel.sum()))
    if random.random() < 0.2:
        page = _page(cv2.medianBlur(page, 3))
    if random.random() < 0.35:
        shade = clouds(page.shape[:2], max(page.shape) / 2, random.randrange(2**31))
        page = _page(page * np.clip(0.9 + 0.07 * shade, 0.55, 1)[..., None])
    if random.random() < 0.25:
        grain = clouds(page.shape[:2], 3, random.randrange(2**31))
        page = _page(page * np.array([0.97, 0.94, 0.86]) + grain[..., None] * 3)
    if random.random() < 0.3:
        rows = np.random.default_rng(random.randrange(2**31)).random(page.shape[:2], dtype=np.float32)
        share = random.uniform(0.0005, 0.004)
        page = page.copy()
        page[rows < share], page[rows > 1 - share] = 0, 255
    if random.random() < 0.3:
        page = _page(255 - (255 - page.astype(np.float32)) * random.uniform(0.55, 0.9))
    if random.random() < 0.2:
        page = _page(np.maximum(page, 0) * (1 - 0.12 * (255 - page[:, ::-1].astype(np.float32)) / 255))
    return page


def _page(values: NDArray[Any]) -> Page:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def _skewed(page: Page, angle: float) -> Page:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    return _page(
        cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    )


def _scaled(page: Page, factor: float) -> Page:
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _page(cv2.resize(page, None, fx=factor, fy=factor, interpolation=way))


def _noisy(page: Page, random: Random, deviation: float) -> Page:
    draw = np.random.default_rng(random.randrange(2**31))
    noise = draw.standard_normal(page.shape[:2], dtype=np.float32)[..., None] * deviation
    return _page(page + noise)


def _grey(page: Page, random: Random) -> NDArray[np.uint8]:
    weights = np.array(random.choice(((0.3, 0.59, 0.11), (0.1, 0.8, 0.1), (0.33, 0.33, 0.34))), np.float32)
    return _page(page.astype(np.float32) @ weights)


def _bilevel(grey: NDArray[np.uint8], random: Random, half: Half) -> NDArray[np.uint8]:
    if half == "measure" and random.random() < 0.7:
        block = random.choice((31, 51, 75))
        return _page(
            cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, block, 14)
        )
    paper = float(np.percentile(grey[::4, ::4], 80))
    return _page((grey > paper * random.uniform(0.6, 0.85)) * 255.0)


def _as_rgb(grey: NDArray[np.uint8]) -> Page:
    return np.ascontiguousarray(np.repeat(grey[..., None], 3, axis=2))
