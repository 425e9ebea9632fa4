"""All pages as one text, each place of which leads back to its line and page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ocr.page import Line, PageText

_PAGE_NUMBER = re.compile(r"^\W*\d{1,4}\W*$")
_OPENS_TEXT = re.compile(r"[:\n]\s*$|^$")
_BROKEN_NUMBER = re.compile(r"[A-ZĐa-z0-9][-/]$")
_NEW_PARAGRAPH = re.compile(
    r"^\s*(?:-\s|\+\s|[a-zđ]\)\s|\d{1,2}[.)]\s|Điều\s\d+[a-zđ]?\s?[.:]|Căn cứ|Theo đề nghị"
    r"|Xét\s|Chương\s[IVX]|Nơi nhận|Thực hiện\s(?:Nghị|Quyết|Quy|Chỉ|Kết|Kế|Thông|Chương|Công|Hướng|Luật))"
)


class RunningText:
    """Lines joined by blanks, or by a line break where a new paragraph begins; page numbers left out."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._starts: list[int] = []
        self._lines: list[tuple[Line, int]] = []
        parts: list[str] = []
        length = 0
        for page in pages:
            for line in page.lines:
                if _PAGE_NUMBER.match(line.text):
                    continue
                if parts and not _BROKEN_NUMBER.search(parts[-1]):
                    parts.append("\n" if _NEW_PARAGRAPH.match(line.text) else " ")
                    length += 1
                self._starts.append(length)
                self._lines.append((line, page.number))
                parts.append(line.text)
                length += len(line.text)
        self.text = "".join(parts)

    def at(self, offset: int) -> tuple[Line, int]:
        """The line at that place and its page number."""
        return self._lines[max(0, bisect_right(self._starts, offset) - 1)]


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """What stands inside “ ”, one within another included.

    Specks are read as such marks too: one without its partner opens nothing, and only a quotation that
    begins a line or follows a colon goes on over paragraphs.
    """
    opened: list[int] = []
    spans: list[tuple[int, int]] = []
    for index, char in enumerate(text):
        if char == "“":
            opened.append(index)
        elif char == "”" and opened:
            start = opened.pop()
            if "\n" not in text[start:index] or _OPENS_TEXT.search(text[max(0, start - 4) : start]):
                spans.append((start, index + 1))
    return spans
