"""Plain measures on a page image: grey form, ink, skew, which way the lines run."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

A4_LONG_SIDE_IN = 297 / 25.4
_LOOK_WIDTH = 640
"""Pixels across of the small copy that measures are taken on (about 75 dpi for A4)."""
_RED_LEAD = 40
_BAND = 512
"""Rows that are looked at in one go."""
_CLEARLY = 1.02
"""How much sharper rows must become before a page is taken to be skewed."""
_WORD = 0.3
"""Share of the page's width that no word is as wide as."""
_NARROWED = 4
"""Columns that are looked at as one where rows are compared: a skew of 5 degrees moves them by 0.4 pixels."""
_MARGIN = 0.03
"""Share of each side left out: scanner shadows and black bars live there."""


def flat(image: Image.Image) -> Image.Image:
    """An 8-bit grey or RGB image on white, whatever mode the file has."""
    if image.mode in {"1", "L", "RGB"}:
        return image.convert("L") if image.mode == "1" else image
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, dtype=np.float64)
        top = float(values.max()) or 1.0
        return Image.fromarray((values * (255.0 / max(top, 255.0))).clip(0, 255).astype(np.uint8))
    if "A" in image.getbands() or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGB", image.size, (255, 255, 255))
        white.paste(rgba, mask=rgba.getchannel("A"))
        return white
    return image.convert("RGB")


def grey(image: Image.Image) -> Grey:
    return np.asarray(image.convert("L"), dtype=np.uint8)


def reading_grey(image: Image.Image) -> Grey:
    """Grey for reading: red ink (seals, received stamps) fades, so that black words under it come out.

    Where red leads, the red channel alone counts: a seal is nearly white in it, black ink stays black.
    """
    if image.mode != "RGB":
        return grey(image)
    pixels = np.asarray(image)
    plain = np.array(image.convert("L"), dtype=np.uint8)
    for top in range(0, len(pixels), _BAND):  # a map of 60 million pixels would need a gigabyte at once
        red, green, blue = cv2.split(pixels[top : top + _BAND])
        lead = cv2.subtract(red, cv2.max(green, blue))
        if cv2.minMaxLoc(lead)[1] > _RED_LEAD:
            np.copyto(plain[top : top + _BAND], red, where=np.asarray(lead) > _RED_LEAD)
    return plain


def _small(page: Grey) -> Grey:
    """The page about 640 pixels wide, dark detail kept."""
    height, width = page.shape
    factor = min(1.0, _LOOK_WIDTH / max(1, min(width, height)))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def ink_mask(page: Grey) -> Mask:
    """Where a small copy of the page is clearly darker than its paper, the outer margin left out."""
    small = _small(page)
    paper = float(np.median(small))
    mask = small < max(40.0, paper - 50.0)
    top, side = round(mask.shape[0] * _MARGIN), round(mask.shape[1] * _MARGIN)
    inner = np.zeros_like(mask)
    inner[top : mask.shape[0] - top, side : mask.shape[1] - side] = True
    return np.asarray(mask & inner)


def is_blank(ink: Mask) -> bool:
    """No mark larger than dust in an `ink_mask`: a lone page number is a mark, stray pixels are none."""
    mask = ink.astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sizes = stats[1:, cv2.CC_STAT_AREA]
    return int((sizes >= 8).sum()) == 0 and int(sizes.sum()) < 60


def skew(ink: Mask, limit: float = 5.0) -> float:
    """Degrees the text lines in an `ink_mask` fall to the right (clockwise), by the sharpest row profile.

    0 if unclear.
    """
    mask = _small_marks(ink)
    if mask.sum() < 200:
        return 0.0
    size = (max(1, mask.shape[1] // _NARROWED), mask.shape[0])
    mask = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.float32)
    level = _sharpness(mask, 0.0)
    coarse = max(np.arange(-limit, limit + 0.01, 0.5), key=lambda a: _sharpness(mask, float(a)))
    fine = max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=lambda a: _sharpness(mask, float(a)))
    return round(float(fine), 2) if _sharpness(mask, float(fine)) > _CLEARLY * level else 0.0


def _small_marks(mask: Mask) -> NDArray[np.float32]:
    """Without what is larger than words: a scanner's black edge and the rules of tables lie as they like."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    height, width = mask.shape
    small = (stats[:, cv2.CC_STAT_WIDTH] < _WORD * width) & (
        stats[:, cv2.CC_STAT_HEIGHT] < _WORD * height / 3
    )
    small[0] = False
    return np.asarray(small[labels], np.float32)


def _sharpness(mask: NDArray[np.float32], angle: float) -> float:
    """How distinctly rows alternate between text and gap once the page is sheared back by `angle`.

    `mask`: ink, `_NARROWED` columns of the small copy in one.
    """
    height, width = mask.shape
    slope = _NARROWED * math.tan(math.radians(angle))
    shear = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * width / 2]], dtype=np.float64)
    rows = cv2.warpAffine(mask, shear, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def lies_sideways(ink: Mask) -> bool:
    """Whether lines seem to run from top to bottom in an `ink_mask`: a cue to ask for the orientation."""
    mask = ink.astype(np.float32)
    rows, columns = np.diff(mask.sum(axis=1)), np.diff(mask.sum(axis=0))
    return float(np.square(columns).mean()) > 2.0 * float(np.square(rows).mean()) + 1.0


def turn(image: Image.Image, clockwise: int) -> Image.Image:
    """The image turned by 0, 90, 180 or 270 degrees clockwise."""
    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return image.transpose(ways[clockwise]) if clockwise else image


def straighten(page: Grey, angle: float) -> tuple[Grey, NDArray[np.float64]]:
    """The page with `angle` degrees of skew undone, and the 2x3 matrix that leads back to the page."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    paper = int(np.median(page[::3, ::3]))
    level = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(level, dtype=np.uint8), np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64)
