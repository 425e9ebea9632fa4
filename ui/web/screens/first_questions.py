"""Questions to begin with, made from the documents this person may see: other ones from day to day.

In Vietnamese whatever the interface speaks: the documents are, and the question goes to them as it stands.
"""

from __future__ import annotations

import re
from zlib import crc32

from records.types import DocumentFilter, DocumentStatus, DocumentSummary
from ui.web.words import DOCUMENT_TYPES
from vanthu.acts import Acts
from vanthu.db import now, office_day
from vanthu.text import fold

LOOKED_AT = 60
SUGGESTED = 4
FORMS: dict[str, str] = {
    "resolution": "{name} đề ra những nhiệm vụ, giải pháp nào?",
    "plan": "{name} giao việc cho những cơ quan nào, thời hạn ra sao?",
    "regulation": "{name} áp dụng cho những ai?",
    "rules": "{name} áp dụng cho những ai?",
    "decision": "{name} quyết định những nội dung gì?",
    "directive": "{name} yêu cầu các đơn vị làm gì?",
    "guidance": "{name} hướng dẫn những nội dung gì?",
    "notice": "{name} thông báo nội dung gì?",
    "law": "Phạm vi điều chỉnh của {name} là gì?",
    "decree": "Phạm vi điều chỉnh của {name} là gì?",
}
ANY = "{name} có những nội dung chính nào?"
OF_ARTICLE = "{name} quy định gì về “{heading}”?"
_ARTICLE = re.compile(r"^Điều \d{1,4}[a-zđ]?\. (\S[^.:;]{8,70})[.:]?$")
_FORMAL = ("hieu luc", "dieu khoan thi hanh", "to chuc thuc hien", "trach nhiem thi hanh", "giai thich tu")
_CHANGES = ("sua doi", "bo sung", "bai bo", "thay the", "thay cum tu")
"""Headings that every document has; a question about them teaches nothing."""


def suggest(acts: Acts) -> list[str]:
    """Up to four, of as many types of document as there are, about an article where one is headed."""
    ready = DocumentFilter(status=DocumentStatus.READY)
    items = [
        item
        for item in acts.documents(ready, limit=LOOKED_AT).items
        if item.reference_number and item.document_type
    ]
    items.sort(key=_turn)
    first_of_type: dict[str | None, DocumentSummary] = {}
    for item in items:
        first_of_type.setdefault(item.document_type, item)
    varied = list(first_of_type.values())
    chosen = [*varied, *(item for item in items if item not in varied)][:SUGGESTED]
    headings = acts.headings([item.id for item in chosen]) if chosen else {}
    return [_question(item, headings.get(item.id, [])) for item in chosen]


def _turn(item: DocumentSummary) -> int:
    """Another order every day, the same all day long."""
    return crc32(f"{office_day(now())} {item.id}".encode())


def _question(item: DocumentSummary, headings: list[str]) -> str:
    code = item.document_type or ""
    name = f"{DOCUMENT_TYPES.get(code, code)} {item.reference_number}"
    told = [found[1] for heading in headings if (found := _ARTICLE.match(heading)) and _tells(found[1])]
    if told:
        return OF_ARTICLE.format(name=name, heading=told[_turn(item) % len(told)].strip())
    return FORMS.get(code, ANY).format(name=name)


def _tells(heading: str) -> bool:
    return not fold(heading).startswith((*_FORMAL, *_CHANGES)) and not heading.isupper()
