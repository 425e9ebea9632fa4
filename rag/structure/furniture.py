"""What is printed on pages but is no text of the document: page numbers, running heads, signing stamps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rag.structure.lines import TextLine
from vanthu.text import fold

_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–—.]?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–—.]?$")
_STAMP = re.compile(r"^(?:ky boi\b|nguoi ky\s*:|thoi gian ky\b|co quan\s*:.*(?:uy ban|so |bo )|email\s*:)")
_RULE = re.compile(r"^[\W_]+$")

EDGE_LINES = 2
"""Lines at the top and at the bottom of a page that may be a running head or a page number."""
EDGE_HEIGHT = 0.10
"""The same as a fraction of the page's height, for pages whose places are known."""


def without_furniture(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that belong to the document's text."""
    edges = _edges(lines)
    repeated = Counter(_shape(lines[i].text) for i in edges)
    pages = len({line.page for line in lines})
    kept: list[TextLine] = []
    gap = False
    for i, line in enumerate(lines):
        running = i in edges and pages >= 3 and repeated[_shape(line.text)] >= max(3, pages // 2)
        number = i in edges and line.placed and _PAGE_NUMBER.match(fold(line.text))
        if running or number or _STAMP.match(fold(line.text)) or _RULE.match(line.text):
            gap = gap or line.after_gap
            continue
        kept.append(replace(line, after_gap=line.after_gap or gap))
        gap = False
    return kept


def _shape(text: str) -> str:
    """A line without its digits, so that running heads with page numbers are one."""
    return re.sub(r"\d+", "#", fold(text))


def _edges(lines: Sequence[TextLine]) -> set[int]:
    """Indices of placed lines at the edges of their pages."""
    by_page: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        if line.placed:
            by_page.setdefault(line.page, []).append(i)
    edges: set[int] = set()
    for indices in by_page.values():
        top = sorted(indices, key=lambda i: lines[i].box[1])
        edges.update(i for i in top[:EDGE_LINES] if lines[i].box[3] < EDGE_HEIGHT)
        edges.update(i for i in top[-EDGE_LINES:] if lines[i].box[1] > 1 - EDGE_HEIGHT)
    return edges
