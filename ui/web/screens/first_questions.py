"""Questions to begin with, made from the documents this person may see.

In Vietnamese whatever the interface speaks: the documents are, and the question goes to them as it stands.
"""

from __future__ import annotations

from records.types import DocumentFilter, DocumentStatus, DocumentSummary
from ui.web.words import DOCUMENT_TYPES
from vanthu.acts import Acts

LOOKED_AT = 30
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


def suggest(acts: Acts) -> list[str]:
    """Up to four, one per type of document first, so that they differ."""
    ready = DocumentFilter(status=DocumentStatus.READY)
    items = [
        item
        for item in acts.documents(ready, limit=LOOKED_AT).items
        if item.reference_number and item.document_type
    ]
    first_of_type: dict[str | None, DocumentSummary] = {}
    for item in items:
        first_of_type.setdefault(item.document_type, item)
    varied = list(first_of_type.values())
    chosen = [*varied, *(item for item in items if item not in varied)][:SUGGESTED]
    return [_question(item) for item in chosen]


def _question(item: DocumentSummary) -> str:
    code = item.document_type or ""
    name = f"{DOCUMENT_TYPES.get(code, code)} {item.reference_number}"
    return FORMS.get(code, ANY).format(name=name)
