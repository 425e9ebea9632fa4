"""From a legacy font's codes to Unicode.

TCVN 5712:1993 (its third set) has one code for a letter; capitals with tone marks exist only as small letters
in fonts whose name ends in H. VNI for Windows writes a letter and then its marks. The tables are in
`tables.json`, as text editors show the codes (Windows-1252). No library for both was found in the registry.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Literal

from vanthu.text import nfc

Code = Literal["tcvn3", "vni"]

_TCVN3_FONT = re.compile(r"(?:^|\+)\.?Vn[A-Z]")
_VNI_FONT = re.compile(r"(?:^|\+)VNI[- _]", re.IGNORECASE)
_CAPITALS = re.compile(r"(?:^|\+)\.Vn\w*?H(?:[,\- ]|$|Bold|Italic)")
_TCVN3_SURE = frozenset("®©¸µ¶·¹¨»¾¼½¬­")
_VNI_PAIR = re.compile(r"[aeouyôöAEOUYÔÖ][øùûõïåäëüÀÙÛØÏÕÅÄËÜ]")
_UNICODE = re.compile(r"[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
_LEAST = 0.04
_DISTINCT = 3
"""Different letters of the code, so that a list with middle dots is none."""
_TWINS = str.maketrans({"\u03bc": "\u00b5", "\u2219": "\u00b7", "\u02dc": "\u00a8"})


def code_of_font(name: str) -> Code | None:
    """By the font's name, its subset's prefix left aside."""
    if _VNI_FONT.search(name):
        return "vni"
    return "tcvn3" if _TCVN3_FONT.search(name) else None


def is_capital_font(name: str) -> bool:
    """Whether the font shows its small letters as capitals: .VnTimeH."""
    return bool(_CAPITALS.search(name))


def guess(text: str) -> Code | None:
    """By the letters, where fonts have no telling names; None for Unicode or for anything else."""
    marks = [c for c in text if not c.isspace()]
    if len(marks) < 20 or len(_UNICODE.findall(text)) > 0.01 * len(marks):
        return None
    words = text.split()
    # Every Vietnamese text of some length has the letter đ; French and German have pairs, too, but no ñ.
    if "ñ" in text.lower() and sum(bool(_VNI_PAIR.search(word)) for word in words) > 0.2 * len(words):
        return "vni"
    sure = [c for c in marks if c in _TCVN3_SURE]
    return "tcvn3" if len(sure) > _LEAST * len(marks) and len(set(sure)) >= _DISTINCT else None


def to_unicode(text: str, code: Code, *, capitals: bool = False) -> str:
    """`capitals`: it was set in a font of capitals. Characters that the code does not have stay."""
    told = text.translate(_TWINS)
    if code == "tcvn3":
        plain = "".join(_tables()["tcvn3"].get(c, c) for c in told)
    else:
        table = _tables()["vni"]
        plain = _vni_pattern().sub(lambda found: table[found[0]], told)
    return nfc(plain.upper() if capitals else plain)


@cache
def _tables() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("tables.json").read_text("utf-8"))
    return found


@cache
def _vni_pattern() -> re.Pattern[str]:
    """Pairs before single letters."""
    return re.compile("|".join(sorted(map(re.escape, _tables()["vni"]), key=len, reverse=True)))
