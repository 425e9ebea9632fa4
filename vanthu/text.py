"""Vietnamese text in the forms the rooms compare: composed, folded, one tone placement.

Rules: TCVN 6909:2001 (Unicode, composed); tone placement old and new style are one spelling
for the index only, never for display.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_D_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ"})


def nfc(text: str) -> str:
    """Composed form, with look-alikes of đ put right. Applied at every border: ingest and query."""
    return unicodedata.normalize("NFC", text).translate(_D_LOOKALIKES)


def squeeze(text: str) -> str:
    """Composed form with runs of white space as single blanks."""
    return " ".join(nfc(text).split())


def printable(text: str) -> str:
    """Without characters that no file for people may hold (XML 1.0, section 2.2); lines and tabs stay."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char)[0] != "C")


_FORMULA = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection), wide forms included."""


def harmless_cell(cell: str) -> str:
    """The text of a table's cell so that no spreadsheet calculates it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def plain_cell(cell: str) -> str:
    """What `harmless_cell` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ").startswith(_FORMULA) else cell


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """Lower case without any Vietnamese mark; as long as `nfc(text)`, so offsets carry over."""
    return "".join(map(_fold_char, nfc(text)))


# oa, oe, uy carry the tone on the first vowel in the old style, on the second in the new one.
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_GLIDES = {("o", "a"), ("o", "e"), ("u", "y")}


@lru_cache(maxsize=65536)
def canonical_tone(syllable: str) -> str:
    """One spelling for hòa/hoà, thủy/thuỷ (the old style: the tone on the first vowel of an open glide)."""
    decomposed = unicodedata.normalize("NFD", syllable)
    letters = [c for c in decomposed if c not in _TONES]
    tones = [c for c in decomposed if c in _TONES]
    if len(tones) != 1 or len(letters) < 2:
        return nfc(syllable)
    low = [c.lower() for c in letters]
    if tuple(low[-2:]) not in _GLIDES or (len(low) > 2 and low[-3] == "q"):
        return nfc(syllable)
    letters.insert(len(letters) - 1, tones[0])
    return nfc("".join(letters))


def has_marks(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark (so the writer typed with accents)."""
    return any(_fold_char(c) != c.lower() for c in nfc(text))
