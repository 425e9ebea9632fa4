"""Good scans made bad in the ways that offices make them: each with a name, each repeatable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.float32]
Kind = Callable[[Image.Image, Path], Path]
"""Writes a bad copy of a grey page to the folder and names the file."""


def _pixels(page: Image.Image) -> Pixels:
    return np.asarray(page.convert("L"), np.float32)


def _saved(pixels: Pixels | Image.Image, folder: Path, name: str, dpi: int | None = 200) -> Path:
    image = (
        pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    )
    path = folder / name
    if dpi is None:
        image.save(path)
    else:
        image.save(path, dpi=(dpi, dpi))
    return path


def _random() -> np.random.Generator:
    return np.random.default_rng(57)


def _clouds(shape: tuple[int, int], cells: int) -> Pixels:
    coarse = _random().uniform(-1, 1, (cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def sound(page: Image.Image, folder: Path) -> Path:
    return _saved(_pixels(page), folder, "sound.png")


def fax(page: Image.Image, folder: Path) -> Path:
    """Standard mode: 204 by 98 dots to the inch, one bit, dots lost and gained on the way."""
    grey = _pixels(page)
    low = cv2.resize(grey, (grey.shape[1], grey.shape[0] // 2), interpolation=cv2.INTER_AREA)
    bits = np.where(low > 150, 255, 0).astype(np.float32)
    flips = _random().random(bits.shape) < 0.006
    bits[flips] = 255 - bits[flips]
    back = cv2.resize(bits, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    return _saved(Image.fromarray(back > 127), folder, "fax.png")


def photograph(page: Image.Image, folder: Path) -> Path:
    """From above and aside, on a dark desk, lit from one corner, a little out of focus."""
    grey = _pixels(page)
    height, width = grey.shape
    big = np.full((round(1.15 * height), round(1.2 * width)), 52, np.float32)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[0.13, 0.06], [0.88, 0.03], [0.96, 0.95], [0.05, 0.92]], np.float32)
    seen *= np.array([big.shape[1], big.shape[0]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    size = (big.shape[1], big.shape[0])
    inside = cv2.warpPerspective(np.ones_like(grey), matrix, size)
    laid = cv2.warpPerspective(grey * 0.9, matrix, size, flags=cv2.INTER_AREA)
    photo = big * (1 - inside) + laid * inside
    y, x = np.mgrid[0 : big.shape[0], 0 : big.shape[1]].astype(np.float32)
    photo *= 1.0 - 0.45 * (x / big.shape[1]) * (0.4 + 0.6 * y / big.shape[0])
    photo = cv2.GaussianBlur(photo, (0, 0), 0.8) + _random().normal(0, 4, photo.shape)
    return _saved(np.asarray(photo, np.float32), folder, "photograph.jpg", None)


def bleed_through(page: Image.Image, folder: Path) -> Path:
    grey = _pixels(page)
    behind = cv2.GaussianBlur(np.ascontiguousarray(grey[:, ::-1]), (0, 0), 2.0)
    return _saved(np.asarray(grey - (255 - behind) * 0.28, np.float32), folder, "bleed.png")


def coffee(page: Image.Image, folder: Path) -> Path:
    grey = _pixels(page)
    height, width = grey.shape
    stain = np.zeros_like(grey)
    cv2.circle(stain, (round(0.55 * width), round(0.4 * height)), round(0.25 * width), 70, -1)
    cv2.circle(stain, (round(0.55 * width), round(0.4 * height)), round(0.25 * width), 115, 26)
    stain = cv2.GaussianBlur(stain, (0, 0), 6) * (0.85 + 0.15 * _clouds(grey.shape, 40))
    return _saved(np.asarray(grey - stain, np.float32), folder, "coffee.png")


def folded(page: Image.Image, folder: Path) -> Path:
    """A corner folded over the page, a crease across it, shade along both."""
    grey = _pixels(page)
    height, width = grey.shape
    corner = np.array([[width, 0], [round(0.82 * width), 0], [width, round(0.13 * height)]], np.int32)
    cv2.fillConvexPoly(grey, corner, 150.0)
    crease = round(0.52 * height)
    shade = 75 * np.exp(-(((np.arange(height) - crease) / 14.0) ** 2))
    return _saved(np.asarray(grey - shade[:, None], np.float32), folder, "folded.png")


def carbon(page: Image.Image, folder: Path) -> Path:
    """Pale, soft, blotched."""
    soft = cv2.GaussianBlur(_pixels(page), (0, 0), 1.3)
    ink = (255 - soft) / 255 * (0.27 + 0.07 * _clouds(soft.shape, 60))
    paper = 214 + 8 * _clouds(soft.shape, 12)
    return _saved(
        np.asarray(paper * (1 - ink) + _random().normal(0, 3, soft.shape), np.float32), folder, "carbon.png"
    )


def dot_matrix(page: Image.Image, folder: Path) -> Path:
    """Printed in rows of pins: thin white lines through the letters."""
    grey = _pixels(page)
    pins = np.ones_like(grey)
    pins[::4] = 0.15
    pins[:, ::5] *= 0.6
    return _saved(
        np.asarray(255 - (255 - cv2.GaussianBlur(grey, (0, 0), 0.6)) * pins, np.float32), folder, "pins.png"
    )


def at_72_dpi(page: Image.Image, folder: Path) -> Path:
    size = (round(page.width * 0.36), round(page.height * 0.36))
    return _saved(page.convert("L").resize(size, Image.Resampling.LANCZOS), folder, "at72.png", 72)


def at_110_dpi(page: Image.Image, folder: Path) -> Path:
    size = (round(page.width * 0.55), round(page.height * 0.55))
    return _saved(page.convert("L").resize(size, Image.Resampling.LANCZOS), folder, "at110.png", 110)


def dusty(page: Image.Image, folder: Path) -> Path:
    grey = _pixels(page)
    grey[_random().random(grey.shape) < 0.02] = 0
    return _saved(grey, folder, "dusty.png")


def grainy(page: Image.Image, folder: Path) -> Path:
    grey = _pixels(page) * 0.75 + 40
    return _saved(np.asarray(grey + _random().normal(0, 26, grey.shape), np.float32), folder, "grainy.png")


def inverted(page: Image.Image, folder: Path) -> Path:
    return _saved(255 - _pixels(page), folder, "inverted.png")


def cmyk(page: Image.Image, folder: Path) -> Path:
    return _saved(page.convert("RGB").convert("CMYK"), folder, "cmyk.tif")


def sixteen_bit(page: Image.Image, folder: Path) -> Path:
    values = (_pixels(page) * 257 * 0.7).astype(np.uint16)
    return _saved(Image.fromarray(values), folder, "sixteen.tif")


def alpha(page: Image.Image, folder: Path) -> Path:
    """Black letters on nothing at all."""
    ink = Image.new("LA", page.size, (0, 0))
    ink.putalpha(Image.fromarray((255 - _pixels(page)).astype(np.uint8)))
    return _saved(ink, folder, "alpha.png")


def without_dpi(page: Image.Image, folder: Path) -> Path:
    return _saved(page.convert("L"), folder, "nodpi.png", None)


def wrong_dpi(page: Image.Image, folder: Path) -> Path:
    return _saved(page.convert("L"), folder, "wrongdpi.png", 72)


def claims_too_much(page: Image.Image, folder: Path) -> Path:
    return _saved(page.convert("L"), folder, "claims.png", 400)


def upside_down(page: Image.Image, folder: Path) -> Path:
    return _saved(page.convert("L").rotate(180), folder, "down.png")


def sideways(page: Image.Image, folder: Path) -> Path:
    return _saved(page.convert("L").rotate(90, expand=True), folder, "side.png")


def askew(page: Image.Image, folder: Path) -> Path:
    turned = page.convert("L").rotate(3.2, fillcolor=255, resample=Image.Resampling.BICUBIC)
    return _saved(turned, folder, "askew.png")


KINDS: tuple[Kind, ...] = (
    *(
        sound,
        fax,
        photograph,
        bleed_through,
        coffee,
        folded,
        carbon,
        dot_matrix,
        at_72_dpi,
        at_110_dpi,
        dusty,
    ),
    *(grainy, inverted, cmyk, sixteen_bit, alpha, without_dpi, wrong_dpi, claims_too_much, upside_down),
    *(sideways, askew),
)
