"""Numbers and days that were left blank in print and filled in by hand: offered as doubtful, in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr.layout.lines import around
from ocr.page import Box, Line, Region, Word
from vanthu.text import fold

Picture = NDArray[np.uint8]

_NUMBER_LINE = re.compile(r"^\W*s[o0]\W", re.IGNORECASE)
_SYMBOL = re.compile(r"[/-]\s?[^\W\d_]{1,4}|/\d{4}/")
_ALONE = re.compile(r"\W*\d{1,4}\W*$")
_DIGITS = re.compile(r"^\d{1,5}$")
_FORM = re.compile(r"^\W*s[oố0ôồổòóỏ6]\W|ng[aà]y|th[aá]ng|n[aă]m|/.*$", re.IGNORECASE)
"""What of the form may stick to a figure, and the symbol behind it."""
_LIKE = str.maketrans("lI|iịOoSsBZzqgbfƒA", "111110055822996774")
_SURE = 0.9
_ALIKE = (0.6, 1.22)
"""A figure is printed only if about as high as the words about it; their marks make them higher."""
_SUNK = 0.18
"""And stands on its line: share of the height by which it may hang or float."""
_COLOURED = 28.0
"""Levels of 255 by which ink must be more coloured than the print's."""
_WIDE = 1.9
"""Times the line's usual blank that a form leaves."""


def with_handwriting(lines: Sequence[Line], picture: Picture) -> tuple[tuple[Line, ...], list[Region]]:
    """The lines with hand-written figures of letterhead and footer marked doubtful, and where they stand.

    `picture`: the page as displayed, grey or RGB. Where there is no such figure nothing changes.
    """
    heads = [i for i, line in enumerate(lines) if line.role == "header"]
    slots = [(i, slot) for i in heads for slot in _slots(lines[i]) if slot]
    # Who fills in the number fills in the day: one blank filled by hand casts doubt on all.
    if not any(_by_hand(lines[i], slot, picture) for i, slot in slots):
        slots = []
    found: list[Region] = []
    result = list(lines)
    for i, slot in slots:
        words = [lines[i].words[place] for place in slot]
        sure = min(word.confidence for word in words)
        said = "".join(_figures(word.text) for word in words)
        found.append(Region("handwriting", around([word.box for word in words]), said, sure))
        result[i] = replace(
            result[i],
            words=tuple(_doubted(w) if place in slot else w for place, w in enumerate(result[i].words)),
        )
    for i, line in enumerate(result):
        # Below "Nơi nhận" no figure is printed by itself: it is a note of copies or of who typed it.
        if line.role == "footer" and _ALONE.match(line.text):
            found.append(Region("handwriting", line.box, _figures(line.text), line.confidence))
            result[i] = replace(line, words=tuple(_doubted(word) for word in line.words))
    for i in heads:
        found += [Region("handwriting", box) for box in _blanks(lines[i]) if _inked(picture, box)]
    return tuple(result), found


def _slots(line: Line) -> Iterator[list[int]]:
    """Positions of the words where the form leaves a blank: the number, the day, the month."""
    folded = [fold(word.text) for word in line.words]
    if _NUMBER_LINE.match(fold(line.text) + " "):
        yield _number_slot(line.words)
    day = next((i for i, text in enumerate(folded) if text.startswith("ngay")), None)
    month = next((i for i, text in enumerate(folded) if re.search(r"than[gq]", text)), None)
    year = next((i for i, text in enumerate(folded) if text.strip(" .,").startswith("nam")), None)
    if day is not None and month is not None and month >= day:
        glued = [i for i in {day, month} if re.search(r"ngay\W*\w*\d|\d\W*than|^\W*\d", folded[i])]
        yield sorted({*range(day + 1, month), *glued})
    if month is not None and year is not None and year > month:
        yield list(range(month + 1, year))


def _number_slot(words: Sequence[Word]) -> list[int]:
    """Words between "Số" and the symbol; the word that holds both number and symbol is one of them."""
    slot = []
    for i, word in enumerate(words[1:], 1):
        symbol = _SYMBOL.search(word.text)
        if symbol:
            if symbol.start() > 0 and any(c.isalnum() for c in word.text[: symbol.start()]):
                slot.append(i)
            break
        slot.append(i)
    first = words[0].text
    if not slot and re.search(r"\d", first) and not _SYMBOL.match(first):
        slot = [0]
    return slot[:4]


