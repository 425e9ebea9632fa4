"""The language of a document, as far as it matters here: Vietnamese, English, or not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.page import PageText
from vanthu.text import has_marks

_WORD = re.compile(r"[^\W\d_]{2,}")
_ENGLISH = frozenset(
    {"the", "of", "and", "to", "in", "for", "on", "with", "by", "is", "are", "this", "shall", "be"}
)
_ENOUGH = 8


def language_of(pages: Sequence[PageText]) -> str:
    """ISO 639-1 code, or `und`."""
    words = _WORD.findall("\n".join(page.text for page in pages[:5]))
    if len(words) < _ENOUGH:
        return "und"
    if sum(map(has_marks, words)) / len(words) > 0.2:
        return "vi"
    return "en" if sum(word.lower() in _ENGLISH for word in words) / len(words) > 0.1 else "und"
