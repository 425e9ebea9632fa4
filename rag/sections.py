"""Clauses of documents without articles: resolutions, plans and reports count them anew in each section.

"1" alone names several of them there, so that the section is part of the number: "1 mục II".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

_OF = " mục "
_NUMERAL = re.compile(r"\s*([IVXL]{1,6})\s*[.)/-]")


class Numbered(Protocol):
    """A passage: what it is numbered, and the headings over it."""

    @property
    def article(self) -> str | None: ...
    @property
    def clause(self) -> str | None: ...
    @property
    def heading(self) -> Sequence[str]: ...


_P = TypeVar("_P", bound=Numbered)


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


def of_section(passages: Sequence[_P], clause: str | None) -> list[_P]:
    """The passages of a clause of a section; none where two sections bear the same number, as misread ones
    do."""
    told = parts(clause)
    if told is None:
        return []
    number, section = told
    found = [each for each in passages if each.article is None and each.clause == number]
    found = [each for each in found if section_of(each.heading) == section]
    return found if len({each.heading[0] for each in found}) == 1 else []
