"""What may be a mark: the page in two maps of ink, the shapes in them, and the words at those places."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.stamps.crop import Words, words_at
from ocr.stamps.ink import Ink, ink_maps, without_specks
from ocr.stamps.place import Layer
from ocr.stamps.shapes import shapes

SHORT_SIDE = 1240
"""Pixels across a portrait page while looking (150 dpi for A4)."""
_LONG_SIDE = 2800
"""Of strips, which would otherwise grow without bound."""
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


def candidates(layers: dict[Layer, Ink]) -> Iterator[Words]:
    """Places in the maps' pixels; words may stand on their head, or upright in a place that lies."""
    for layer, ink in layers.items():
        for place in shapes(ink, layer):
            yield from words_at(ink, place)
