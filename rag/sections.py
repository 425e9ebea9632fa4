"""Clauses of documents without articles: resolutions, plans and reports count them anew in each section.

"1" alone names several of them there, so that the section is part of the number: "1 mục II".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_OF = " mục "
_NUMERAL = re.compile(r"\s*([IVXL]{1,6})\s*[.)/-]")


def section_of(heading: Sequence[str]) -> str | None:
    """The numeral of the outermost heading: "II" of "II. QUAN ĐIỂM"."""
    found = _NUMERAL.match(heading[0]) if heading else None
    return found[1] if found else None


def numbered(clause: str, heading: Sequence[str]) -> str:
    """The clause's number with its section, where it stands in one."""
    section = section_of(heading)
    return f"{clause}{_OF}{section}" if section else clause


def parts(clause: str | None) -> tuple[str, str] | None:
    """Number and section; None for a number that names no section."""
    number, of, section = (clause or "").partition(_OF)
    return (number, section) if of and number and section else None
