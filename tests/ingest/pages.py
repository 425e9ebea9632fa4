"""Pages for tests of cataloguing: laid out by hand, without an image."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.layout import around
from ocr.page import Line, PageText, Word

LETTER = 0.0085
"""Width of a letter as a share of the page."""
PITCH = 0.02
HEIGHT = 0.013


def line(
    text: str,
    *,
    left: float = 0.1,
    top: float = 0.1,
    confidence: float = 0.96,
    gaps: dict[int, float] | None = None,
) -> Line:
    """A line of words; `gaps` widens the blank before the word of that index."""
    words, x = [], left
    for index, part in enumerate(text.split()):
        x += (gaps or {}).get(index, 0.0)
        right = x + LETTER * len(part)
        words.append(Word(part, (x, top, right, top + HEIGHT), confidence))
        x = right + 0.007
    return Line(text, around([w.box for w in words]), confidence, tuple(words))


def page(lines: Sequence[Line], *, number: int = 1, scanned: bool = False) -> PageText:
    source = "scan" if scanned else "text_layer"
    return PageText(number, 1654, 2339, 200, "test", source, 0.96, tuple(lines))


def plain(text: str, *, number: int = 1) -> PageText:
    """One column, as typeset from text: a blank line leaves a gap."""
    lines, y = [], 0.04
    for row in text.strip("\n").split("\n"):
        if row.strip():
            lines.append(line(row.strip(), top=y, confidence=1.0))
        y += PITCH if row.strip() else PITCH * 0.8
    return page(lines, number=number)


def letterhead(left: Sequence[str], number: str, right: Sequence[str], date: str) -> list[Line]:
    """The two halves of a head, each row merged into one line as recognition gives it."""
    rows = max(len(left), len(right))
    lines = []
    for row in range(rows):
        halves = [
            line(half, left=x, top=0.05 + row * PITCH)
            for half, x in (
                (left[row] if row < len(left) else "", 0.12),
                (right[row] if row < len(right) else "", 0.5),
            )
            if half
        ]
        words = tuple(w for half in halves for w in half.words)
        lines.append(Line(" ".join(w.text for w in words), around([w.box for w in words]), 0.96, words))
    top = 0.05 + rows * PITCH
    words = (*line(number, left=0.14, top=top).words, *line(date, left=0.54, top=top).words)
    lines.append(Line(" ".join(w.text for w in words), around([w.box for w in words]), 0.96, words))
    return lines
