"""Printed lines joined to paragraphs, from markers, punctuation, indents and short lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.structure.lines import Paragraph, TextLine
from rag.structure.markers import (
    Level,
    any_marker,
    ends_sentence,
    heading_marker,
    is_type_title,
    is_upper,
    leads_on,
    opens_closing,
)

CELLS = " | "
"""Between the cells of a row."""
INDENT = 0.012
"""A step to the right that is meant, as a fraction of the page's width."""
SHORT = 0.06
"""A line ending this far before the right margin was ended on purpose."""


@dataclass(frozen=True, slots=True)
class Margins:
    left: float
    right: float


def paragraphs(lines: Sequence[TextLine]) -> list[Paragraph]:
    """Paragraphs in reading order; every line's text is in exactly one of them."""
    margins = {page: _margins([ln for ln in lines if ln.page == page]) for page in {ln.page for ln in lines}}
    found: list[Paragraph] = []
    current: Paragraph | None = None
    first: TextLine | None = None
    last: TextLine | None = None
    for line in lines:
        page = margins[line.page]
        if current is None or first is None or last is None or _starts(line, first, last, margins):
            current = Paragraph(
                centred=line.placed and _is_centred(line, page), in_table=line.row is not None
            )
            found.append(current)
            first, last = line, None
        next_cell = last is not None and line.cell != last.cell
        current.add(line.text, line.page, line.box, CELLS if next_cell else " ")
        last = line
    return found


def _starts(line: TextLine, first: TextLine, last: TextLine, margins: dict[int, Margins]) -> bool:
    """Whether `line` starts a paragraph, given the first and the last line of the one before it."""
    if line.row or last.row:
        return line.row != last.row
    if _announces(line, last):
        return True
    if line.text[:1].islower() and not ends_sentence(last.text):
        return False
    if line.placed:
        return _starts_by_place(line, first, last, margins)
    return line.after_gap or (ends_sentence(last.text) and line.text[:1].isupper() and _ragged(last))


def _announces(line: TextLine, last: TextLine) -> bool:
    """Whether the words alone show a new paragraph: a heading, a marker, a title in capitals, a table row."""
    if opens_closing(line.text) or is_type_title(line.text) or heading_marker(line.text):
        return True
    if _is_row(line.text) or _is_row(last.text):
        return True
    if heading_marker(last.text) and (line.after_gap or not is_upper(line.text)):
        return True
    marker = any_marker(line.text)
    if marker and marker.level is Level.ITEM and marker.rest[:1].islower() and not ends_sentence(last.text):
        return False  # a dash inside a sentence, or a speck
    if marker and (ends_sentence(last.text) or not leads_on(last.text)):
        return True
    return is_upper(last.text) and not is_upper(line.text) and len(last.text) > 8


def _starts_by_place(line: TextLine, first: TextLine, last: TextLine, margins: dict[int, Margins]) -> bool:
    here, there = margins[line.page], margins[last.page]
    if _is_centred(line, here) and _is_centred(last, there):
        return line.after_gap
    ended = last.box[2] < there.right - SHORT
    if ended or (line.after_gap and ends_sentence(last.text)):
        return True
    indented = (line.box[0] - here.left) - (last.box[0] - there.left) > INDENT
    hanging = first is last and any_marker(first.text) is not None
    same_as_first = first is last and ends_sentence(last.text) and last.box[0] - there.left > INDENT
    return (indented and not hanging) or (same_as_first and line.box[0] - here.left > INDENT)


def _margins(lines: Sequence[TextLine]) -> Margins:
    """The text column of a page, from its long lines (all lines where none is long)."""
    long = [ln for ln in lines if ln.box[2] - ln.box[0] > 0.5] or list(lines)
    lefts = sorted(ln.box[0] for ln in long)
    rights = sorted(ln.box[2] for ln in long)
    return Margins(lefts[len(lefts) // 5], rights[(len(rights) - 1) * 4 // 5])


def _is_centred(line: TextLine, page: Margins) -> bool:
    left, right = line.box[0] - page.left, page.right - line.box[2]
    return left > 0.08 and right > 0.04 and abs(left - right) < 0.08


def _is_row(text: str) -> bool:
    """A table row written with bars."""
    return text.startswith("|") and text.count("|") >= 2


def _ragged(last: TextLine) -> bool:
    """Plain text gives no right margin: a short line that ends a sentence ended its paragraph."""
    return len(last.text) < 60
