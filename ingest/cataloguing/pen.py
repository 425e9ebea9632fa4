"""What was written by hand, where layout analysis marked it."""

from __future__ import annotations

import re

from ocr.page import Box, PageText

_ABOVE_BELOW = 0.4
"""Share of the line's height that handwriting must overlap to belong to it."""


def handwriting_at(box: Box, page: PageText) -> str | None:
    """What was made of the handwriting on the line at `box`; None where there is none."""
    left, top, right, bottom = box
    for region in page.regions:
        if region.kind != "handwriting":
            continue
        overlap = min(bottom, region.box[3]) - max(top, region.box[1])
        if overlap > _ABOVE_BELOW * (bottom - top) and region.box[0] < right and left < region.box[2]:
            return region.text
    return None


def figures(text: str, line: str) -> str | None:
    """The number that was written, if all of it was read as figures: part of a number is another one.

    `line`: the whole line; of `Số: F0%/QĐ-TTg` layout analysis keeps the 0 alone.
    """
    found = re.fullmatch(r"[\W_]*(\d{1,5})[\W_]*", text)
    glued = found and found[1] in line and not re.search(rf"(?<!\w){found[1]}(?!\w)", line)
    return found[1] if found and not glued else None
