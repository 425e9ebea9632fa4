"""What recognition yields: a page of lines of words, each with a box and a confidence."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the displayed page, 0..1."""

PageSource = Literal["scan", "text_layer", "blank"]


RegionKind = Literal["seal", "received_stamp", "signature_banner", "handwriting", "picture"]
"""What stands on a page and is no running text of the document."""

Role = Literal["body", "header", "footer", "table", "margin"]
"""Where a line belongs: letterhead, "Nơi nhận" and signature, a table's cell, page number or running head."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    confidence: float
    """Calibrated probability that the reading is right, 0..1; 1.0 for words of a sound text layer."""
    engine: str = ""
    """Who gave the reading: `tesseract`, `trueocr`, `both`, `choice` (differs from every engine's reading by
    tone or vowel marks only), `text_layer`, `person`; empty where it was not noted."""
    alternatives: tuple[str, ...] = ()
    """Other readings, likeliest first, without `text`."""
    doubtful: bool = False
    """A person should look at it. A word that no engine read is always doubtful."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    box: Box
    confidence: float
    words: tuple[Word, ...]
    block: int = 0
    """Lines with one block number were read as one block (a column, a letterhead half, a paragraph)."""
    role: Role = "body"

    def as_json(self) -> dict[str, Any]:
        """Exact: `from_json` gives an equal line, also after a way through JSON."""
        return asdict(self)

    @staticmethod
    def from_json(raw: dict[str, Any]) -> Line:
        return _line(raw)


@dataclass(frozen=True, slots=True)
class Region:
    """A seal, a stamp, a banner or handwriting: marked, and kept out of the running text."""

    kind: RegionKind
    box: Box
    text: str = ""
    """What an engine made of it, for a person to judge; never part of `PageText.text`."""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a ruled table."""

    row: int
    """From 0."""
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[int, ...]
    """Positions in `PageText.lines`."""


@dataclass(frozen=True, slots=True)
class Table:
    box: Box
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    continues: bool = False
    """Goes on a table that stands at the end of the page before, with the same columns."""


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
    regions: tuple[Region, ...] = ()
    tables: tuple[Table, ...] = ()
    treatment: tuple[str, ...] = ()
    """What was done to the image before reading, in order: `deskew`, `despeckle`, `rescale`, ..."""

    @property
    def text(self) -> str:
        """The page's text, one line per line, in reading order."""
        return "\n".join(line.text for line in self.lines)

    @property
    def low_confidence(self) -> float:
        """The 5th percentile of word confidence: a good mean hides a bad corner. 0 where nothing was read."""
        values = sorted(word.confidence for line in self.lines for word in line.words)
        return values[(len(values) - 1) // 20] if values else 0.0

    def as_json(self) -> dict[str, Any]:
        """The command line's form of a page (see docs/command-line.md)."""
        return {**asdict(self), "text": self.text, "low_confidence": self.low_confidence}

    def pack(self) -> bytes:
        """Compact bytes for storage; `unpack` gives the page back."""
        return zlib.compress(json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode(), 6)

    @staticmethod
    def unpack(data: bytes) -> PageText:
        raw = json.loads(zlib.decompress(data))
        raw["lines"] = tuple(_line(line) for line in raw["lines"])
        raw["regions"] = tuple(Region(**{**r, "box": tuple(r["box"])}) for r in raw.get("regions", ()))
        raw["tables"] = tuple(_table(table) for table in raw.get("tables", ()))
        raw["treatment"] = tuple(raw.get("treatment", ()))
        return PageText(**raw)


def _line(raw: dict[str, Any]) -> Line:
    return Line(**{**raw, "box": tuple(raw["box"]), "words": tuple(_word(word) for word in raw["words"])})


def _word(raw: dict[str, Any]) -> Word:
    return Word(**{**raw, "box": tuple(raw["box"]), "alternatives": tuple(raw.get("alternatives", ()))})


def _table(raw: dict[str, Any]) -> Table:
    cells = (Cell(**{**c, "box": tuple(c["box"]), "lines": tuple(c["lines"])}) for c in raw["cells"])
    return Table(**{**raw, "box": tuple(raw["box"]), "cells": tuple(cells)})
