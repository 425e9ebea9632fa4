"""The second opinion: Tesseract reads what the judge takes for marks, all of a page's in one call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from ocr.engines.tesseract import TableWord, read_rows
from ocr.errors import EngineError
from ocr.stamps.ink import Ink
from vanthu.text import fold, nfc

_HIGH = 66
"""Pixels of a piece in the picture that is read; words on two lines are twice as high."""
_WIDEST = 900
_GAP = 40
_DPI = 150
_TIMEOUT_S = 20.0

_LEVELS = {"tuyetmat": "top_secret", "toimat": "secret", "mat": "confidential"}
_ACCENTED = {"tuyệtmật": "top_secret", "tốimật": "secret", "mật": "confidential"}
_BEFORE = re.compile(r"^(?:(?:muc)?domat|tailieu|vanban|hoso)(?=.)")
_FAR = {"tuyetmat": 2, "toimat": 1, "mat": 0}
"""Letters that may be read wrongly."""
_ENOUGH = 3
"""Letters from which what was read counts as words of its own."""


@dataclass(frozen=True, slots=True)
class Read:
    """What Tesseract made of a piece."""

    kind: Literal["exact", "near", "small", "other", "nothing"]
    """`small`: the word mật in small letters, as in a sentence."""
    level: str = "none"


NOTHING = Read("nothing")


def read(pieces: Sequence[Ink], command: str) -> list[Read]:
    """What each piece (dark on 0) says; nothing where Tesseract is missing or fails."""
    if not pieces:
        return []
    rows = [_row(piece) for piece in pieces]
    width = max(row.shape[1] for row in rows) + 2 * _GAP
    sheet = np.full((sum(row.shape[0] + _GAP for row in rows) + _GAP, width), 255, np.uint8)
    top, tops = _GAP, []
    for row in rows:
        sheet[top : top + row.shape[0], _GAP : _GAP + row.shape[1]] = row
        tops.append(top)
        top += row.shape[0] + _GAP
    try:
        words = read_rows(sheet, languages="vie", dpi=_DPI, timeout_s=_TIMEOUT_S, command=command)
    except EngineError:
        return [NOTHING] * len(pieces)
    result = []
    for row, start in zip(rows, tops, strict=True):
        result.append(understood(_within(words, start - _GAP / 2, start + row.shape[0] + _GAP / 2)))
    return result


def understood(text: str) -> Read:
    """Which mark the text is, if any; unaccented and slightly misread ones are near."""
    letters = re.sub(r"[\W\d_]+", "", nfc(text))
    if letters in _ACCENTED:
        return Read("small")
    if letters[:1].islower():
        return Read("other") if len(letters) >= _ENOUGH else NOTHING
    capitals, letters = letters.isupper(), letters.lower()
    folded = re.sub(r"[^a-z]+", "", fold(letters))
    before = _BEFORE.match(folded)
    start = before.end() if before else 0
    if letters[start:] in _ACCENTED:
        return Read("exact" if capitals else "near", _ACCENTED[letters[start:]])
    for name, level in _LEVELS.items():
        if abs(len(folded) - start - len(name)) <= 2 and _distance(folded[start:], name) <= _FAR[name]:
            return Read("near", level)
    return Read("other") if len(folded) >= _ENOUGH else NOTHING


def _row(piece: Ink) -> Ink:
    scale = min(_HIGH / piece.shape[0], _WIDEST / piece.shape[1])
    if piece.shape[1] < 2 * piece.shape[0]:
        scale = min(1.7 * _HIGH / piece.shape[0], _WIDEST / piece.shape[1])
    size = max(4, round(piece.shape[1] * scale)), max(4, round(piece.shape[0] * scale))
    large = cv2.resize(piece, size, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
    dark = max(40.0, float(np.percentile(large, 97)))
    return np.asarray(255 - cv2.convertScaleAbs(large, alpha=255 / dark), np.uint8)


def _within(words: Sequence[TableWord], top: float, bottom: float) -> str:
    return " ".join(word.text for word in words if top <= word.top + word.height / 2 < bottom)


def _distance(one: str, other: str) -> int:
    """Letters to change, add or take away."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
