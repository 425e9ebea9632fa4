"""What stands on a page and is no text of the document: signers' banners, seals read as letters."""

from __future__ import annotations

import re

from ocr.page import Line

_BANNER = re.compile(
    r"^\W{0,3}(?:(?:Người ký\s*[:;.]|(?:Ký bởi|Được ký bởi|Signed by|Digitally signed)\b).{0,120}"
    r"|Email\s*:?\s*\S+@\S+|(?:Thời gian ký|Ngày ký|Date)\s*:?\s*\d.{0,40}\d\d:\d\d.*"
    r"|Cơ quan\s*:.{0,80})$",
    re.IGNORECASE,
)
_A_WORD_OF_TYPE = 8
"""So many letters are no speck: a printed symbol that a pen was run through is read badly, too."""
_LETTER = re.compile(r"[^\W_]")
_OF_THE_FORM = re.compile(r"^\W{0,3}(?:S\S{1,2}\s?[:.]\s?\d{2}|L[uư]u\s?[:;]\s?\w)", re.IGNORECASE)
"""The number's line worn with copying, and the last item under "Nơi nhận", small and run into by the seal."""


def is_signature_banner(text: str) -> bool:
    """A line of the appearance that signing software lays over a page."""
    return bool(_BANNER.match(text.strip()))


def is_noise(line: Line) -> bool:
    """A recognised line that no person would call text: edges of seals, specks, black bars.

    Only lines without a single word that was read with some certainty; a hand-written number beside
    a printed word therefore stays.
    """
    letters = len(_LETTER.findall(line.text))
    if not letters:
        return True
    if _OF_THE_FORM.match(line.text):
        return False
    best = max(word.confidence for word in line.words)
    if best < 0.30 and letters < _A_WORD_OF_TYPE:
        return True
    return line.confidence < 0.45 and best < 0.80 and letters <= 4 * len(line.words) and letters < 12