def _by_hand(line: Line, slot: Sequence[int], picture: Picture) -> bool:
    """Anything that points to a pen is enough: a reading in doubt, another colour, size, place or spacing."""
    words = [line.words[place] for place in slot]
    printed = [w for place, w in enumerate(line.words) if place not in slot and len(w.text) >= 2]
    if any(word.confidence < _SURE or not re.search(r"\d", word.text) for word in words):
        return True
    if any(_colour(picture, word.box) > _COLOURED + _typical_colour(picture, printed) for word in words):
        return True
    after = line.words[slot[-1] + 1 : slot[-1] + 2]
    if _NUMBER_LINE.match(fold(line.text)) and after and after[0].text[:1] in "/-":
        return True  # no printer leaves a blank before the symbol
    return _spaced(line, slot) or any(_unlike(word, printed, picture) for word in words)


def _spaced(line: Line, slot: Sequence[int]) -> bool:
    """Whether the blanks about it are unlike those of the line."""
    gaps = [after.box[0] - before.box[2] for before, after in pairwise(line.words)]
    beside = [gaps[place] for place in (slot[0] - 1, slot[-1]) if 0 <= place < len(gaps)]
    usual = [gap for place, gap in enumerate(gaps) if place not in (slot[0] - 1, slot[-1])]
    if not usual or not beside:
        return False
    typical = max(float(np.median(usual)), 1e-4)
    return max(beside) > _WIDE * typical or min(beside) < -0.5 * typical


def _unlike(word: Word, printed: Sequence[Word], picture: Picture) -> bool:
    """Whether a figure by itself is higher or lower than print, or stands off its line."""
    marks = [ink for other in printed if (ink := _ink(picture, other.box)) is not None]
    if not marks or not _DIGITS.match(word.text):
        return False
    ink = _ink(picture, word.box)
    if ink is None:
        return True
    usual = float(np.median([bottom - top for top, bottom in marks]))
    base = float(np.median([bottom for _, bottom in marks]))
    high = ink[1] - ink[0]
    return not _ALIKE[0] * usual <= high <= _ALIKE[1] * usual or ink[1] - base > _SUNK * usual


def _figures(text: str) -> str:
    """The figures in a reading of handwriting, letters taken for figures that look alike."""
    return re.sub(r"\D", "", _FORM.sub("", text).translate(_LIKE))


def _doubted(word: Word) -> Word:
    plain = _figures(word.text)
    others = dict.fromkeys((*word.alternatives, *([plain] if plain and plain != word.text else [])))
    others.pop(word.text, None)
    return replace(word, doubtful=True, alternatives=tuple(others))


def _blanks(line: Line) -> Iterator[Box]:
    """Gaps where a figure is missing: after Số, after ngày, after tháng."""
    for before, after in pairwise(line.words):
        first, second = fold(before.text).strip(" :.,"), fold(after.text)
        dated = (first == "ngay" and second.startswith("than")) or (
            first == "thang" and second.startswith("nam")
        )
        numbered = first == "so" and bool(_SYMBOL.match(after.text))
        if (dated or numbered) and after.box[0] - before.box[2] > 0.008:
            yield (
                before.box[2],
                min(before.box[1], after.box[1]),
                after.box[0],
                max(before.box[3], after.box[3]),
            )


def _crop(picture: Picture, box: Box) -> Picture:
    height, width = picture.shape[:2]
    left, top = int(box[0] * width), int(box[1] * height)
    return picture[top : max(top + 1, round(box[3] * height)), left : max(left + 1, round(box[2] * width))]


def _dark(crop: Picture) -> NDArray[np.bool_]:
    grey = crop if crop.ndim == 2 else np.asarray(crop.min(axis=2), np.uint8)
    return np.asarray(grey < max(60.0, float(np.percentile(grey, 90)) - 70.0), np.bool_)


def _inked(picture: Picture, box: Box) -> bool:
    dark = _dark(_crop(picture, box))
    return float(dark.mean()) > 0.03 and float(dark.any(axis=1).mean()) > 0.4


def _ink(picture: Picture, box: Box) -> tuple[float, float] | None:
    """Top and bottom of the ink about a word's box, in pixels of the page."""
    height = picture.shape[0]
    high = box[3] - box[1]
    wide = (box[0], max(0.0, box[1] - 0.3 * high), box[2], min(1.0, box[3] + 0.3 * high))
    rows = np.flatnonzero(_dark(_crop(picture, wide)).sum(axis=1) >= 2)
    if not len(rows):
        return None
    top = int(wide[1] * height)
    return top + float(rows[0]), top + float(rows[-1]) + 1


def _colour(picture: Picture, box: Box) -> float:
    """How coloured the ink is: mean distance of the channels where it is dark."""
    if picture.ndim == 2:
        return 0.0
    crop = _crop(picture, box)
    dark = _dark(crop)
    if not dark.any():
        return 0.0
    inks = crop[dark].astype(np.int16)
    return float((inks.max(axis=1) - inks.min(axis=1)).mean())


def _typical_colour(picture: Picture, printed: Sequence[Word]) -> float:
    values = [_colour(picture, word.box) for word in printed]
    return float(np.median(values)) if values else 0.0
