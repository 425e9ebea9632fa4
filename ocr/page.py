"""What recognition yields: a page of lines of words, each with a box and a confidence."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the displayed page, 0..1."""

PageSource = Literal["scan", "text_layer", "blank"]


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    confidence: float
    """0..1; 1.0 for words of a born-digital text layer."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    box: Box
    confidence: float
    words: tuple[Word, ...]
    block: int = 0
    """Lines with one block number were read as one block (a column, a letterhead half, a paragraph)."""


@dataclass(frozen=True, slots=True)
class PageText:
    """One recognised page. Boxes are on the page as displayed: upright, not deskewed."""

    number: int
    """From 1."""
    width: int
    height: int
    """Pixels of the image that was read."""
    dpi: int
    engine: str
    """`tesseract 5.3.0 vie+eng`, `text_layer`, or `none` for a blank or failed page."""
    source: PageSource
    confidence: float
    """Mean word confidence, 0..1; 0 where nothing was read."""
    lines: tuple[Line, ...] = field(default=())
    rotation: int = 0
    """Degrees clockwise the stored page had to be turned to stand upright: 0, 90, 180 or 270."""
    skew: float = 0.0
    """Degrees of skew measured (and undone for reading only)."""

    @property
    def text(self) -> str:
        """The page's text, one line per line, in reading order."""
        return "\n".join(line.text for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """The command line's form of a page (see docs/command-line.md)."""
        return {**asdict(self), "text": self.text}

    def pack(self) -> bytes:
        """Compact bytes for storage; `unpack` gives the page back."""
        return zlib.compress(json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode(), 6)

    @staticmethod
    def unpack(data: bytes) -> PageText:
        raw = json.loads(zlib.decompress(data))
        raw["lines"] = tuple(_line(line) for line in raw["lines"])
        return PageText(**raw)


def _line(raw: dict[str, Any]) -> Line:
    words = tuple(Word(w["text"], tuple(w["box"]), w["confidence"]) for w in raw["words"])
    return Line(raw["text"], tuple(raw["box"]), raw["confidence"], words, raw["block"])
