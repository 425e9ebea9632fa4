"""One page of a file to words: the decision, orientation, straightening, reading, boxes put back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr import raster
from ocr.compose import compose
from ocr.contradiction import borne_out
from ocr.engines.tesseract import read_orientation
from ocr.engines.trueocr import TrueOcr
from ocr.errors import EngineError
from ocr.page import PageText
from ocr.reading import OcrOptions, Reading, read_page
from ocr.source import TARGET_DPI, PageSourceFile, SourcePage, reading_dpi
from ocr.tables import find_grids, parted, with_tables
from ocr.triage import measure, prepare, put_back, scale_for

_RULES_DPI = 150
_MOST_PIXELS = 40_000_000
"""To which a page may be enlarged for small letters."""
_DOUBTFUL_READING = 0.70
"""Mean confidence under which the page may be lying wrong; upright real scans read at .85 and more."""
_SURE_ORIENTATION = 1.5
"""Tesseract's orientation confidence from which it is believed without a second reading."""


def recognise_page(source: PageSourceFile, number: int, options: OcrOptions) -> PageText:
    """The page's text, from its text layer if that can be trusted, else by recognition."""
    page = source.page(number)
    decision = page.decision
    if decision == "text_layer" and (told := _from_layer(page, options)) is not None:
        return told
    dpi = reading_dpi(page.native_dpi)
    shown = page.image(dpi)
    image = raster.reading_grey(shown)
    if decision == "blank":
        height, width = image.shape
        return PageText(number, width, height, dpi, "none", "blank", 0.0)
    steps: tuple[str, ...] = ()
    back = None
    if options.triage:
        condition = measure(image)
        factor = min(scale_for(condition), math.sqrt(_MOST_PIXELS / image.size))
        if scale_for(condition) != 1.0:
            shown, steps = page.image(max(1, round(dpi * factor))), ("rescale",)
            image, dpi = raster.reading_grey(shown), TARGET_DPI
            condition = measure(image)
        prepared = prepare(image, condition)
        image, back, steps = prepared.image, prepared.back, (*steps, *prepared.treatment)
    reading, rotation = _read_upright(image, dpi, options)
    width, height = shown.size if rotation in {0, 180} else shown.size[::-1]
    composed = compose(put_back(reading.lines, back, rotation), shown, dpi, rotation)
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
        treatment=(*steps, *reading.treatment),
    )


def _from_layer(page: SourcePage, options: OcrOptions) -> PageText | None:
    """The page's own text, tables in cells; None if the picture shows another text."""
    told = page.text_layer()
    if page.layer_in_doubt:
        image = raster.reading_grey(page.image(TARGET_DPI))
        if not borne_out(told.lines, image, TARGET_DPI, TrueOcr(options.timeout_s, options.models)):
            return None
    grids = find_grids(raster.grey(page.image(_RULES_DPI)), _RULES_DPI) if page.is_ruled else []
    if not grids:
        return told
    outside, inside = parted(told.lines, grids)
    lines, tables = with_tables(outside, inside, grids)
    return replace(told, lines=lines, tables=tables)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _read_upright(image: raster.Grey, dpi: int, options: OcrOptions) -> tuple[Reading, int]:
    """The reading of the page the right way up, and how far it had to be turned clockwise.

    Orientation costs a call of its own, so it is asked only where the page looks sideways or was
    read badly.
    """
    ink = raster.ink_mask(image)
    first = None if raster.lies_sideways(ink) else read_page(image, ink, dpi, options)
    if first is not None and first.certainty >= _DOUBTFUL_READING:
        return first, 0
    turn, sure = _orientation(image, dpi, options)
    if turn and sure >= _SURE_ORIENTATION:
        second = _read_turned(image, turn, dpi, options)
        if first is None or second.certainty >= first.certainty:
            return second, turn
        return first, 0
    first = first or read_page(image, ink, dpi, options)
    if turn:
        second = _read_turned(image, turn, dpi, options)
        if second.certainty > first.certainty + 0.1:
            return second, turn
    return first, 0


def _orientation(image: raster.Grey, dpi: int, options: OcrOptions) -> tuple[int, float]:
    """Without Tesseract a page is taken to lie as it was read."""
    try:
        return read_orientation(image, dpi=dpi, timeout_s=options.timeout_s, command=options.tesseract)
    except EngineError:
        return 0, 0.0


def _read_turned(image: raster.Grey, clockwise: int, dpi: int, options: OcrOptions) -> Reading:
    turned = np.ascontiguousarray(np.rot90(image, k=-clockwise // 90))
    return read_page(turned, raster.ink_mask(turned), dpi, options)


__all__ = ["OcrOptions", "recognise_page"]
