"""An event's ids and numbers in an auditor's words."""

from __future__ import annotations

from typing import Any

from ui.web.words import LEVELS
from vanthu.i18n import translate

NUMBERS: dict[str, str] = {
    "page": "trang {n}",
    "pages": "{n} trang",
    "job": "tệp số {n}",
    "account": "tài khoản {n}",
    "unit": "đơn vị {n}",
    "grant": "quyền xem {n}",
    "key": "khoá truy cập {n}",
    "session": "phiên {n}",
    "sessions": "{n} phiên",
    "passage": "đoạn {n}",
    "document": "văn bản {n}",
    "copy": "bản sao số {n}",
    "event": "theo sự kiện #{n}",
    "faults": "{n} sai lệch",
    "findings": "{n} dấu hiệu",
    "days": "{n} ngày",
    "sequence": "đến sự kiện #{n}",
    "through": "qua tài khoản {n}",
    "created": "{n} tài khoản được tạo",
    "failed": "{n} dòng lỗi",
    "grants": "{n} quyền xem",
    "talk": "cuộc trao đổi {n}",
    "talks": "{n} cuộc trao đổi",
    "exchange": "câu hỏi số {n}",
    "opinion": "ý kiến {n}",
    "questions": "{n} câu hỏi",
}
LISTS: dict[str, str] = {
    "retrieved": "{n} đoạn tìm thấy",
    "shown": "{n} đoạn hiển thị",
    "withheld": "{n} đoạn không đưa ra",
    "cited": "dẫn văn bản {ids}",
    "documents": "văn bản {ids}",
}
MOST_IDS = 8


def told(detail: dict[str, Any]) -> list[str]:
    """The facts worth a line, in the order above; what has no words here is in the export."""
    facts = [translate(words).format(n=detail[name]) for name, words in NUMBERS.items() if detail.get(name)]
    for name, words in LISTS.items():
        ids = detail.get(name)
        if isinstance(ids, list) and ids:
            facts.append(translate(words).format(n=len(ids), ids=_ids(ids)))
    level = detail.get("level") or detail.get("secrecy")
    if level and level != "none":
        facts.append(translate("độ mật: {level}").format(level=translate(LEVELS.get(level, level))))
    if detail.get("complete") is False:
        facts.append(translate("dừng giữa chừng"))
    return facts


def _ids(ids: list[Any]) -> str:
    shown = ", ".join(str(each) for each in ids[:MOST_IDS])
    return f"{shown}…" if len(ids) > MOST_IDS else shown
