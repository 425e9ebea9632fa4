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


def figures(text: str) -> str | None:
    """The number that was written, if it is one."""
    found = re.search(r"\d{1,5}", text)
    return found[0] if found else None
