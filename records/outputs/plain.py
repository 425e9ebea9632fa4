"""The text of the pages, and everything that was read as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ocr.page import PageText

PAGE_BREAK = "\f"
"""Between pages of the text file, as `pdftotext` does."""


def text(pages: Sequence[PageText]) -> bytes:
    """UTF-8, pages parted by form feeds."""
    return (PAGE_BREAK.join(page.text for page in pages) + "\n").encode()


def as_json(document: dict[str, Any], pages: Sequence[PageText]) -> bytes:
    """The document's form with its pages: words, other readings, regions and tables."""
    whole = {**document, "pages": [page.as_json() for page in pages]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
