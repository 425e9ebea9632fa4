"""Structure of official documents: pages to passages that keep to one clause and know their place.

State form: Phần, Chương, Mục, Tiểu mục, Điều, khoản (`1.`), điểm (`a)`).
Party form: `I-`, `1-`, `1.1.`, `a)`, `-`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr.page import PageText
from rag.structure.furniture import without_furniture
from rag.structure.lines import lines_of_pages, lines_of_text
from rag.structure.paragraphs import paragraphs
from rag.structure.parser import segments
from rag.types import Segment

__all__ = ["parse", "parse_text"]


def parse(pages: Sequence[PageText], *, title: str) -> list[Segment]:
    """Passages of a recognised document. `title` is part of every parser's call and not used by this one."""
    return segments(paragraphs(without_furniture(lines_of_pages(pages))))


def parse_text(text: str, title: str) -> list[Segment]:
    """Passages of plain text, which has no places: all on page 1, over the whole page."""
    return segments(paragraphs(without_furniture(lines_of_text(text))))
