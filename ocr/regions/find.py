"""Takes out of a page's lines what is no running text, and says where it stood. Printed words stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.lines import around, make_line
from ocr.noise import is_noise, is_signature_banner
from ocr.page import Box, Line, Region, RegionKind, Word
from ocr.regions.banner import banner_words
from ocr.regions.received import received_boxes, says_received
from ocr.regions.seals import box_of, find_seals
from ocr.tables.rules import find_frames

_UNSURE, _HOPELESS = 0.6, 0.2
"""On a seal what is read less surely is its own letters or a stroke: of one or two letters, and of more."""
_SYLLABLE = re.compile(r"[^\W\d_]{2,7}|[\d./-]+|[^\W\d_]{1,3}\W{1,2}[^\W\d_]{2,7}")
_PRINTED = 0.8
_LEAST_PRINT = 1
"""Words read surely that make a line one of print."""
_TOUCHING = 1.5
"""Text heights from a printed word at which the next is still of its line."""
_LETTERS = re.compile(r"[^\W\d_]")


def set_apart(lines: Sequence[Line], picture: NDArray[np.uint8], dpi: int) -> tuple[list[Line], list[Region]]:
    """The lines of print, and the regions with what was read in them.

    `picture`: the page as displayed, grey or RGB, not treated. Nothing read is lost: a word is in a line or
    in a region's text, unless it has no letter or digit or stands alone as a speck.
    """
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    ratio = grey.shape[0] / grey.shape[1]
    regions: list[Region] = []
    rest = list(lines)
    for words in banner_words(rest, ratio):
        taken = {id(word) for word in words}
        rest = _without(rest, lambda word, taken=taken: id(word) in taken)  # type: ignore[misc]
        regions.append(_region("signature_banner", around([w.box for w in words]), words))
    for line in [line for line in rest if is_signature_banner(line.text)]:
        rest.remove(line)
        regions.append(_region("signature_banner", line.box, line.words))
    if says_received(rest):
        for box in received_boxes(rest, find_frames(grey, dpi), ratio):
            rest, words = _taken_out(rest, box, lambda _: True)
            regions.append(_region("received_stamp", box, words))
    for circle in find_seals(picture, dpi):
        box = box_of(circle, grey.shape)
        held = {id(word) for line in rest for word in _in_print(line, ratio)}
        rest, words = _taken_out(rest, box, lambda word, held=held: id(word) not in held and _no_print(word))  # type: ignore[misc]
        regions.append(_region("seal", box, words))
    printed = []
    for line in rest:
        if not is_noise(line):
            printed.append(line)
        elif len(_LETTERS.findall(line.text)) >= 2:
            regions.append(_region("handwriting", line.box, line.words))
    return printed, regions


def _is_syllable(text: str) -> bool:
    """A syllable or a number, whatever marks stand around it."""
    inner = [at for at, char in enumerate(text) if char.isalnum()]
    bare = text[inner[0] : inner[-1] + 1] if inner else text
    return _SYLLABLE.fullmatch(bare) is not None


def _no_print(word: Word) -> bool:
    """Letters bent along a ring, a stroke of a pen: too short, or read too badly, to be a word of print."""
    if _is_syllable(word.text) and len(_LETTERS.findall(word.text)) >= 3:
        return word.confidence < _HOPELESS
    return word.confidence < _UNSURE


def _in_print(line: Line, ratio: float) -> list[Word]:
    """Words of a line of print: a seal over them makes them unsure, but they are the document's."""
    sure = [word for word in line.words if word.confidence >= _PRINTED and _is_syllable(word.text)]
    if len(sure) < _LEAST_PRINT:
        return sure
    near = []
    reach = [word.box for word in sure]
    for word in line.words:
        high = max(word.box[3] - word.box[1], 1e-6) * ratio
        if any(max(b[0] - word.box[2], word.box[0] - b[2]) < _TOUCHING * high for b in reach):
            near.append(word)
            reach.append(word.box)
    return near


def _taken_out(
    lines: Sequence[Line], box: Box, goes: Callable[[Word], bool]
) -> tuple[list[Line], list[Word]]:
    """The lines without the words in the box that `goes` says so of, and those words."""
    out = [
        word
        for line in lines
        for word in line.words
        if box[0] <= (word.box[0] + word.box[2]) / 2 <= box[2]
        and box[1] <= (word.box[1] + word.box[3]) / 2 <= box[3]
        and goes(word)
    ]
    taken = {id(word) for word in out}
    return _without(lines, lambda word: id(word) in taken), out


def _without(lines: Sequence[Line], goes: Callable[[Word], bool]) -> list[Line]:
    result = []
    for line in lines:
        words = [word for word in line.words if not goes(word)]
        if len(words) == len(line.words):
            result.append(line)
        elif words:
            result.append(make_line(words, line.block))
    return result


def _region(kind: RegionKind, box: Box, words: Sequence[Word]) -> Region:
    """With its words row by row, as a look for marks needs them."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.box[1] + word.box[3]) / 2):
        middle = (word.box[1] + word.box[3]) / 2
        if rows and middle < rows[-1][0].box[3]:
            rows[-1].append(word)
        else:
            rows.append([word])
    text = "\n".join(" ".join(w.text for w in sorted(row, key=lambda w: w.box[0])) for row in rows)
    sure = sum(word.confidence for word in words) / len(words) if words else 0.0
    return Region(kind, box, text, round(sure, 4))
