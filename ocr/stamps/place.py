"""A place on a picture where a mark may stand."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place on the picture, in its pixels."""

    x: float
    y: float
    width: float
    height: float
    angle: float
    """Degrees clockwise in which the words run."""
    score: float

    def holds(self, x: float, y: float, margin: float = 1.0) -> bool:
        """Whether the point lies within the box (made `margin` times larger)."""
        turn = math.radians(self.angle)
        along = (x - self.x) * math.cos(turn) + (y - self.y) * math.sin(turn)
        across = -(x - self.x) * math.sin(turn) + (y - self.y) * math.cos(turn)
        return abs(along) <= self.width / 2 * margin and abs(across) <= self.height / 2 * margin
