"""What may be a mark: the page in two maps of ink, the shapes in them, and the words at those places."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.crop import Words, words_at
from ocr.stamps.ink import Ink, ink_maps, without_specks
from ocr.stamps.known import KnownWords
from ocr.stamps.place import Layer, Place
from ocr.stamps.shapes import shapes

SHORT_SIDE = 1240
"""Pixels across a portrait page while looking (150 dpi for A4)."""
_LONG_SIDE = 2800
"""Of strips, which would otherwise grow without bound."""
_SAME_DIRECTION = 3.0
"""Degrees between two places that are one."""
_LARGEST = 2.2
"""No picture is enlarged more than this."""


def maps(picture: NDArray[np.uint8]) -> tuple[dict[Layer, Ink], float]:
    """The maps of all ink and, where there is any, of coloured ink, and their scale."""
    factor = min(SHORT_SIDE / min(picture.shape[:2]), _LONG_SIDE / max(picture.shape[:2]), _LARGEST)
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    if factor > 1:
        picture = without_specks(picture)
    scaled = np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)
    ink, colour = ink_maps(scaled if factor > 1 else without_specks(scaled))
    layers: dict[Layer, Ink] = {"ink": ink}
    if colour is not None:
        layers["colour"] = colour
    return layers, factor


def candidates(layers: dict[Layer, Ink], known: KnownWords | None = None) -> Iterator[Words]:
    """Places in the maps' pixels; words may stand on their head, or upright in a place that lies.

    Where `known` has sentences nothing is looked at. What several frames about the same words lead to is
    given once.
    """
    for layer, ink in layers.items():
        given: list[Place] = []
        for place in shapes(ink, layer):
            if known is not None and known.sentence(place):
                continue
            for words in words_at(ink, place):
                if not any(_same(words.place, one) for one in given):
                    given.append(words.place)
                    yield words


def _same(one: Place, other: Place) -> bool:
    return (
        abs(one.x - other.x) + abs(one.y - other.y) < 0.08 * one.height + 1
        and abs(one.height - other.height) < 0.08 * one.height + 1
        and abs(one.width - other.width) < 0.06 * one.width + 1
        and abs((one.angle - other.angle + 90) % 180 - 90) < _SAME_DIRECTION
    )
