"""A place on a picture where a mark may stand."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

Layer = Literal["ink", "colour"]


@dataclass(frozen=True, slots=True)
class Place:
    """A turned rectangle, in pixels of the picture or of its ink maps."""

    x: float
    y: float
    width: float
    height: float
    angle: float
    """Degrees clockwise in which the words run."""
    layer: Layer = "ink"
    """The map in which it was seen."""
    among: bool = False
    """Whether more words stand beside or above: what is here may be a part of them."""

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies within."""
        turn = math.radians(self.angle)
        along = (x - self.x) * math.cos(turn) + (y - self.y) * math.sin(turn)
        across = -(x - self.x) * math.sin(turn) + (y - self.y) * math.cos(turn)
        return abs(along) <= self.width / 2 and abs(across) <= self.height / 2

    def turned(self, quarters: int) -> Place:
        """The same rectangle, its words taken to run `quarters` quarter turns further clockwise."""
        sides = (self.width, self.height) if quarters % 2 == 0 else (self.height, self.width)
        return replace(self, width=sides[0], height=sides[1], angle=self.angle + 90 * quarters)

    def times(self, factor: float) -> Place:
        """The same place on a picture `factor` times as large."""
        return replace(
            self,
            x=self.x * factor,
            y=self.y * factor,
            width=self.width * factor,
            height=self.height * factor,
        )
