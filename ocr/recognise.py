"""One page of a file to words: the decision, orientation, straightening, reading, boxes put back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr import raster
from ocr.compose import compose
from ocr.engines.tesseract import read_orientation
from ocr.errors import EngineError
from ocr.page import PageText
from ocr.reading import OcrOptions, Reading, read_page
from ocr.source import PageSourceFile

_READING_DPI = (150, 250)
"""A scan within these is read as it is; others are brought to 200. Real scans at 200 dpi read best there."""
_TARGET_DPI = 200
_DOUBTFUL_READING = 0.70
"""Mean confidence under which the page may be lying wrong; upright real scans read at .85 and more."""
_SURE_ORIENTATION = 1.5
"""Tesseract's orientation confidence from which it is believed without a second reading."""


def recognise_page(source: PageSourceFile, number: int, options: OcrOptions) -> PageText:
    """The page's text, from its text layer if that can be trusted, else by recognition."""
    page = source.page(number)
    decision = page.decision
    if decision == "text_layer":
        return page.text_layer()
    native = page.native_dpi
    low, high = _READING_DPI
    dpi = native if low <= native <= high else _TARGET_DPI
    shown = page.image(dpi)
    image = raster.reading_grey(shown)
    if decision == "blank":
        height, width = image.shape
        return PageText(number, width, height, dpi, "none", "blank", 0.0)
    reading, rotation = _read_upright(image, dpi, options)
    height, width = reading.page.shape
    composed = compose(reading.lines, shown, dpi, rotation)
    lines = composed.lines
    return PageText(
        number=number,
        width=width,
        height=height,
        dpi=dpi,
        engine=reading.engine,
        source="scan" if lines else "blank",
        confidence=_mean([word.confidence for line in lines for word in line.words]),
        lines=lines,
        rotation=rotation,
        skew=reading.skew,
        regions=composed.regions,
        tables=composed.tables,
        treatment=reading.treatment,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _read_upright(image: raster.Grey, dpi: int, options: OcrOptions) -> tuple[Reading, int]:
    """The reading of the page the right way up, and how far it had to be turned clockwise.

    Orientation costs a call of its own, so it is asked only where the page looks sideways or was
    read badly.
    """
    first = None if raster.lies_sideways(image) else read_page(image, dpi, options)
    if first is not None and first.certainty >= _DOUBTFUL_READING:
        return first, 0
    turn, sure = _orientation(image, dpi, options)
    if turn and sure >= _SURE_ORIENTATION:
        return read_page(_turned(image, turn), dpi, options), turn
    first = first or read_page(image, dpi, options)
    if turn:
        second = read_page(_turned(image, turn), dpi, options)
        if second.certainty > first.certainty + 0.1:
            return second, turn
    return first, 0


def _orientation(image: raster.Grey, dpi: int, options: OcrOptions) -> tuple[int, float]:
    """Without Tesseract a page is taken to lie as it was read."""
    try:
        return read_orientation(image, dpi=dpi, timeout_s=options.timeout_s, command=options.tesseract)
    except EngineError:
        return 0, 0.0


def _turned(image: raster.Grey, clockwise: int) -> raster.Grey:
    return np.ascontiguousarray(np.rot90(image, k=-clockwise // 90))


__all__ = ["OcrOptions", "recognise_page"]
