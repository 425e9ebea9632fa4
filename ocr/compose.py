"""From the lines an engine read to a page: what is no text set apart, tables in cells, reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.layout import arrange
from ocr.noise import is_noise
from ocr.page import Line, Region, Table
from ocr.raster import flat, turn
from ocr.regions import set_apart, with_handwriting
from ocr.tables import find_grids, parted, with_tables

_LETTERS = re.compile(r"[^\W_]")
_STRAY = 0.8
_FEW = 10


@dataclass(frozen=True, slots=True)
class Composed:
    lines: tuple[Line, ...]
    regions: tuple[Region, ...]
    tables: tuple[Table, ...]


def compose(lines: Sequence[Line], shown: Image.Image, dpi: int, rotation: int = 0) -> Composed:
    """`lines` with boxes on the upright page; `shown`: the page as filed, before it is turned and treated."""
    picture: NDArray[np.uint8] = np.asarray(flat(turn(shown, rotation)), np.uint8)
    plain = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    ratio = plain.shape[0] / plain.shape[1]
    printed, regions = set_apart(lines, picture, dpi)
    grids = find_grids(plain, dpi)
    outside, inside = parted(printed, grids)
    arranged = arrange(outside, ratio)
    kept, strays = _without_strays(arranged)
    marked, hand = with_handwriting(kept, picture)
    ordered, tables = with_tables(marked, inside, grids)
    return Composed(ordered, (*regions, *strays, *hand), tables)


def _without_strays(lines: Sequence[Line]) -> tuple[list[Line], list[Region]]:
    """Without specks that came apart from a line of print, and notes by hand over the letterhead."""
    top = min(_tops(line for line in lines if line.role == "header"), default=0.0)
    kept: list[Line] = []
    notes: list[Region] = []
    for line in lines:
        letters = len(_LETTERS.findall(line.text))
        above = line.role == "body" and line.box[3] < top and letters <= _FEW and line.confidence < _STRAY
        if not above and not is_noise(line):
            kept.append(line)
        elif letters >= 2:
            notes.append(Region("handwriting", line.box, line.text, round(line.confidence, 4)))
    return kept, notes


def _tops(lines: Iterable[Line]) -> list[float]:
    return [line.box[1] for line in lines]
