"""How much of a file is looked at, checked before anything is decoded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLimits:
    max_pages: int = 2_000
    max_pixels: int = 120_000_000
    """Of one page image. A0 at 200 dpi has 62 million."""
