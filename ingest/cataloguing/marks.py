"""Urgency marks: stamped alone near the head (khẩn, thượng khẩn, hoả tốc)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.cataloguing.segments import Segment

_LEVELS = {"khan": "urgent", "thuong khan": "very_urgent", "hoa toc": "express"}
_TIMED = re.compile(r"^hoa toc hen gio\b")


def urgency_of(head: Sequence[Segment]) -> tuple[str, Segment] | None:
    """The level and where it is stamped; a word within a sentence is no stamp."""
    for item in head:
        if item.capitals < 0.9:
            continue
        level = "express" if _TIMED.match(item.bare) else _LEVELS.get(item.bare)
        if level:
            return level, item
    return None
