"""A page image to lines of chosen words: the first engine, the second for what is doubtful, and the choice.

An engine that fails costs its page a flag, not more: the other's reading stands, with doubts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr import raster
from ocr.choose.words import Chooser, ChosenWord, chooser
from ocr.dashes import measured
from ocr.engines.port import Engine, FoundLine, Pixels
from ocr.engines.tesseract import Tesseract
from ocr.engines.trueocr import TrueOcr
from ocr.errors import EngineError
from ocr.layout import make_line
from ocr.page import Box, Line, Word
from ocr.uncovered import uncovered

_MIN_SKEW = 0.3
"""Degrees. The first engine wants level lines."""


@dataclass(frozen=True, slots=True)
class OcrOptions:
    languages: str = "vie"
    timeout_s: float = 120.0
    """For each engine and page."""
    tesseract: str = "tesseract"
    second_engine: bool = True
    """Whether lines in doubt are read by Tesseract too."""
    triage: bool = True
    """Whether a poor picture is treated before it is read; False only to measure what that does."""
    models: Path | None = None
    """Folder with the first engine's networks; None for those that came with it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page lying one way."""

    page: raster.Grey
    lines: tuple[Line, ...]
    """Boxes on the page as it lies; in no particular order."""
    engine: str
    skew: float
    treatment: tuple[str, ...]

    @property
    def certainty(self) -> float:
        """Mean probability, longer words counting more; 0 for an empty reading."""
        words = [word for line in self.lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def read_page(page: raster.Grey, ink: raster.Mask, dpi: int, options: OcrOptions) -> Reading:
    """`ink`: the page's `ink_mask`. Raises the second engine's error if no engine could read the page."""
    angle = raster.skew(ink)
    back: NDArray[np.float64] | None = None
    straight = page
    if abs(angle) >= _MIN_SKEW:
        straight, back = raster.straighten(page, angle)
        ink = raster.ink_mask(straight)
    first: Engine = TrueOcr(options.timeout_s, options.models)
    second: Engine = Tesseract(options.languages, options.timeout_s, options.tesseract)
    try:
        chosen, names = _by_both(straight, ink, dpi, first, second if options.second_engine else None)
    except EngineError:
        chosen, names = chooser().alone(second.read(straight, dpi)), [second.version()]
    lines = tuple(_line(measured(straight, words), page.shape, back) for words in chosen if words)
    skewed = back is not None
    return Reading(page, lines, " + ".join(names), angle if skewed else 0.0, ("deskew",) if skewed else ())


def _by_both(
    page: raster.Grey, ink: raster.Mask, dpi: int, first: Engine, second: Engine | None
) -> tuple[list[list[ChosenWord]], list[str]]:
    found = first.read(page, dpi)
    names = [first.version()]
    missed = uncovered(page, ink, [line.box for line in found]) if second is not None else []
    lines = [*found, *(FoundLine((), place) for place in missed)]

    def ask(doubted: Sequence[FoundLine]) -> Sequence[FoundLine | None]:
        if second is None or not doubted:
            return [None] * len(doubted)
        answer = second.read_lines(page, [line.box for line in doubted], dpi)
        names.append(second.version())
        return answer

    pick: Chooser = chooser()
    try:
        return pick.choose(lines, ask if second is not None else None), names
    except EngineError:
        return pick.choose(lines, None), names


def _line(words: Sequence[ChosenWord], shape: tuple[int, ...], back: NDArray[np.float64] | None) -> Line:
    return make_line(
        [
            Word(
                word.text,
                _box(word.box, shape, back),
                word.probability,
                word.engine,
                word.alternatives,
                word.doubtful,
            )
            for word in words
        ]
    )


def _box(box: Pixels, shape: tuple[int, ...], back: NDArray[np.float64] | None) -> Box:
    """The place on the page as it lies, from one on the straightened page."""
    height, width = shape
    left, top, right, bottom = box
    if back is None:
        xs, ys = [left, right], [top, bottom]
    else:
        corners = np.array([[left, top, 1], [right, top, 1], [left, bottom, 1], [right, bottom, 1]])
        xs, ys = (corners @ back.T).T.tolist()
    edges = (min(xs) / width, min(ys) / height, max(xs) / width, max(ys) / height)
    left_f, top_f, right_f, bottom_f = (round(min(1.0, max(0.0, edge)), 5) for edge in edges)
    return left_f, top_f, right_f, bottom_f
