"""The numbers Word shows before numbered paragraphs; the file keeps only the rules to count by."""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

_BULLETS = {"decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero"}
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


class Numbering:
    """Counts as Word does, paragraph after paragraph."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        """Abstract list to level to (format, text, start)."""
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root: Any = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.iterchildren(qn("w:abstractNum")):
            levels = {
                int(level.get(qn("w:ilvl"))): _level(level) for level in abstract.iterchildren(qn("w:lvl"))
            }
            self._levels[abstract.get(qn("w:abstractNumId"))] = levels
        for number in root.iterchildren(qn("w:num")):
            target = number.find(qn("w:abstractNumId"))
            if target is not None:
                self._lists[number.get(qn("w:numId"))] = target.get(qn("w:val"))

    def next(self, properties: Any) -> tuple[str, int]:
        """What stands before the paragraph with these properties, and its level; ("", 0) for none."""
        rule = properties.find(qn("w:numPr")) if properties is not None else None
        if rule is None:
            return "", 0
        number, level = _value(rule, "w:numId", "0"), int(_value(rule, "w:ilvl", "0"))
        abstract = self._lists.get(number)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or level not in levels:
            return "", 0
        counts = self._counts.setdefault(abstract, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return self._shown(levels, counts, level), level

    @staticmethod
    def _shown(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], level: int) -> str:
        form, text, _start = levels[level]
        if form not in _BULLETS:
            return "" if form == "none" else "-"

        def fill(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            if other not in levels:
                return ""
            return _written(counts.get(other, levels[other][2]), levels[other][0])

        return re.sub(r"%(\d)", fill, text).strip()


def _level(level: Any) -> tuple[str, str, int]:
    return (
        _value(level, "w:numFmt", "decimal"),
        _value(level, "w:lvlText", "%1."),
        int(_value(level, "w:start", "1")),
    )


def _value(element: Any, child: str, otherwise: str) -> str:
    found = element.find(qn(child))
    value = None if found is None else found.get(qn("w:val"))
    return otherwise if value is None else str(value)


def _written(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        text = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            text += sign * count
        return text.lower() if form == "lowerRoman" else text
    return f"{number:02}" if form == "decimalZero" else str(number)
