"""Ink that no engine took for words: a line that was missed must still be read."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.engines.port import Grey, Pixels
from ocr.raster import Mask

_MOST = 12
"""Places of a page; more are a picture."""
_LOWEST, _HIGHEST = 0.006, 0.035
"""Heights of a line of text, in shares of the page's height."""
_NARROWEST = 1.2
"""Width of the narrowest place, in its heights."""
_FULL = (0.08, 0.75)
"""Share of a line's box that is ink: less is a rule or dust, more is a bar."""


def uncovered(page: Grey, ink: Mask, boxes: Sequence[Pixels]) -> list[Pixels]:
    """Places outside `boxes` that look like lines of text, from top to bottom.

    `ink`: the page's `ink_mask`.
    """
    width = page.shape[1]
    mask = ink.astype(np.uint8)
    scale = mask.shape[1] / width
    for left, top, right, bottom in boxes:
        beyond = round(0.25 * (bottom - top) * scale)
        mask[
            max(0, round(top * scale) - beyond) : round(bottom * scale) + beyond,
            max(0, round(left * scale) - beyond) : round(right * scale) + beyond,
        ] = 0
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, round(0.02 * mask.shape[1]) | 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for number, (x, y, wide, high, _) in enumerate(stats.tolist()):
        if number == 0 or not _LOWEST <= high / mask.shape[0] <= _HIGHEST or wide < _NARROWEST * high:
            continue
        ink = mask[y : y + high, x : x + wide][labels[y : y + high, x : x + wide] == number].sum() / (
            wide * high
        )
        if _FULL[0] <= ink <= _FULL[1]:
            found.append(
                (round(x / scale), round(y / scale), round((x + wide) / scale), round((y + high) / scale))
            )
    return sorted(found, key=lambda place: place[1]) if len(found) <= _MOST else []
