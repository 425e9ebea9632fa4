"""Hyphens and dashes told apart by their ink: the first engine has one sign for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mean

import numpy as np

from ocr.choose.words import ChosenWord
from ocr.engines.port import Grey, Pixels

_SIGNS = {"-": "–", "–": "-"}
_LONG, _UNCLEAR = 0.78, (0.75, 0.82)
"""Length in widths of the line's letters. On 45 development pages 230 hyphens had .39 to .74, dashes, half a
type size long, .79 to 1.07."""
_CAPITALS = 0.7
"""Width of small letters in widths of capitals."""
_ENOUGH = 6
"""Letters of a line by which its dashes are measured."""


def measured(page: Grey, line: Sequence[ChosenWord]) -> list[ChosenWord]:
    """The line, its signs that stand by themselves written as long as they are.

    All of a line are taken for one kind. Between the two they are in doubt.
    """
    signs = [word for word in line if word.text in _SIGNS]
    letter = _letter(line) if signs else 0.0
    if not letter:
        return list(line)
    length = mean(_ink(page, sign.box) for sign in signs) / letter
    told = "–" if length >= _LONG else "-"
    doubtful = _UNCLEAR[0] < length < _UNCLEAR[1]
    return [_as(word, told, doubtful=doubtful) if word.text in _SIGNS else word for word in line]


def _as(word: ChosenWord, told: str, *, doubtful: bool) -> ChosenWord:
    others = dict.fromkeys((_SIGNS[told], *word.alternatives)) if doubtful or word.text != told else ()
    kept = tuple(other for other in others if other != told) or word.alternatives
    return replace(word, text=told, alternatives=kept, doubtful=word.doubtful or doubtful)


def _letter(line: Sequence[ChosenWord]) -> float:
    """Mean width of the line's letters, as of small ones; 0 if there are too few to tell."""
    words = [word for word in line if len(word.text) > 1]
    text = "".join(word.text for word in words)
    if len(text) < _ENOUGH:
        return 0.0
    wide = sum(word.box[2] - word.box[0] for word in words) / len(text)
    capitals = sum(c.isupper() for c in text) / len(text)
    return wide * (1.0 - (1.0 - _CAPITALS) * capitals)


def _ink(page: Grey, box: Pixels) -> int:
    """Pixels of the longest dark stretch of any row."""
    crop = page[box[1] : box[3], max(0, box[0] - 2) : box[2] + 2]
    if not crop.size:
        return 0
    dark = crop < (int(crop.max()) + int(crop.min())) / 2
    edges = np.diff(np.pad(dark, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.nonzero(edges > 0), np.nonzero(edges < 0)
    return int((ends[1] - starts[1]).max(initial=0))
