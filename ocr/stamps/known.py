"""What the page's own recognition has read there already: a place full of ordinary words is no stamp."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Word
from ocr.stamps.ink import Ink
from ocr.stamps.place import Place
from vanthu.text import fold

_SURE = 0.85
"""Confidence from which a word counts as read."""
_LEAST_SIGNS = 2
_SMALLER = 4
_FULL = 0.85
"""Share of a place's ink that known words hold, from which nothing else can stand there."""
_TURNED = 6.0
"""Degrees by which a place may be turned against the lines."""
_PARTS = {"tuyet", "toi", "mat", "tuyetmat", "toimat", "domat"}
_LIKE_PARTS = re.compile(r"[a-z]{0,7}[a4][tilfj1]|t[a-z]{1,4}")
"""Capitals that a mark's may have been misread as; wide on purpose."""


class KnownWords:
    """The words of a page that were read surely, over the ink that they are made of."""

    def __init__(self, ink: Ink, words: Sequence[Word]) -> None:
        size = max(1, ink.shape[1] // _SMALLER), max(1, ink.shape[0] // _SMALLER)
        small = np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.uint8)
        small[small < 16] = 0
        ordinary = [word for word in words if word.confidence >= _SURE and _ordinary(word.text)]
        self._all = cv2.integral(small)
        self._words = cv2.integral(_under(small, ordinary))
        self._sentences = cv2.integral(_under(small, [one for one in ordinary if not one.text.isupper()]))

    def sentence(self, place: Place) -> bool:
        """Whether nothing but words with small letters stands there."""
        return self._share(place, self._sentences) >= _FULL

    def words(self, place: Place) -> bool:
        """Whether nothing but words that are no marks stands there, headings in capitals among them."""
        return self._share(place, self._words) >= _FULL

    def _share(self, place: Place, part: NDArray[Any]) -> float:
        # Black print under a coloured stamp is read as well as without it.
        lies = abs((place.angle + 45) % 90 - 45) > _TURNED
        if place.layer == "colour" or lies:
            return 0.0
        across, down = place.width / 2, place.height / 2
        if abs((place.angle + 45) % 180 - 45) > _TURNED:
            across, down = down, across
        box = (place.x - across, place.y - down, place.x + across, place.y + down)
        whole = _sum(self._all, box)
        return _sum(part, box) / whole if whole > 0 else 0.0


def _ordinary(text: str) -> bool:
    """Whether a word is neither a mark's nor what one may have been misread as."""
    signs = re.sub(r"[\W_]+", "", text)
    if signs.isdigit():
        return len(signs) >= _LEAST_SIGNS
    letters = fold(signs)
    if len(letters) < _LEAST_SIGNS or letters in _PARTS:
        return False
    return signs.islower() or not _LIKE_PARTS.fullmatch(letters)


def _under(small: Ink, words: Sequence[Word]) -> Ink:
    """The ink in the words' boxes."""
    height, width = small.shape
    under = np.zeros_like(small)
    for word in words:
        left, top, right, bottom = word.box
        area = (
            slice(max(0, int(top * height) - 1), int(bottom * height) + 2),
            slice(max(0, int(left * width) - 1), int(right * width) + 2),
        )
        under[area] = small[area]
    return under


def _sum(integral: NDArray[Any], box: tuple[float, float, float, float]) -> float:
    height, width = integral.shape
    left, right = (min(width - 1, max(0, round(edge / _SMALLER))) for edge in (box[0], box[2]))
    top, bottom = (min(height - 1, max(0, round(edge / _SMALLER))) for edge in (box[1], box[3]))
    return float(
        integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left]
    )
