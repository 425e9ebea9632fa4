"""One page of a file to words: the decision, orientation, straightening, reading, boxes put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ocr import raster
from ocr.layout import make_line
from ocr.noise import is_noise, is_signature_banner
from ocr.page import Box, Line, PageText, Word
from ocr.source import PageSourceFile
from ocr.engines.tesseract import FoundWord, engine_name, read_orientation, read_words

_READING_DPI = (150, 250)
"""A scan within these is read as it is; others are brought to 200. Real scans at 200 dpi read best there."""
_TARGET_DPI = 200
_MIN_SKEW = 1.5
"""Degrees; Tesseract copes with less by itself."""
_DOUBTFUL_READING = 0.70
"""Mean confidence under which the page may be lying wrong; upright real scans read at .85 and more."""
_SURE_ORIENTATION = 1.5
"""Tesseract's orientation confidence from which it is believed without a second reading."""


@dataclass(frozen=True, slots=True)
class OcrOptions:
    languages: str = "vie"
    timeout_s: float = 120.0
    tesseract: str = "tesseract"


def recognise_page(source: PageSourceFile, number: int, options: OcrOptions) -> PageText:
    """The page's text, from its text layer if that can be trusted, else by recognition."""
    page = source.page(number)
    decision = page.decision
    if decision == "text_layer":
        return page.text_layer()
    native = page.native_dpi
    low, high = _READING_DPI
    dpi = native if low <= native <= high else _TARGET_DPI
    image = raster.reading_grey(page.image(dpi))
    if decision == "blank":
        height, width = image.shape
        return PageText(number, width, height, dpi, "none", "blank", 0.0)
    reading, rotation = _read_upright(image, dpi, options)
    lines = tuple(
        line for line in reading.lines() if not is_noise(line) and not is_signature_banner(line.text)
    )
    height, width = reading.page.shape
    return PageText(
        number=number,
        width=width,
        height=height,
        dpi=dpi,
        engine=engine_name(options.languages, options.tesseract),
        source="scan" if lines else "blank",
        confidence=_mean([word.confidence for line in lines for word in line.words]),
        lines=lines,
        rotation=rotation,
        skew=reading.skew,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of a page lying one way."""

    page: raster.Grey
    words: list[FoundWord]
    skew: float
    back: NDArray[np.float64] | None
    """From the straightened image to the page; None if it was read as it was."""

    @property
    def certainty(self) -> float:
        """Mean confidence, longer words counting more; 0 for an empty reading."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0

    def lines(self) -> list[Line]:
        """Tesseract's lines with boxes on the upright page."""
        result = []
        for key, group in groupby(self.words, key=lambda word: word.line):
            words = [Word(word.text, self._box(word), round(word.confidence, 4)) for word in group]
            result.append(make_line(words, key[0]))
        return result

    def _box(self, word: FoundWord) -> Box:
        height, width = self.page.shape
        left, top, right, bottom = word.left, word.top, word.left + word.width, word.top + word.height
        if self.back is None:
            xs, ys = [left, right], [top, bottom]
        else:
            corners = np.array([[left, top, 1], [right, top, 1], [left, bottom, 1], [right, bottom, 1]])
            xs, ys = (corners @ self.back.T).T.tolist()
        edges = (min(xs) / width, min(ys) / height, max(xs) / width, max(ys) / height)
        left_f, top_f, right_f, bottom_f = (round(min(1.0, max(0.0, edge)), 5) for edge in edges)
        return left_f, top_f, right_f, bottom_f


def _read_upright(image: raster.Grey, dpi: int, options: OcrOptions) -> tuple[_Reading, int]:
    """The reading of the page the right way up, and how far it had to be turned clockwise.

    Orientation costs a call of its own, so it is asked only where the page looks sideways or was
    read badly.
    """
    first = None if raster.lies_sideways(image) else _read(image, dpi, options)
    if first is not None and first.certainty >= _DOUBTFUL_READING:
        return first, 0
    turn, sure = read_orientation(image, dpi=dpi, timeout_s=options.timeout_s, command=options.tesseract)
    if turn and sure >= _SURE_ORIENTATION:
        return _read(_turned(image, turn), dpi, options), turn
    first = first or _read(image, dpi, options)
    if turn:
        second = _read(_turned(image, turn), dpi, options)
        if second.certainty > first.certainty + 0.1:
            return second, turn
    return first, 0


def _turned(image: raster.Grey, clockwise: int) -> raster.Grey:
    return np.ascontiguousarray(np.rot90(image, k=-clockwise // 90))


def _read(image: raster.Grey, dpi: int, options: OcrOptions) -> _Reading:
    angle = raster.skew(image)
    back: NDArray[np.float64] | None = None
    straight = image
    if abs(angle) >= _MIN_SKEW:
        straight, back = raster.straighten(image, angle)
    words = read_words(
        straight, languages=options.languages, dpi=dpi, timeout_s=options.timeout_s, command=options.tesseract
    )
    return _Reading(image, words, angle if back is not None else 0.0, back)
